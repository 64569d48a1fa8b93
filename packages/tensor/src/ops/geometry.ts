import { scope } from '../scope.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { floating } from './arguments.ts';
import { equal } from './compare.ts';
import { roundedOnce } from './half-steps.ts';
import { sin } from './trigonometric.ts';
import { where } from './where.ts';

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
