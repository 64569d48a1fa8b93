import { scope } from '../scope.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { floating, promotedFloating } from './arguments.ts';
import { abs } from './arithmetic.ts';
import { equal, isFinite as isFiniteNumber } from './compare.ts';
import { sqrt } from './exponential.ts';
import { maximum, minimum } from './extrema.ts';
import { roundedOnce } from './half-steps.ts';
import { logicalAnd } from './logic.ts';
import { sin } from './trigonometric.ts';
import { where } from './where.ts';

/**
 * The length of the longest side of a right triangle, elementwise: √(a² + b²), whose squares neither overflow nor vanish.
 *
 * @param a - any shape; whole numbers become float32
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
      const long = maximum(abs(x), abs(y));
      const short = minimum(abs(x), abs(y));
      const divides = logicalAnd(isFiniteNumber(long), long.notEqual(0));
      const ratio = short.div(where(divides, long, 1));
      return long.mul(sqrt(ratio.square().add(1)));
    }),
  );
}

/**
 * Radians as degrees, elementwise: x · 180/π.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.rad2deg`, `torch.rad2deg`
 *
 * @example
 * await degrees([0, Math.PI]).array(); // [0, 180]
 */
export function degrees(x: TensorLike): Tensor {
  return scope(() => roundedOnce([floating('degrees', x)], (wide) => wide.mul(180 / Math.PI)));
}

/**
 * Degrees as radians, elementwise: x · π/180.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.deg2rad`, `torch.deg2rad`
 *
 * @example
 * await radians([0, 180]).array(); // [0, 3.1415927410125732]
 */
export function radians(x: TensorLike): Tensor {
  return scope(() => roundedOnce([floating('radians', x)], (wide) => wide.mul(Math.PI / 180)));
}

/**
 * The normalized sine cardinal, elementwise: sin(πx) / (πx), and 1 at 0.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.sinc`, `torch.sinc`
 *
 * @example
 * await sinc([0, 0.5]).array(); // [1, 0.6366197466850281]
 */
export function sinc(x: TensorLike): Tensor {
  return scope(() =>
    roundedOnce([floating('sinc', x)], (wide) => {
      const isZero = equal(wide, 0);
      const angle = where(isZero, 1, wide).mul(Math.PI);
      return where(isZero, 1, sin(angle).div(angle));
    }),
  );
}
