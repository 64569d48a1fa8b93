import {
  argMax,
  cast,
  equal,
  formatShape,
  greater,
  ShapeError,
  sameShape,
  squeeze,
  type Tensor,
  type TensorLike,
} from '@mariana/tensor';
import { asClasses, asTensor } from '../losses/arguments.ts';
import { toSameShape } from '../losses/same-rank.ts';
import { checkNumber } from '../options/options.ts';
import { MeanMetric } from './metric.ts';

/** Options of {@link binaryAccuracy}. */
export interface BinaryAccuracyOptions {
  /**
   * Above it a prediction counts as yes.
   * @defaultValue 0.5
   */
  threshold?: number | undefined;
}

/**
 * 1 where a yes-or-no prediction is right, else 0.
 *
 * @param yTrue - 0 and 1, of the predictions' shape; nothing is broadcast
 * @param yPred - probabilities
 * @param options - see {@link BinaryAccuracyOptions}
 * @returns float32 of the same shape
 * @throws ShapeError if the shapes differ
 * @source `keras.metrics.binary_accuracy`
 *
 * @example
 * await binaryAccuracy([1, 1, 0, 0], [0.98, 1, 0, 0.6]).array(); // [1, 1, 1, 0]
 */
export function binaryAccuracy(
  yTrue: TensorLike,
  yPred: TensorLike,
  { threshold = 0.5 }: BinaryAccuracyOptions = {},
): Tensor {
  const [targets, predictions] = toSameShape('binaryAccuracy', asTensor(yTrue), asTensor(yPred));
  checkNumber('binaryAccuracy', 'threshold', threshold);
  return cast(equal(targets, cast(greater(predictions, threshold), targets.dtype)), 'float32');
}

/**
 * 1 where the class with the highest prediction is the one with the highest target, else 0.
 *
 * @param yTrue - one-hot targets or shares, [batch, …, classes]
 * @param yPred - probabilities or logits, [batch, …, classes]
 * @returns float32, [batch, …]
 * @throws ShapeError if the shapes differ
 * @source `keras.metrics.categorical_accuracy`
 *
 * @example
 * await categoricalAccuracy([[0, 1], [1, 0]], [[0.2, 0.8], [0.3, 0.7]]).array(); // [1, 0]
 */
export function categoricalAccuracy(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [targets, predictions] = toSameShape('categoricalAccuracy', asTensor(yTrue), asTensor(yPred));
  return cast(equal(argMax(targets, { axis: -1 }), argMax(predictions, { axis: -1 })), 'float32');
}

/**
 * 1 where the class with the highest prediction is the true one, else 0.
 *
 * @param yTrue - the classes' numbers, [batch, …] or [batch, …, 1]
 * @param yPred - probabilities or logits, [batch, …, classes]
 * @returns float32, [batch, …]
 * @throws ShapeError if the shapes do not fit
 * @source `keras.metrics.sparse_categorical_accuracy`
 *
 * @example
 * await sparseCategoricalAccuracy([1, 0], [[0.2, 0.8], [0.3, 0.7]]).array(); // [1, 0]
 */
export function sparseCategoricalAccuracy(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const given = asTensor(yTrue);
  const predictions = asTensor(yPred);
  const targets = given.rank === predictions.rank && given.shape.at(-1) === 1 ? squeeze(given, -1) : given;
  if (!sameShape(targets.shape, predictions.shape.slice(0, -1))) {
    throw new ShapeError('sparseCategoricalAccuracy', 'targets do not fit the predictions', {
      got: `yTrue ${formatShape(given.shape)} and yPred ${formatShape(predictions.shape)}`,
      expected: `yTrue ${formatShape(predictions.shape.slice(0, -1))}`,
    });
  }
  return cast(equal(asClasses(targets), argMax(predictions, { axis: -1 })), 'float32');
}

/**
 * The form of accuracy that shapes call for: binary where predictions have one value a sample, sparse where targets
 * have fewer axes (or one value a sample), else categorical.
 *
 * @param yTrue - the targets
 * @param yPred - the predictions
 * @returns 1 where a prediction is right, else 0
 * @source what `metrics=["accuracy"]` does in Keras
 *
 * @example
 * await accuracy([1, 0], [[0.2, 0.8], [0.3, 0.7]]).array(); // [1, 0]
 */
export function accuracy(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const targets = asTensor(yTrue);
  const predictions = asTensor(yPred);
  const values = predictions.shape.at(-1) ?? 1;
  if (values === 1) return binaryAccuracy(targets, predictions);
  const sparse = targets.rank < predictions.rank || targets.shape.at(-1) === 1;
  return sparse ? sparseCategoricalAccuracy(targets, predictions) : categoricalAccuracy(targets, predictions);
}

/** Options of an accuracy as an object. */
export interface AccuracyOptions {
  /** The name in logs and in the history. */
  name?: string | undefined;
}

/**
 * {@link accuracy} over all samples of an epoch.
 *
 * @example
 * const metric = new Accuracy();
 * metric.updateState([1, 0], [[0.2, 0.8], [0.3, 0.7]]);
 * await metric.result().item(); // 0.5
 */
export class Accuracy extends MeanMetric {
  constructor({ name = 'accuracy' }: AccuracyOptions = {}) {
    super(name, accuracy, 'up');
  }
}

/** {@link binaryAccuracy} over all samples of an epoch. */
export class BinaryAccuracy extends MeanMetric {
  constructor({ name = 'binaryAccuracy', threshold = 0.5 }: AccuracyOptions & BinaryAccuracyOptions = {}) {
    super(name, (yTrue, yPred) => binaryAccuracy(yTrue, yPred, { threshold }), 'up');
  }
}

/** {@link categoricalAccuracy} over all samples of an epoch. */
export class CategoricalAccuracy extends MeanMetric {
  constructor({ name = 'categoricalAccuracy' }: AccuracyOptions = {}) {
    super(name, categoricalAccuracy, 'up');
  }
}

/** {@link sparseCategoricalAccuracy} over all samples of an epoch. */
export class SparseCategoricalAccuracy extends MeanMetric {
  constructor({ name = 'sparseCategoricalAccuracy' }: AccuracyOptions = {}) {
    super(name, sparseCategoricalAccuracy, 'up');
  }
}
