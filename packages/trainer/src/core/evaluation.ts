import { concat, leavesOf, mapTree, scope, slice, stack, type Tensor, zeros } from '@mariana/tensor';
import type { Logs } from '../callbacks/history.ts';
import { type Batch, noSamples } from '../data/batch.ts';
import type { Feed } from '../data/feed.ts';
import type { TensorTree } from '../data/tree.ts';
import type { Metric } from '../metrics/metric.ts';
import { turn } from './event-loop.ts';
import { applyModel, buildModel, regularized } from './forward.ts';
import { computeLoss, type LossLike } from './loss-of.ts';
import { MetricStates } from './metric-states.ts';
import type { Model } from './model.ts';
import { targetsOf } from './training-step.ts';

/** How many batches' losses are read together. */
const unread = 64;

/** Adds up losses that lie on the engine, each weighted by its batch's size, and reads them now and then. */
class LossMean {
  #losses: Tensor[] = [];
  #sizes: number[] = [];
  #total = 0;
  #samples = 0;

  async add(loss: Tensor, size: number): Promise<void> {
    this.#losses.push(loss);
    this.#sizes.push(size);
    if (this.#losses.length >= unread) await this.#read();
  }

  async value(): Promise<number> {
    await this.#read();
    return this.#total / this.#samples;
  }

  release(): void {
    for (const loss of this.#losses) loss.dispose();
    this.#losses = [];
  }

  async #read(): Promise<void> {
    if (this.#losses.length === 0) return;
    const joined = scope(() => stack(this.#losses));
    const values = await joined.data();
    joined.dispose();
    this.#sizes.forEach((size, i) => {
      this.#total += Number(values[i]) * size;
      this.#samples += size;
    });
    this.release();
    this.#sizes = [];
  }
}

/**
 * The mean loss and the metrics over all batches of a feed, the model in inference mode.
 *
 * @param signal - ends it early; the figures are then undefined
 */
export async function evaluateFeed(
  { model, loss, metrics }: { readonly model: Model; readonly loss: LossLike; readonly metrics: readonly Metric[] },
  feed: Feed,
  signal?: AbortSignal,
): Promise<Logs | undefined> {
  const mean = new LossMean();
  const states = new MetricStates(metrics);
  try {
    for await (const batch of feed.batches()) {
      if (signal?.aborted) return undefined;
      buildModel('evaluate', model, batch.x);
      const targets = targetsOf('evaluate', batch);
      const result = scope(() => {
        const predictions = applyModel(model, batch.x, false);
        const value = regularized(model, computeLoss(loss, targets, predictions));
        return { value: value.alias(), states: states.next(targets, predictions) };
      });
      states.replace(result.states);
      batch.release();
      await mean.add(result.value, batch.size);
      await turn();
    }
    return { loss: await mean.value(), ...(await states.read()) };
  } finally {
    mean.release();
    states.reset();
  }
}

/** The model's outputs for all batches of a feed, joined on the first axis. */
export async function predictFeed(model: Model, feed: Feed): Promise<TensorTree> {
  const parts: TensorTree[] = [];
  try {
    for await (const batch of feed.batches()) {
      buildModel('predict', model, batch.x);
      parts.push(scope(() => mapTree(applyModel(model, batch.x, false), (leaf) => leaf.alias())));
      batch.release();
      await turn();
    }
    const leaves = parts.map((part) => leavesOf(part));
    let position = 0;
    return mapTree(parts[0] as TensorTree, () => {
      const of = leaves.map((list) => list[position] as Tensor);
      position += 1;
      return of.length === 1 ? (of[0] as Tensor).alias() : scope(() => concat(of, { axis: 0 }));
    });
  } finally {
    for (const tensor of leavesOf(parts)) tensor.dispose();
  }
}

/**
 * The model's outputs for no samples: those for one sample of zeros, which is then cut off, so that all other axes have
 * their sizes.
 *
 * @throws DataError if the data do not tell the shape of a sample
 */
export function predictNone(model: Model, batch: Batch): TensorTree {
  if (leavesOf(batch.x).some(({ rank }) => rank === 1)) {
    throw noSamples(
      'predict',
      batch,
      'For an empty result pass a tensor that has the shape of a sample: zeros([0, 4])',
    );
  }
  const sample = ({ shape, dtype }: Tensor) => zeros([1, ...shape.slice(1)], { dtype });
  return scope(() => {
    const x = mapTree(batch.x, sample);
    buildModel('predict', model, x);
    return mapTree(applyModel(model, x, false), (leaf) => slice(leaf, 0, 0));
  });
}
