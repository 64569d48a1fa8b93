import {
  concat,
  type DType,
  type Generator,
  ones,
  type RecurrentResult,
  lstm as runLstm,
  type Shape,
  type Tensor,
} from '@mariana/tensor';
import { Initializer } from '../initializers/initializer.ts';
import type { InitializerLike } from '../initializers/option.ts';
import type { OptionsOf, ValuesOf } from '../options/declaration.ts';
import { boolean } from '../options/numbers.ts';
import { recurrentActivation, recurrentOptions } from './options.ts';
import { Recurrent, type Run, unlessUsual } from './recurrent.ts';

export const lstmOptions = /* @__PURE__ */ recurrentOptions({
  /**
   * What squashes the gates: a name, or a function of a tensor.
   * @defaultValue 'sigmoid'
   */
  recurrentActivation,
  /**
   * Whether the bias of the forget gate begins with 1, so that the cell forgets little at first.
   * @defaultValue true
   */
  unitForgetBias: /* @__PURE__ */ boolean(true),
});

/** Options of {@link lstm}. */
export interface LSTMOptions extends OptionsOf<typeof lstmOptions> {}

/** A long short-term memory. */
export class LSTM extends Recurrent {
  static override readonly className: string = 'LSTM';
  static override readonly declaration = lstmOptions;
  declare readonly options: ValuesOf<typeof lstmOptions>;
  protected readonly gates = 4;

  constructor(options: LSTMOptions) {
    super(options);
  }

  protected override get firstBias(): InitializerLike {
    const { unitForgetBias, biasInitializer } = this.options;
    return unitForgetBias ? new ForgetBias(biasInitializer) : biasInitializer;
  }

  protected run({ x, kernel, recurrentKernel, initialState, ...options }: Run): RecurrentResult {
    return runLstm(x, kernel, recurrentKernel, {
      ...options,
      initialState: initialState as [Tensor, Tensor] | undefined,
      ...activationsOf(this.options),
    });
  }
}

/** The options of the operation that stand for other activations than its own. */
export function activationsOf(options: Pick<LSTM['options'], 'activation' | 'recurrentActivation'>) {
  return {
    activation: unlessUsual(options.activation, 'tanh'),
    recurrentActivation: unlessUsual(options.recurrentActivation, 'sigmoid'),
  };
}

/** Another initializer's values, with ones in the second quarter. */
class ForgetBias extends Initializer {
  static override readonly className: string = 'ForgetBias';
  readonly #base: Initializer;

  constructor(base: Initializer) {
    super();
    this.#base = base;
  }

  override get seed(): number | undefined {
    return this.#base.seed;
  }

  override call([size]: Shape, dtype: DType, generator: Generator): Tensor {
    const units = (size as number) / 4;
    const part = (width: number) => this.#base.call([width], dtype, generator);
    return concat([part(units), ones([units], { dtype }), part(2 * units)]);
  }
}

/**
 * A layer with a long short-term memory: a cell that is carried along a sequence, and gates that decide what enters, stays
 * and is shown.
 *
 * It takes [batch, time, inputs], or a list of that and the first output and cell, and gives the last output
 * [batch, units], or with `returnSequences` those of all steps, [batch, time, units]. Its kernel has shape
 * [inputs, 4·units], its recurrent kernel [units, 4·units], its bias [4·units], in the order input, forget, cell, output.
 *
 * @param options - see {@link LSTMOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input is not [batch, time, inputs]
 * @source Hochreiter and Schmidhuber: Long short-term memory (1997); `keras.layers.LSTM`
 *
 * @example
 * const layer = lstm({ units: 4, returnSequences: true });
 * layer.apply(input({ shape: [10, 8] })).shape; // [null, 10, 4]
 */
export function lstm(options: LSTMOptions): LSTM {
  return new LSTM(options);
}
