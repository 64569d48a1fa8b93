import { ArgumentError, type Tensor } from '@mariana/tensor';
import type { TensorTree } from '../data/tree.ts';
import { Loss, type LossFunction, meanOf } from '../losses/loss.ts';
import { checkSamples } from '../losses/same-rank.ts';
import { MeanMetric, Metric, type MetricFunction } from '../metrics/metric.ts';

/** A loss as an object with options or as a function. */
export type LossLike = Loss | LossFunction;

/** A metric as an object or as a function, whose name it then has. */
export type MetricLike = Metric | MetricFunction;

/** The loss of a batch, a scalar. */
export function computeLoss(loss: LossLike, yTrue: TensorTree, yPred: TensorTree): Tensor {
  // A function of one's own may take whatever trees the data and the model have.
  if (loss instanceof Loss) return loss.compute(yTrue as Tensor, yPred as Tensor);
  checkSamples(loss.name || 'loss', yTrue, yPred);
  return meanOf(loss(yTrue as Tensor, yPred as Tensor));
}

/** Checks a loss. */
export function asLoss(op: string, loss: unknown): LossLike {
  if (loss instanceof Loss || typeof loss === 'function') return loss as LossLike;
  throw new ArgumentError(op, 'loss is neither a loss nor a function', {
    got: typeof loss === 'string' ? `'${loss}'` : String(loss),
    expected: 'such as new BinaryCrossentropy(), or (yTrue, yPred) => …',
    fix: typeof loss === 'string' ? "Names are known to the Trainer of '@mariana/trainer'" : undefined,
  });
}

/** Checks a metric, and makes one of a function. */
export function asMetric(op: string, metric: unknown): Metric {
  if (metric instanceof Metric) return metric;
  if (typeof metric === 'function') return new MeanMetric(metric.name || 'metric', metric as MetricFunction);
  throw new ArgumentError(op, 'a metric is neither a metric nor a function', {
    got: typeof metric === 'string' ? `'${metric}'` : String(metric),
    expected: 'such as new Accuracy(), or (yTrue, yPred) => …',
    fix: typeof metric === 'string' ? "Names are known to the Trainer of '@mariana/trainer'" : undefined,
  });
}
