import { clip, log, softmaxCrossEntropy, sum, type Tensor, type TensorLike } from '@mariana/tensor';
import { booleanOption, numberOption, type OptionsOf, resolveOptions } from '../options/options.ts';
import { asFloats } from './arguments.ts';
import { probabilityMargin } from './binary-crossentropy.ts';
import { Loss, reductionRule } from './loss.ts';
import { toSameShape } from './same-rank.ts';

const functionRules = {
  /**
   * Whether predictions are logits rather than probabilities.
   * @defaultValue false
   */
  fromLogits: booleanOption(false),
  /**
   * How far targets are drawn towards even odds, from 0 to 1.
   * @defaultValue 0
   */
  labelSmoothing: numberOption(0, { min: 0, max: 1 }),
  /**
   * The axis of the classes.
   * @defaultValue -1
   */
  axis: numberOption(-1, { integer: true }),
};

const rules = { ...functionRules, ...reductionRule };

/** Options of {@link categoricalCrossentropy}. */
export interface CategoricalCrossentropyOptions extends OptionsOf<typeof functionRules> {}

/** Options of {@link CategoricalCrossentropy}. */
export interface CategoricalCrossentropyLossOptions extends OptionsOf<typeof rules> {}

/** The logarithms of class probabilities, which are scaled to sum to 1 and clipped. */
export function logProbabilities(yPred: Tensor, axis: number): Tensor {
  const shares = yPred.div(sum(yPred, { axis, keepDims: true }));
  return log(clip(shares, probabilityMargin, 1 - probabilityMargin));
}

/**
 * How unexpected the true classes are, where targets are one-hot or shares: −Σ t·log p over the classes.
 *
 * Probabilities are divided by their sum and kept within [1e-7, 1 − 1e-7]; from logits `softmaxCrossEntropy` of
 * `@mariana/tensor` is used.
 *
 * @param yTrue - the classes' shares, of the predictions' shape
 * @param yPred - probabilities, or logits with `fromLogits`, [batch, …, classes]
 * @param options - see {@link CategoricalCrossentropyOptions}
 * @returns the loss of each sample, [batch, …]
 * @throws ShapeError if the shapes differ
 * @source `keras.losses.categorical_crossentropy`
 *
 * @example
 * await categoricalCrossentropy([[0, 1]], [[0.5, 0.5]]).array(); // [0.6931471824645996]
 */
export function categoricalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: CategoricalCrossentropyOptions = {},
): Tensor {
  const { fromLogits, labelSmoothing, axis } = resolveOptions('categoricalCrossentropy', functionRules, options);
  const [targets, predictions] = toSameShape('categoricalCrossentropy', ...asFloats(yTrue, yPred));
  const classes = targets.shape.at(-1) ?? 1;
  const t = labelSmoothing === 0 ? targets : targets.mul(1 - labelSmoothing).add(labelSmoothing / classes);
  if (fromLogits) return softmaxCrossEntropy(predictions, t, { axis });
  return sum(t.mul(logProbabilities(predictions, axis)), { axis }).neg();
}

/**
 * {@link categoricalCrossentropy} as an object, averaged over the batch.
 *
 * @source `keras.losses.CategoricalCrossentropy`
 *
 * @example
 * const loss = new CategoricalCrossentropy({ fromLogits: true });
 * await loss.compute([[0, 1]], [[0, 0]]).item(); // 0.6931471824645996
 */
export class CategoricalCrossentropy extends Loss<typeof rules> {
  constructor(options: CategoricalCrossentropyLossOptions = {}) {
    super('categoricalCrossentropy', rules, options);
  }

  call(yTrue: TensorLike, yPred: TensorLike): Tensor {
    const { reduction: _, ...options } = this.options;
    return categoricalCrossentropy(yTrue, yPred, options);
  }
}
