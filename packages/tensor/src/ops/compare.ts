import { isFloating } from '../dtype.ts';
import { scope } from '../scope.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor, promoted } from './arguments.ts';
import { abs } from './arithmetic.ts';
import { zeros } from './create.ts';
import { binary, binaryPrimitive, unary, unaryPrimitive } from './elementwise.ts';

/** a = b, as bool. */
export const equalPrimitive = /* @__PURE__ */ binaryPrimitive('equal', { dtype: 'bool' });
/** a ≠ b, as bool. */
export const notEqualPrimitive = /* @__PURE__ */ binaryPrimitive('notEqual', { dtype: 'bool' });
/** a < b, as bool. */
export const lessPrimitive = /* @__PURE__ */ binaryPrimitive('less', { dtype: 'bool' });
/** a ≤ b, as bool. */
export const lessEqualPrimitive = /* @__PURE__ */ binaryPrimitive('lessEqual', { dtype: 'bool' });
/** Whether x is NaN, of floats. */
export const isNaNPrimitive = /* @__PURE__ */ unaryPrimitive('isNaN', { dtype: 'bool' });

/**
 * Whether a = b, elementwise. NaN equals nothing.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns a bool tensor of the broadcast shape
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.equal`, `torch.eq`
 *
 * @example
 * await equal([1, 2], 2).array(); // [false, true]
 */
export function equal(a: TensorLike, b: TensorLike): Tensor {
  return binary(equalPrimitive, promoted('equal', a, b));
}

/**
 * Whether a ≠ b, elementwise. NaN differs from everything, itself too.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns a bool tensor of the broadcast shape
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.not_equal`, `torch.ne`
 *
 * @example
 * await notEqual([1, 2], 2).array(); // [true, false]
 */
export function notEqual(a: TensorLike, b: TensorLike): Tensor {
  return binary(notEqualPrimitive, promoted('notEqual', a, b));
}

/**
 * Whether a < b, elementwise.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns a bool tensor of the broadcast shape; false where either is NaN
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.less`, `torch.lt`
 *
 * @example
 * await less([1, 2], 2).array(); // [true, false]
 */
export function less(a: TensorLike, b: TensorLike): Tensor {
  return binary(lessPrimitive, promoted('less', a, b));
}

/**
 * Whether a ≤ b, elementwise.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns a bool tensor of the broadcast shape; false where either is NaN
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.less_equal`, `torch.le`
 *
 * @example
 * await lessEqual([1, 3], 2).array(); // [true, false]
 */
export function lessEqual(a: TensorLike, b: TensorLike): Tensor {
  return binary(lessEqualPrimitive, promoted('lessEqual', a, b));
}

/**
 * Whether a > b, elementwise.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns a bool tensor of the broadcast shape; false where either is NaN
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.greater`, `torch.gt`
 *
 * @example
 * await greater([1, 3], 2).array(); // [false, true]
 */
export function greater(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = promoted('greater', a, b);
  return binary(lessPrimitive, [y, x]);
}

/**
 * Whether a ≥ b, elementwise.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns a bool tensor of the broadcast shape; false where either is NaN
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.greater_equal`, `torch.ge`
 *
 * @example
 * await greaterEqual([1, 2], 2).array(); // [false, true]
 */
export function greaterEqual(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = promoted('greaterEqual', a, b);
  return binary(lessEqualPrimitive, [y, x]);
}

/**
 * Whether x is NaN, elementwise.
 *
 * @param x - any shape and dtype
 * @returns a bool tensor of `x`'s shape
 * @source `keras.ops.isnan`, `torch.isnan`
 *
 * @example
 * await isNaN([1, NaN]).array(); // [false, true]
 */
export function isNaN(x: TensorLike): Tensor {
  const t = asTensor('isNaN', x);
  return isFloating(t.dtype) ? unary(isNaNPrimitive, t) : zeros(t.shape, { dtype: 'bool' });
}

/**
 * Whether x is neither NaN nor infinite, elementwise.
 *
 * @param x - any shape and dtype
 * @returns a bool tensor of `x`'s shape
 * @source `keras.ops.isfinite`, `torch.isfinite`
 *
 * @example
 * await isFinite([1, NaN, Infinity]).array(); // [true, false, false]
 */
export function isFinite(x: TensorLike): Tensor {
  const t = asTensor('isFinite', x);
  if (!isFloating(t.dtype)) return equal(t, t);
  return scope(() => less(abs(t), Number.POSITIVE_INFINITY));
}

/**
 * Whether x is infinity or −infinity, elementwise.
 *
 * @param x - any shape and dtype
 * @returns a bool tensor of `x`'s shape
 * @source `keras.ops.isinf`, `torch.isinf`
 *
 * @example
 * await isInf([1, NaN, -Infinity]).array(); // [false, false, true]
 */
export function isInf(x: TensorLike): Tensor {
  const t = asTensor('isInf', x);
  if (!isFloating(t.dtype)) return zeros(t.shape, { dtype: 'bool' });
  return scope(() => equal(abs(t), Number.POSITIVE_INFINITY));
}
