import type { Tensor } from '../../tensor.ts';
import type { RecurrentParams } from './cell.ts';

/** The inputs of a recurrent primitive by name. In the primitive they stand in this order, without those left out. */
export interface RecurrentInputs {
  /** [batch, time, inputs] */
  readonly x: Tensor;
  /** [inputs, gates · units] */
  readonly kernel: Tensor;
  /** [units, gates · units] */
  readonly recurrentKernel: Tensor;
  /** [gates · units], or as the cell has it */
  readonly bias: Tensor;
  /** The states before the first step, each [batch, units]. */
  readonly states: readonly Tensor[];
  /** Which steps count: bool [batch, time]. */
  readonly mask: Tensor | undefined;
  /** Factors of the input, the same at every step: [gates, batch, inputs]. */
  readonly inputMasks: Tensor | undefined;
  /** Factors of the state, the same at every step: [gates, batch, units]. */
  readonly recurrentMasks: Tensor | undefined;
}

/** The outputs of a recurrent primitive, in this order. */
export interface RecurrentResults {
  /** The states after the last step, each [batch, units]. */
  readonly states: readonly Tensor[];
  /** The output of each step, in the order of running: [batch, time, units]. */
  readonly outputs: Tensor;
  /** What only the gradient reads, in the order of x: [batch, time, n · units] each; the states but the first last. */
  readonly saved: readonly Tensor[];
}

/** Inputs as a list. */
export function listInputs({ x, kernel, recurrentKernel, bias, states, ...optional }: RecurrentInputs): Tensor[] {
  const masks = [optional.mask, optional.inputMasks, optional.recurrentMasks];
  return [x, kernel, recurrentKernel, bias, ...states, ...masks.filter((mask) => mask !== undefined)];
}

/** How many inputs there are. */
export function countInputs(states: number, { mask, inputMasks, recurrentMasks }: RecurrentParams): number {
  return 4 + states + Number(mask) + Number(inputMasks) + Number(recurrentMasks);
}

/** The inputs that gradients flow to: all but the masks. */
export function countDifferentiable(states: number): number {
  return 4 + states;
}

/** Inputs by name, from the beginning of a list. */
export function readInputs(states: number, params: RecurrentParams, list: readonly Tensor[]): RecurrentInputs {
  const [x, kernel, recurrentKernel, bias] = list as readonly [Tensor, Tensor, Tensor, Tensor];
  let next = 4 + states;
  const optional = (there: boolean) => (there ? list[next++] : undefined);
  return {
    x,
    kernel,
    recurrentKernel,
    bias,
    states: list.slice(4, 4 + states),
    mask: optional(params.mask),
    inputMasks: optional(params.inputMasks),
    recurrentMasks: optional(params.recurrentMasks),
  };
}
