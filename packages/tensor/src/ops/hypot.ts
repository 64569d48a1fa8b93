import { scope } from '../scope.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { promotedFloating } from './arguments.ts';
import { abs } from './arithmetic.ts';
import { equal } from './compare.ts';
import { sqrt } from './exponential.ts';
import { maximum } from './extrema.ts';
import { roundedOnce } from './half-steps.ts';
import { divisorOf } from './largest-size.ts';
import { logicalOr } from './logic.ts';
import { where } from './where.ts';

/**
 * The length of the longest side of a right triangle, elementwise: √(a² + b²), whose squares neither overflow nor vanish.
 * Its gradient at (0, 0) is 0; an infinite side makes it infinite, whatever the other is.
 *
 * @param a - any shape; integers become float32
 * @param b - a shape that broadcasts with `a`'s
 * @returns a float tensor of the broadcast shape
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.hypot`, `torch.hypot`
 *
 * @example
 * await hypot([3, 3e30], [4, 4e30]).array(); // [5, 5.0000000985104746e+30]
 */
export function hypot(a: TensorLike, b: TensorLike): Tensor {
  return scope(() =>
    roundedOnce(promotedFloating('hypot', a, b), (x, y) => {
      const [left, right] = [abs(x), abs(y)];
      const divisor = divisorOf(maximum(left, right));
      const squares = x.div(divisor).square().add(y.div(divisor).square());
      // The root's slope at 0 is infinite, and 0 · ∞ would be NaN: there the result is cut off from x and y.
      const isZero = squares.equal(0);
      const length = where(isZero, 0, sqrt(where(isZero, 1, squares)).mul(divisor));
      return where(logicalOr(equal(left, Infinity), equal(right, Infinity)), Infinity, length);
    }),
  );
}
