import { scope } from '../scope.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { promotedFloating } from './arguments.ts';
import { abs, sub } from './arithmetic.ts';
import { equal } from './compare.ts';
import { exp, exp2, log1p } from './exponential.ts';
import { maximum } from './extrema.ts';
import { roundedOnce } from './half-steps.ts';
import { where } from './where.ts';

/** −|a − b|, and 0 where both are the same, infinite ones too. */
function distanceBelow(a: Tensor, b: Tensor): Tensor {
  return abs(where(equal(a, b), 0, sub(a, b))).neg();
}

/**
 * log(eᵃ + eᵇ), elementwise, without overflow.
 *
 * @param a - any shape; whole numbers become float32
 * @param b - a shape that broadcasts with `a`'s
 * @returns a float tensor of the broadcast shape
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.logaddexp`, `torch.logaddexp`
 *
 * @example
 * await logAddExp(1000, 1000).item(); // 1000.6931762695312
 */
export function logAddExp(a: TensorLike, b: TensorLike): Tensor {
  return scope(() =>
    roundedOnce(promotedFloating('logAddExp', a, b), (x, y) => maximum(x, y).add(log1p(exp(distanceBelow(x, y))))),
  );
}

/**
 * log₂(2ᵃ + 2ᵇ), elementwise, without overflow.
 *
 * @param a - any shape; whole numbers become float32
 * @param b - a shape that broadcasts with `a`'s
 * @returns a float tensor of the broadcast shape
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.logaddexp2`, `torch.logaddexp2`
 *
 * @example
 * await logAddExp2(1000, 1000).item(); // 1001
 */
export function logAddExp2(a: TensorLike, b: TensorLike): Tensor {
  return scope(() =>
    roundedOnce(promotedFloating('logAddExp2', a, b), (x, y) =>
      maximum(x, y).add(log1p(exp2(distanceBelow(x, y))).mul(Math.LOG2E)),
    ),
  );
}
