import {
  cast,
  checkAxis,
  formatShape,
  isFloating,
  oneHot,
  ShapeError,
  sameShape,
  softmaxCrossEntropy,
  squeeze,
  sum,
  type Tensor,
  type TensorLike,
} from '@mariana/tensor';
import { booleanOption, numberOption, type OptionsOf, resolveOptions } from '../options/options.ts';
import { asClasses, asTensor } from './arguments.ts';
import { logProbabilities } from './categorical-crossentropy.ts';
import { Loss, reductionRule } from './loss.ts';

const functionRules = {
  /**
   * Whether predictions are logits rather than probabilities.
   * @defaultValue false
   */
  fromLogits: booleanOption(false),
  /**
   * The axis of the classes.
   * @defaultValue -1
   */
  axis: numberOption(-1, { integer: true }),
};

const rules = { ...functionRules, ...reductionRule };

/** Options of {@link sparseCategoricalCrossentropy}. */
export interface SparseCategoricalCrossentropyOptions extends OptionsOf<typeof functionRules> {}

/** Options of {@link SparseCategoricalCrossentropy}. */
export interface SparseCategoricalCrossentropyLossOptions extends OptionsOf<typeof rules> {}

/**
 * How unexpected the true classes are, where targets are the classes' numbers: −log p of the true class.
 *
 * Probabilities are divided by their sum and kept within [1e-7, 1 − 1e-7]; from logits `softmaxCrossEntropy` of
 * `@mariana/tensor` is used. A number that is no class counts nothing, as in Keras.
 *
 * @param yTrue - whole numbers from 0, of the predictions' shape without the axis of the classes (or with size 1 there)
 * @param yPred - probabilities, or logits with `fromLogits`, [batch, …, classes]
 * @param options - see {@link SparseCategoricalCrossentropyOptions}
 * @returns the loss of each sample, [batch, …]
 * @throws ShapeError if the shapes do not fit
 * @source `keras.losses.sparse_categorical_crossentropy`
 *
 * @example
 * await sparseCategoricalCrossentropy([1], [[0.5, 0.5]]).array(); // [0.6931471824645996]
 */
export function sparseCategoricalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: SparseCategoricalCrossentropyOptions = {},
): Tensor {
  const op = 'sparseCategoricalCrossentropy';
  const { fromLogits, axis } = resolveOptions(op, functionRules, options);
  const given = asTensor(yPred);
  const predictions = isFloating(given.dtype) ? given : cast(given, 'float32');
  const place = checkAxis(op, axis, predictions.rank);
  const classes = predictions.shape[place] as number;
  const labels = checkLabels(op, asTensor(yTrue), predictions, place);
  if (fromLogits) return softmaxCrossEntropy(predictions, labels, { axis: place });
  const t = oneHot(labels, classes, { axis: place, dtype: predictions.dtype });
  return sum(t.mul(logProbabilities(predictions, place)), { axis: place }).neg();
}

function checkLabels(op: string, yTrue: Tensor, yPred: Tensor, axis: number): Tensor {
  const labels = yTrue.rank === yPred.rank && yTrue.shape[axis] === 1 ? squeeze(yTrue, axis) : yTrue;
  const expected = yPred.shape.filter((_, place) => place !== axis);
  if (sameShape(labels.shape, expected)) return asClasses(labels);
  throw new ShapeError(op, 'targets do not fit the predictions', {
    got: `yTrue ${formatShape(yTrue.shape)} and yPred ${formatShape(yPred.shape)}`,
    expected: `yTrue ${formatShape(expected)}`,
    fix: sameShape(yTrue.shape, yPred.shape) ? 'For one-hot targets use categoricalCrossentropy' : undefined,
  });
}

/**
 * {@link sparseCategoricalCrossentropy} as an object, averaged over the batch.
 *
 * @source `keras.losses.SparseCategoricalCrossentropy`
 *
 * @example
 * const loss = new SparseCategoricalCrossentropy({ fromLogits: true });
 * await loss.compute([1], [[0, 0]]).item(); // 0.6931471824645996
 */
export class SparseCategoricalCrossentropy extends Loss<typeof rules> {
  constructor(options: SparseCategoricalCrossentropyLossOptions = {}) {
    super('sparseCategoricalCrossentropy', rules, options);
  }

  call(yTrue: TensorLike, yPred: TensorLike): Tensor {
    const { reduction: _, ...options } = this.options;
    return sparseCategoricalCrossentropy(yTrue, yPred, options);
  }
}
