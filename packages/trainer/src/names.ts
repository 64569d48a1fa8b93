import { choiceError } from '@mariana/tensor';
import type { LossLike, MetricLike } from './core/loss-of.ts';
import { BinaryCrossentropy, binaryCrossentropy } from './losses/binary-crossentropy.ts';
import { CategoricalCrossentropy, categoricalCrossentropy } from './losses/categorical-crossentropy.ts';
import { MeanSquaredError, meanSquaredError } from './losses/mean-squared-error.ts';
import {
  SparseCategoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from './losses/sparse-categorical-crossentropy.ts';
import { Accuracy, BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy } from './metrics/accuracy.ts';
import { MeanMetric, type Metric } from './metrics/metric.ts';
import { adam } from './optimizers/adam.ts';
import { adamW } from './optimizers/adamw.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import { rmsprop } from './optimizers/rmsprop.ts';
import { sgd } from './optimizers/sgd.ts';

const optimizers = {
  adam: () => adam(),
  adamW: () => adamW(),
  rmsprop: () => rmsprop(),
  sgd: () => sgd(),
} satisfies Record<string, () => Optimizer>;

const losses = {
  binaryCrossentropy: () => new BinaryCrossentropy(),
  categoricalCrossentropy: () => new CategoricalCrossentropy(),
  meanSquaredError: () => new MeanSquaredError(),
  mse: () => new MeanSquaredError(),
  sparseCategoricalCrossentropy: () => new SparseCategoricalCrossentropy(),
} satisfies Record<string, () => LossLike>;

const metrics = {
  accuracy: (name: string) => new Accuracy({ name }),
  acc: (name: string) => new Accuracy({ name }),
  binaryAccuracy: (name: string) => new BinaryAccuracy({ name }),
  binaryCrossentropy: (name: string) => new MeanMetric(name, binaryCrossentropy, 'down'),
  categoricalAccuracy: (name: string) => new CategoricalAccuracy({ name }),
  categoricalCrossentropy: (name: string) => new MeanMetric(name, categoricalCrossentropy, 'down'),
  meanSquaredError: (name: string) => new MeanMetric(name, meanSquaredError, 'down'),
  mse: (name: string) => new MeanMetric(name, meanSquaredError, 'down'),
  sparseCategoricalAccuracy: (name: string) => new SparseCategoricalAccuracy({ name }),
  sparseCategoricalCrossentropy: (name: string) => new MeanMetric(name, sparseCategoricalCrossentropy, 'down'),
} satisfies Record<string, (name: string) => Metric>;

/** The optimizers that strings stand for. */
export type OptimizerName = keyof typeof optimizers;
/** The losses that strings stand for. */
export type LossName = keyof typeof losses;
/** The metrics that strings stand for. */
export type MetricName = keyof typeof metrics;

function pick<Entry>(table: Readonly<Record<string, Entry>>, option: string, name: string): Entry {
  if (Object.hasOwn(table, name)) return table[name] as Entry;
  throw choiceError('Trainer', option, name, Object.keys(table));
}

/** The optimizer that a name stands for, with its defaults. */
export function optimizerOf(given: Optimizer | OptimizerName): Optimizer {
  return typeof given === 'string' ? pick<() => Optimizer>(optimizers, 'optimizer', given)() : given;
}

/** The loss that a name stands for, with its defaults. */
export function lossOf(given: LossLike | LossName): LossLike {
  return typeof given === 'string' ? pick<() => LossLike>(losses, 'loss', given)() : given;
}

/** The metric that a name stands for, with its defaults. */
export function metricOf(given: MetricLike | MetricName): MetricLike {
  return typeof given === 'string' ? pick<(name: string) => Metric>(metrics, 'metric', given)(given) : given;
}
