import { div, mul, scope, sum, type Tensor, type TensorLike, tensor, Variable } from '@mariana/tensor';
import { asTensor } from '../losses/arguments.ts';
import { checkSamples } from '../losses/same-rank.ts';

/** What a metric remembers of the batches so far. */
export type MetricState = Readonly<Record<string, Tensor>>;

/** Whether better is lower or higher. */
export type MetricDirection = 'down' | 'up' | undefined;

/** A metric as a function: a value for each sample, of which the mean is shown. Targets and predictions are as many. */
export type MetricFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

/**
 * A figure of merit over all batches of an epoch.
 *
 * A class of your own says what is remembered (`initial`), how a batch changes it (`next`, pure) and what figure follows
 * from it (`value`). A `Trainer` keeps the state itself; `updateState`, `result` and `resetState` are for use alone.
 */
export abstract class Metric {
  /** The name in logs and in the history. */
  readonly name: string;
  /** Whether better is lower or higher, for callbacks that ask. */
  readonly direction: MetricDirection;
  #held: Readonly<Record<string, Variable>> | undefined;

  protected constructor(name: string, direction?: MetricDirection) {
    this.name = name;
    this.direction = direction;
  }

  /** The state before any batch. */
  abstract initial(): MetricState;
  /** The state after a batch. */
  abstract next(state: MetricState, yTrue: Tensor, yPred: Tensor): MetricState;
  /** The figure, a scalar. */
  abstract value(state: MetricState): Tensor;

  /**
   * Takes a batch into account.
   *
   * @param yTrue - the targets
   * @param yPred - the predictions
   */
  updateState(yTrue: TensorLike, yPred: TensorLike): void {
    scope(() => {
      const held = this.#state();
      const next = this.next(valuesOf(held), asTensor(yTrue), asTensor(yPred));
      for (const [name, variable] of Object.entries(held)) variable.assign(next[name] as Tensor);
    });
  }

  /**
   * The figure over all batches since the last reset.
   *
   * @returns a float scalar
   */
  result(): Tensor {
    return scope(() => this.value(valuesOf(this.#state())));
  }

  /** Forgets all batches. */
  resetState(): void {
    for (const variable of Object.values(this.#held ?? {})) variable.dispose();
    this.#held = undefined;
  }

  #state(): Readonly<Record<string, Variable>> {
    this.#held ??= Object.fromEntries(
      Object.entries(this.initial()).map(([name, value]) => [name, new Variable(value, { name, trainable: false })]),
    );
    return this.#held;
  }
}

function valuesOf(state: Readonly<Record<string, Variable>>): MetricState {
  return Object.fromEntries(Object.entries(state).map(([name, variable]) => [name, variable.value]));
}

/**
 * The mean, over all samples of an epoch, of what a function gives for each.
 *
 * @source `keras.metrics.MeanMetricWrapper`
 *
 * @example
 * const error = new MeanMetric('error', (yTrue, yPred) => yTrue.sub(yPred).abs());
 * error.updateState([1, 2], [1, 4]);
 * error.updateState([5], [5]);
 * await error.result().item(); // 0.6666666865348816
 */
export class MeanMetric extends Metric {
  readonly #each: MetricFunction;

  constructor(name: string, each: MetricFunction, direction?: MetricDirection) {
    super(name, direction);
    this.#each = each;
  }

  initial(): MetricState {
    return { total: tensor(0), count: tensor(0) };
  }

  next({ total, count }: MetricState, yTrue: Tensor, yPred: Tensor): MetricState {
    checkSamples(this.name, yTrue, yPred);
    const values = this.#each(yTrue, yPred);
    // One scalar for the whole batch stands for each of its samples.
    const weight = values.rank === 0 ? (yPred.shape[0] ?? 1) : 1;
    return {
      total: (total as Tensor).add(mul(sum(values), weight).cast('float32')),
      count: (count as Tensor).add(values.size * weight),
    };
  }

  value({ total, count }: MetricState): Tensor {
    const samples = count as Tensor;
    return div(total as Tensor, samples.maximum(1)); // 0 before the first batch
  }
}
