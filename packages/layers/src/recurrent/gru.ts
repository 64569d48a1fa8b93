import { type RecurrentResult, gru as runGru, type Shape, type Tensor } from '@mariana/tensor';
import type { OptionsOf, ValuesOf } from '../options/declaration.ts';
import { boolean } from '../options/numbers.ts';
import { activationsOf } from './lstm.ts';
import { recurrentActivation, recurrentOptions } from './options.ts';
import { Recurrent, type Run } from './recurrent.ts';

export const gruOptions = /* @__PURE__ */ recurrentOptions({
  /**
   * What squashes the gates: a name, or a function of a tensor.
   * @defaultValue 'sigmoid'
   */
  recurrentActivation,
  /**
   * Whether the reset gate is applied to the product of the state with the recurrent kernel, or to the state before it.
   * @defaultValue true
   */
  resetAfter: /* @__PURE__ */ boolean(true),
});

/** Options of {@link gru}. */
export interface GRUOptions extends OptionsOf<typeof gruOptions> {}

/** A gated recurrent unit. */
export class GRU extends Recurrent {
  static override readonly className: string = 'GRU';
  static override readonly declaration = gruOptions;
  declare readonly options: ValuesOf<typeof gruOptions>;
  protected readonly gates = 3;

  constructor(options: GRUOptions) {
    super(options);
  }

  protected override get biasShape(): Shape {
    const { units, resetAfter } = this.options;
    return resetAfter ? [2, 3 * units] : [3 * units];
  }

  protected run({ x, kernel, recurrentKernel, initialState, ...options }: Run): RecurrentResult {
    return runGru(x, kernel, recurrentKernel, {
      ...options,
      initialState: initialState as [Tensor] | undefined,
      resetAfter: this.options.resetAfter,
      ...activationsOf(this.options),
    });
  }
}

/**
 * A layer with a gated recurrent unit: a state along a sequence of which a gate decides how much is new.
 *
 * It takes [batch, time, inputs], or a list of that and the first output, and gives the last output [batch, units], or
 * with `returnSequences` those of all steps, [batch, time, units]. Its kernel has shape [inputs, 3·units], its recurrent
 * kernel [units, 3·units], its bias [2, 3·units], or [3·units] without `resetAfter`, in the order update, reset, candidate.
 *
 * @param options - see {@link GRUOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input is not [batch, time, inputs]
 * @source Cho et al.: Learning phrase representations using RNN encoder-decoder (2014); `keras.layers.GRU`
 *
 * @example
 * const layer = gru({ units: 4 });
 * layer.apply(input({ shape: [10, 8] })).shape; // [null, 4]
 */
export function gru(options: GRUOptions): GRU {
  return new GRU(options);
}
