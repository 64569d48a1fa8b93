import { isFloating } from '../dtype.ts';
import type { Primitive } from '../primitive.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { numeric } from './arguments.ts';
import { type NoParams, unary, unaryPrimitive } from './elementwise.ts';

// None has a gradient rule: it is 0 wherever it exists, so gradients stop here.

/** ⌊x⌋, of floats. */
export const floorPrimitive = /* @__PURE__ */ unaryPrimitive('floor');
/** ⌈x⌉, of floats. */
export const ceilPrimitive = /* @__PURE__ */ unaryPrimitive('ceil');
/** The nearest whole number, of two equally near the even one; of floats. */
export const roundPrimitive = /* @__PURE__ */ unaryPrimitive('round');
/** Without the fraction, of floats. */
export const truncPrimitive = /* @__PURE__ */ unaryPrimitive('trunc');

/** Whole numbers are rounded already. */
function rounded(op: string, of: Primitive<NoParams>, x: TensorLike): Tensor {
  const t = numeric(op, x);
  return isFloating(t.dtype) ? unary(of, t) : t;
}

/**
 * The greatest whole number that is not above x, elementwise. Its gradient is 0.
 *
 * @param x - a float or integer tensor of any shape
 * @returns a tensor of `x`'s shape and dtype
 * @throws DTypeError if `x` is bool
 * @source `keras.ops.floor`, `torch.floor`
 *
 * @example
 * await floor([1.5, -1.5]).array(); // [1, -2]
 */
export function floor(x: TensorLike): Tensor {
  return rounded('floor', floorPrimitive, x);
}

/**
 * The least whole number that is not below x, elementwise. Its gradient is 0.
 *
 * @param x - a float or integer tensor of any shape
 * @returns a tensor of `x`'s shape and dtype
 * @throws DTypeError if `x` is bool
 * @source `keras.ops.ceil`, `torch.ceil`
 *
 * @example
 * await ceil([1.5, 0.25]).array(); // [2, 1]
 */
export function ceil(x: TensorLike): Tensor {
  return rounded('ceil', ceilPrimitive, x);
}

/**
 * The nearest whole number, elementwise; halves go to the even neighbour. Its gradient is 0.
 *
 * @param x - a float or integer tensor of any shape
 * @returns a tensor of `x`'s shape and dtype
 * @throws DTypeError if `x` is bool
 * @source `keras.ops.round`, `torch.round`
 *
 * @example
 * await round([0.5, 1.5, 1.7]).array(); // [0, 2, 2]
 */
export function round(x: TensorLike): Tensor {
  return rounded('round', roundPrimitive, x);
}

/**
 * x without its fraction, elementwise: rounded towards 0. Its gradient is 0.
 *
 * @param x - a float or integer tensor of any shape
 * @returns a tensor of `x`'s shape and dtype
 * @throws DTypeError if `x` is bool
 * @source `keras.ops.trunc`, `torch.trunc`
 *
 * @example
 * await trunc([1.7, -1.7]).array(); // [1, -1]
 */
export function trunc(x: TensorLike): Tensor {
  return rounded('trunc', truncPrimitive, x);
}
