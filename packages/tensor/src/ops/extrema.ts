import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { promoted } from './arguments.ts';
import { cast } from './cast.ts';
import { binary, binaryPrimitive } from './elementwise.ts';
import { where } from './where.ts';

/** The greater one; NaN if either is. */
export const maximumPrimitive = /* @__PURE__ */ binaryPrimitive('maximum', {
  saves: 'inputs',
  vjp: (a, b, _y, dy) => [() => dy.mul(share(b, a)), () => dy.mul(share(a, b))],
});
/** The lesser one; NaN if either is. */
export const minimumPrimitive = /* @__PURE__ */ binaryPrimitive('minimum', {
  saves: 'inputs',
  vjp: (a, b, _y, dy) => [() => dy.mul(share(a, b)), () => dy.mul(share(b, a))],
});

/** The gradient's part for the operand `high`, which won where it is greater: a tie is shared. */
function share(low: Tensor, high: Tensor): Tensor {
  return where(low.equal(high), 0.5, cast(low.less(high), low.dtype));
}

/**
 * The greater of a and b, elementwise; NaN if either is. Where they are equal, each takes half of the gradient.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns a tensor of the broadcast shape, in the dtype to which the two promote
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.maximum`, `torch.maximum`
 *
 * @example
 * await maximum([1, 5], [4, 2]).array(); // [4, 5]
 */
export function maximum(a: TensorLike, b: TensorLike): Tensor {
  return binary(maximumPrimitive, promoted('maximum', a, b));
}

/**
 * The lesser of a and b, elementwise; NaN if either is. Where they are equal, each takes half of the gradient.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns a tensor of the broadcast shape, in the dtype to which the two promote
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.minimum`, `torch.minimum`
 *
 * @example
 * await minimum([1, 5], [4, 2]).array(); // [1, 2]
 */
export function minimum(a: TensorLike, b: TensorLike): Tensor {
  return binary(minimumPrimitive, promoted('minimum', a, b));
}
