import { isFloating } from '../dtype.ts';
import { scope } from '../scope.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { floating, promoted } from './arguments.ts';
import { abs, sub } from './arithmetic.ts';
import { equal, isNaN as isNotNumber, lessEqual } from './compare.ts';
import { widened } from './half-steps.ts';
import { logicalAnd, logicalOr } from './logic.ts';
import { all } from './reduce.ts';

/** Options of {@link isClose} and {@link allClose}. */
export interface ClosenessOptions {
  /**
   * Allowed distance as a part of |b|.
   * @defaultValue 1e-5
   */
  relative?: number | undefined;
  /**
   * Allowed distance.
   * @defaultValue 1e-8
   */
  absolute?: number | undefined;
  /**
   * Whether NaN is close to NaN.
   * @defaultValue false
   */
  equalNaN?: boolean | undefined;
}

/**
 * Whether |a − b| ≤ absolute + relative · |b|, elementwise. Infinities are close to themselves.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @param options - see {@link ClosenessOptions}
 * @returns a bool tensor of the broadcast shape
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.isclose`, `torch.isclose`
 *
 * @example
 * await isClose([1, 2], [1.000001, 2.1]).array(); // [true, false]
 */
export function isClose(
  a: TensorLike,
  b: TensorLike,
  { relative = 1e-5, absolute = 1e-8, equalNaN = false }: ClosenessOptions = {},
): Tensor {
  const [x, y] = promoted('isClose', a, b);
  if (!isFloating(x.dtype) && relative === 0 && absolute === 0) return equal(x, y);
  return scope(() => {
    const [p, q] = [widened(floating('isClose', x)), widened(floating('isClose', y))];
    const size = abs(q);
    const near = lessEqual(abs(sub(p, q)), size.mul(relative).add(absolute));
    // Beside an infinity every distance is within a part of it, unless finite numbers are asked for.
    const close = logicalOr(equal(p, q), logicalAnd(near, size.less(Number.POSITIVE_INFINITY)));
    return equalNaN ? logicalOr(close, logicalAnd(isNotNumber(p), isNotNumber(q))) : close;
  });
}

/**
 * Whether all elements are {@link isClose}.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @param options - see {@link ClosenessOptions}
 * @returns a bool scalar
 * @throws ShapeError if the shapes do not broadcast
 * @source `numpy.allclose`, `torch.allclose`
 *
 * @example
 * await allClose([1, 2], [1.000001, 2]).array(); // true
 */
export function allClose(a: TensorLike, b: TensorLike, options?: ClosenessOptions): Tensor {
  return scope(() => all(isClose(a, b, options)));
}
