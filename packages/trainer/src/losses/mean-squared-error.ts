import { mean, type Tensor, type TensorLike } from '@mariana/tensor';
import type { OptionsOf } from '../options/options.ts';
import { asFloats } from './arguments.ts';
import { Loss, reductionRule } from './loss.ts';
import { toSameShape } from './same-rank.ts';

/** Options of {@link MeanSquaredError}. */
export interface MeanSquaredErrorLossOptions extends OptionsOf<typeof reductionRule> {}

/**
 * The mean of squared differences over the last axis.
 *
 * @param yTrue - targets of the predictions' shape; nothing is broadcast
 * @param yPred - predictions, [batch, …, n]
 * @returns the loss of each sample, [batch, …]
 * @throws ShapeError if the shapes differ
 * @source `keras.losses.mean_squared_error`
 *
 * @example
 * await meanSquaredError([[1, 2]], [[1, 4]]).array(); // [2]
 */
export function meanSquaredError(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [targets, predictions] = toSameShape('meanSquaredError', ...asFloats(yTrue, yPred));
  return mean(predictions.sub(targets).square(), { axis: -1 });
}

/**
 * {@link meanSquaredError} as an object, averaged over the batch.
 *
 * @source `keras.losses.MeanSquaredError`
 *
 * @example
 * await new MeanSquaredError().compute([[1, 2], [0, 0]], [[1, 4], [0, 0]]).item(); // 1
 */
export class MeanSquaredError extends Loss<typeof reductionRule> {
  constructor(options: MeanSquaredErrorLossOptions = {}) {
    super('meanSquaredError', reductionRule, options);
  }

  call(yTrue: TensorLike, yPred: TensorLike): Tensor {
    return meanSquaredError(yTrue, yPred);
  }
}
