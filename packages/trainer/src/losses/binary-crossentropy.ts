import { binaryCrossEntropy, mean, sigmoidCrossEntropy, type Tensor, type TensorLike } from '@mariana/tensor';
import { booleanOption, numberOption, type OptionsOf, resolveOptions } from '../options/options.ts';
import { asFloats } from './arguments.ts';
import { Loss, reductionRule } from './loss.ts';
import { toSameShape } from './same-rank.ts';

/** How far probabilities stay from 0 and 1, so that no logarithm is infinite: Keras's epsilon. */
export const probabilityMargin = 1e-7;

const functionRules = {
  /**
   * Whether predictions are logits, any real numbers, rather than probabilities.
   * @defaultValue false
   */
  fromLogits: booleanOption(false),
  /**
   * How far targets are drawn towards 0.5, from 0 to 1.
   * @defaultValue 0
   */
  labelSmoothing: numberOption(0, { min: 0, max: 1 }),
  /**
   * The axis over which the mean is taken.
   * @defaultValue -1
   */
  axis: numberOption(-1, { integer: true }),
};

const rules = { ...functionRules, ...reductionRule };

/** Options of {@link binaryCrossentropy}. */
export interface BinaryCrossentropyOptions extends OptionsOf<typeof functionRules> {}

/** Options of {@link BinaryCrossentropy}. */
export interface BinaryCrossentropyLossOptions extends OptionsOf<typeof rules> {}

/**
 * How unexpected yes-or-no targets are to the predictions: −t·log p − (1 − t)·log(1 − p), averaged over an axis.
 *
 * Probabilities are kept within [1e-7, 1 − 1e-7]. From logits x the stable form is used:
 * max(x, 0) − x·t + log1p(exp(−|x|)).
 *
 * @param yTrue - targets from 0 to 1, of the predictions' shape
 * @param yPred - probabilities, or logits with `fromLogits`, [batch, …, n]
 * @param options - see {@link BinaryCrossentropyOptions}
 * @returns the loss of each sample, [batch, …]
 * @throws ShapeError if the shapes differ
 * @source `keras.losses.binary_crossentropy`
 *
 * @example
 * await binaryCrossentropy([[0, 1]], [[0.5, 0.5]]).array(); // [0.6931471824645996]
 */
export function binaryCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: BinaryCrossentropyOptions = {},
): Tensor {
  const { fromLogits, labelSmoothing, axis } = resolveOptions('binaryCrossentropy', functionRules, options);
  const [targets, predictions] = toSameShape('binaryCrossentropy', ...asFloats(yTrue, yPred));
  const t = labelSmoothing === 0 ? targets : targets.mul(1 - labelSmoothing).add(0.5 * labelSmoothing);
  const each = fromLogits
    ? sigmoidCrossEntropy(predictions, t)
    : binaryCrossEntropy(predictions, t, { epsilon: probabilityMargin });
  return mean(each, { axis });
}

/**
 * {@link binaryCrossentropy} as an object, averaged over the batch.
 *
 * @source `keras.losses.BinaryCrossentropy`
 *
 * @example
 * const loss = new BinaryCrossentropy({ fromLogits: true });
 * await loss.compute([[0], [1]], [[0], [0]]).item(); // 0.6931471824645996
 */
export class BinaryCrossentropy extends Loss<typeof rules> {
  constructor(options: BinaryCrossentropyLossOptions = {}) {
    super('binaryCrossentropy', rules, options);
  }

  call(yTrue: TensorLike, yPred: TensorLike): Tensor {
    const { reduction: _, ...options } = this.options;
    return binaryCrossentropy(yTrue, yPred, options);
  }
}
