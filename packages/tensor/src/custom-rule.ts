import type { Tensor } from './tensor.ts';

/** A function with its own gradient: outputs, and how gradients of the outputs become gradients of the inputs. */
export interface CustomRule {
  readonly name: string;
  run(inputs: readonly Tensor[]): {
    readonly outputs: readonly Tensor[];
    readonly gradient: (...cotangents: readonly Tensor[]) => readonly (Tensor | undefined)[];
  };
}
