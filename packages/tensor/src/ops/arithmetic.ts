import { DTypeError } from '../errors.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { floating, numeric, promoted, promotedFloating } from './arguments.ts';
import { binary, binaryPrimitive, fusedUnaryPrimitive, unary, unaryPrimitive } from './elementwise.ts';
import { orPrimitive } from './logic.ts';

/** a + b. */
export const addPrimitive = /* @__PURE__ */ binaryPrimitive('add', { vjp: (_a, _b, _y, dy) => [() => dy, () => dy] });
/** a − b. */
export const subPrimitive = /* @__PURE__ */ binaryPrimitive('sub', {
  vjp: (_a, _b, _y, dy) => [() => dy, () => dy.neg()],
});
/** a · b. */
export const mulPrimitive = /* @__PURE__ */ binaryPrimitive('mul', {
  saves: 'inputs',
  vjp: (a, b, _y, dy) => [() => dy.mul(b), () => dy.mul(a)],
});
/** a / b, of floats. The gradient of b divides twice: b² could overflow, or vanish. */
export const divPrimitive = /* @__PURE__ */ binaryPrimitive('div', {
  saves: 'inputs',
  vjp: (a, b, _y, dy) => [() => dy.div(b), () => dy.div(b).mul(a.div(b)).neg()],
});
/** −x. */
export const negPrimitive = /* @__PURE__ */ unaryPrimitive('neg', { vjp: (_x, _y, dy) => dy.neg() });
/** |x|; the gradient at 0 is 0. */
export const absPrimitive = /* @__PURE__ */ unaryPrimitive('abs', { saves: 'x', vjp: (x, _y, dy) => dy.mul(x.sign()) });
/** −1, 0 or 1; NaN stays. */
export const signPrimitive = /* @__PURE__ */ unaryPrimitive('sign', { vjp: (_x, _y, dy) => dy.mul(0) });
/** x · x. */
export const squarePrimitive = /* @__PURE__ */ fusedUnaryPrimitive('square', (x) => x.mul(x), {
  saves: 'x',
  vjp: (x, _y, dy) => dy.mul(x.mul(2)),
});

/**
 * a + b, elementwise; of two bools, whether either is true.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns the sum, of the broadcast shape, in the dtype to which the two promote
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.add`, `torch.add`
 *
 * @example
 * await add([1, 2], [10, 20]).array(); // [11, 22]
 */
export function add(a: TensorLike, b: TensorLike): Tensor {
  const operands = promoted('add', a, b);
  return binary(operands[0].dtype === 'bool' ? orPrimitive : addPrimitive, operands);
}

/**
 * a − b, elementwise.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns the difference, of the broadcast shape, in the dtype to which the two promote
 * @throws ShapeError if the shapes do not broadcast
 * @throws DTypeError if both are bool
 * @source `keras.ops.subtract`, `torch.sub`
 *
 * @example
 * await sub([10, 20], 1).array(); // [9, 19]
 */
export function sub(a: TensorLike, b: TensorLike): Tensor {
  const operands = promoted('sub', a, b);
  if (operands[0].dtype === 'bool') {
    throw new DTypeError('sub', 'two bools have no difference', {
      expected: 'a float or integer operand',
      fix: "Cast first: x.cast('int32'), or use logicalXor",
    });
  }
  return binary(subPrimitive, operands);
}

/**
 * a · b, elementwise; of two bools, whether both are true.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns the product, of the broadcast shape, in the dtype to which the two promote
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.multiply`, `torch.mul`
 *
 * @example
 * await mul([[1, 2], [3, 4]], [10, 100]).array(); // [[10, 200], [30, 400]]
 */
export function mul(a: TensorLike, b: TensorLike): Tensor {
  return binary(mulPrimitive, promoted('mul', a, b));
}

/**
 * a / b, elementwise. Whole numbers are divided as float32.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns the quotient, of the broadcast shape, in a float dtype; ±infinity or NaN where b is 0
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.divide`, `torch.div`
 *
 * @example
 * await div([1, 3], 2).array(); // [0.5, 1.5]
 */
export function div(a: TensorLike, b: TensorLike): Tensor {
  return binary(divPrimitive, promotedFloating('div', a, b));
}

/**
 * −x, elementwise.
 *
 * @param x - a float or integer tensor of any shape
 * @returns a tensor of `x`'s shape and dtype
 * @throws DTypeError if `x` is bool
 * @source `keras.ops.negative`, `torch.neg`
 *
 * @example
 * await neg([1, -2]).array(); // [-1, 2]
 */
export function neg(x: TensorLike): Tensor {
  return unary(negPrimitive, numeric('neg', x));
}

/**
 * |x|, elementwise. Its gradient at 0 is 0.
 *
 * @param x - a float or integer tensor of any shape
 * @returns a tensor of `x`'s shape and dtype
 * @throws DTypeError if `x` is bool
 * @source `keras.ops.absolute`, `torch.abs`
 *
 * @example
 * await abs([1, -2]).array(); // [1, 2]
 */
export function abs(x: TensorLike): Tensor {
  return unary(absPrimitive, numeric('abs', x));
}

/**
 * −1, 0 or 1 by the sign of x, elementwise; NaN stays NaN.
 *
 * @param x - a float or integer tensor of any shape
 * @returns a tensor of `x`'s shape and dtype
 * @throws DTypeError if `x` is bool
 * @source `keras.ops.sign`, `torch.sign`
 *
 * @example
 * await sign([5, 0, -0.5]).array(); // [1, 0, -1]
 */
export function sign(x: TensorLike): Tensor {
  return unary(signPrimitive, numeric('sign', x));
}

/**
 * x · x, elementwise.
 *
 * @param x - a float or integer tensor of any shape
 * @returns a tensor of `x`'s shape and dtype
 * @throws DTypeError if `x` is bool
 * @source `keras.ops.square`, `torch.square`
 *
 * @example
 * await square([1, -2]).array(); // [1, 4]
 */
export function square(x: TensorLike): Tensor {
  return unary(squarePrimitive, numeric('square', x));
}

/**
 * 1 / x, elementwise. Whole numbers become float32.
 *
 * @param x - any shape
 * @returns a tensor of `x`'s shape in a float dtype
 * @source `keras.ops.reciprocal`, `torch.reciprocal`
 *
 * @example
 * await reciprocal([2, 4]).array(); // [0.5, 0.25]
 */
export function reciprocal(x: TensorLike): Tensor {
  return div(1, floating('reciprocal', x));
}
