import { type RecurrentResult, simpleRnn as runSimpleRnn, type Tensor } from '@mariana/tensor';
import type { OptionsOf } from '../options/declaration.ts';
import { recurrentOptions } from './options.ts';
import { Recurrent, type Run, unlessUsual } from './recurrent.ts';

export const simpleRnnOptions = /* @__PURE__ */ recurrentOptions({});

/** Options of {@link simpleRnn}. */
export interface SimpleRNNOptions extends OptionsOf<typeof simpleRnnOptions> {}

/** A recurrent network whose state is its output. */
export class SimpleRNN extends Recurrent {
  static override readonly className: string = 'SimpleRNN';
  static override readonly declaration = simpleRnnOptions;
  protected readonly gates = 1;

  constructor(options: SimpleRNNOptions) {
    super(options);
  }

  protected run({ x, kernel, recurrentKernel, initialState, ...options }: Run): RecurrentResult {
    return runSimpleRnn(x, kernel, recurrentKernel, {
      ...options,
      initialState: initialState as [Tensor] | undefined,
      activation: unlessUsual(this.options.activation, 'tanh'),
    });
  }
}

/**
 * A layer with a simple recurrent network: hₜ = activation(xₜ · kernel + hₜ₋₁ · recurrentKernel + bias).
 *
 * It takes [batch, time, inputs], or a list of that and the first output, and gives the last output [batch, units], or
 * with `returnSequences` those of all steps, [batch, time, units]. Its kernel has shape [inputs, units], its recurrent
 * kernel [units, units], its bias [units].
 *
 * @param options - see {@link SimpleRNNOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input is not [batch, time, inputs]
 * @source Elman: Finding structure in time (1990); `keras.layers.SimpleRNN`
 *
 * @example
 * const layer = simpleRnn({ units: 4 });
 * layer.apply(input({ shape: [10, 8] })).shape; // [null, 4]
 */
export function simpleRnn(options: SimpleRNNOptions): SimpleRNN {
  return new SimpleRNN(options);
}
