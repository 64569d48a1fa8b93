import { leavesOf, scope, type Tensor } from '@mariana/tensor';
import type { Logs } from '../callbacks/history.ts';
import type { TensorTree } from '../data/tree.ts';
import type { Metric, MetricState } from '../metrics/metric.ts';

/** The states of several metrics over one epoch, or one evaluation. */
export class MetricStates {
  readonly #metrics: readonly Metric[];
  #states: readonly MetricState[] = [];

  constructor(metrics: readonly Metric[]) {
    this.#metrics = metrics;
  }

  get isEmpty(): boolean {
    return this.#metrics.length === 0;
  }

  /** The states after a batch; to be handed to {@link replace} once they have left every scope. */
  next(yTrue: TensorTree, yPred: TensorTree): readonly MetricState[] {
    return this.#metrics.map((metric, i) => {
      const state = this.#states[i] ?? metric.initial();
      // A metric of one's own may take whatever trees the data and the model have.
      return metric.next(state, yTrue as Tensor, yPred as Tensor);
    });
  }

  /** Puts the states after a batch in place of those before it. */
  replace(states: readonly MetricState[]): void {
    const kept = new Set(leavesOf(states));
    for (const tensor of leavesOf(this.#states)) if (!kept.has(tensor)) tensor.dispose();
    this.#states = states;
  }

  /** The figures over all batches so far. */
  async read(): Promise<Logs> {
    const figures: [name: string, value: number][] = [];
    for (const [i, metric] of this.#metrics.entries()) {
      const state = this.#states[i];
      if (state === undefined) continue;
      const value = scope(() => metric.value(state).alias());
      figures.push([metric.name, await value.item()]);
      value.dispose();
    }
    return Object.fromEntries(figures);
  }

  /** Forgets all batches, and gives back what the states held. */
  reset(): void {
    this.replace([]);
  }
}
