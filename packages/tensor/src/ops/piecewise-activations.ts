import { ArgumentError } from '../errors.ts';
import { scope } from '../scope.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { relu6 } from './activations.ts';
import { floating } from './arguments.ts';
import { roundedOnce } from './half-steps.ts';
import { clip, where } from './where.ts';

/**
 * A sigmoid of straight lines, elementwise: x/6 + 1/2, held within 0…1.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.activations.hard_sigmoid`, `torch.nn.functional.hardsigmoid`
 *
 * @example
 * await hardSigmoid([-4, 0, 4]).array(); // [0, 0.5, 1]
 */
export function hardSigmoid(x: TensorLike): Tensor {
  return scope(() => roundedOnce([floating('hardSigmoid', x)], (wide) => relu6(wide.add(3)).div(6)));
}

/**
 * {@link silu} with straight lines, elementwise: x · hardSigmoid(x). Also called hard swish.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source Howard et al., arXiv:1905.02244; `keras.activations.hard_silu`, `torch.nn.functional.hardswish`
 *
 * @example
 * await hardSilu([-4, 0, 4]).array(); // [0, 0, 4]
 */
export function hardSilu(x: TensorLike): Tensor {
  return scope(() => roundedOnce([floating('hardSilu', x)], (wide) => wide.mul(hardSigmoid(wide))));
}

/**
 * x held within −1…1, elementwise.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.activations.hard_tanh`, `torch.nn.functional.hardtanh`
 *
 * @example
 * await hardTanh([-4, 0.5, 4]).array(); // [-1, 0.5, 1]
 */
export function hardTanh(x: TensorLike): Tensor {
  return clip(floating('hardTanh', x), -1, 1);
}

/** The option of {@link hardShrink} and {@link softShrink}. */
export interface ShrinkOptions {
  /**
   * Up to which size numbers become 0; not negative.
   * @defaultValue 0.5
   */
  threshold?: number | undefined;
}

function checkThreshold(op: string, threshold: number): void {
  if (threshold >= 0) return;
  throw new ArgumentError(op, 'threshold is no size', { got: String(threshold), expected: 'a number of 0 or more' });
}

/**
 * x where |x| exceeds a threshold, 0 elsewhere; NaN stays.
 *
 * @param x - any shape; whole numbers become float32
 * @param options - `threshold`: 0.5 unless given
 * @returns a float tensor of `x`'s shape
 * @throws ArgumentError if the threshold is negative
 * @source `keras.activations.hard_shrink`, `torch.nn.functional.hardshrink`
 *
 * @example
 * await hardShrink([-1, 0.25, 1]).array(); // [-1, 0, 1]
 */
export function hardShrink(x: TensorLike, { threshold: limit = 0.5 }: ShrinkOptions = {}): Tensor {
  const t = floating('hardShrink', x);
  checkThreshold('hardShrink', limit);
  return scope(() => where(t.abs().lessEqual(limit), 0, t));
}

/**
 * x moved towards 0 by a threshold, and 0 where it would pass it.
 *
 * @param x - any shape; whole numbers become float32
 * @param options - `threshold`: 0.5 unless given
 * @returns a float tensor of `x`'s shape
 * @throws ArgumentError if the threshold is negative
 * @source `keras.activations.soft_shrink`, `torch.nn.functional.softshrink`
 *
 * @example
 * await softShrink([-1, 0.25, 1]).array(); // [-0.5, 0, 0.5]
 */
export function softShrink(x: TensorLike, { threshold: limit = 0.5 }: ShrinkOptions = {}): Tensor {
  const t = floating('softShrink', x);
  checkThreshold('softShrink', limit);
  return scope(() => t.sub(clip(t, -limit, limit)));
}

/**
 * x where it exceeds a threshold, another value elsewhere; NaN stays.
 *
 * @param x - any shape; whole numbers become float32
 * @param limit - what x must exceed to pass
 * @param value - the result where it does not
 * @returns a float tensor of `x`'s shape
 * @source `keras.activations.threshold`, `torch.nn.functional.threshold`
 *
 * @example
 * await threshold([-1, 0.5, 2], 1, 9).array(); // [9, 9, 2]
 */
export function threshold(x: TensorLike, limit: number, value: number): Tensor {
  const t = floating('threshold', x);
  return scope(() => where(t.lessEqual(limit), value, t));
}

/**
 * A smooth rectifier whose gradient is {@link sparseSigmoid}: 0 up to −1, (x + 1)²/4 up to 1, x from there.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.activations.sparse_plus`, `jax.nn.sparse_plus`
 *
 * @example
 * await sparsePlus([-2, 0, 3]).array(); // [0, 0.25, 3]
 */
export function sparsePlus(x: TensorLike): Tensor {
  return scope(() =>
    roundedOnce([floating('sparsePlus', x)], (wide) => {
      const inner = clip(wide, -1, 1).add(1).square().mul(0.25);
      return where(wide.greaterEqual(1), wide, inner);
    }),
  );
}

/**
 * A sigmoid of straight lines between −1 and 1, elementwise: (x + 1)/2, held within 0…1.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.activations.sparse_sigmoid`, `jax.nn.sparse_sigmoid`
 *
 * @example
 * await sparseSigmoid([-2, 0.5, 3]).array(); // [0, 0.75, 1]
 */
export function sparseSigmoid(x: TensorLike): Tensor {
  return scope(() => roundedOnce([floating('sparseSigmoid', x)], (wide) => clip(wide, -1, 1).add(1).mul(0.5)));
}
