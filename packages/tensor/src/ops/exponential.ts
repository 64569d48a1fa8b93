import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor, floating, promoted } from './arguments.ts';
import { squarePrimitive } from './arithmetic.ts';
import { cast } from './cast.ts';
import { binary, binaryPrimitive, fusedUnaryPrimitive, unary, unaryPrimitive } from './elementwise.ts';
import { where } from './where.ts';

/** eˣ. */
export const expPrimitive = /* @__PURE__ */ unaryPrimitive('exp', {
  saves: 'y',
  vjp: (_x, y, dy) => dy.mul(y),
  cost: 8,
});
/** eˣ − 1, exact near 0. */
export const expm1Primitive = /* @__PURE__ */ unaryPrimitive('expm1', {
  saves: 'y',
  vjp: (_x, y, dy) => dy.mul(y.add(1)),
  cost: 8,
});
/** The natural logarithm. */
export const logPrimitive = /* @__PURE__ */ unaryPrimitive('log', {
  saves: 'x',
  vjp: (x, _y, dy) => dy.div(x),
  cost: 8,
});
/** log(1 + x), exact near 0. */
export const log1pPrimitive = /* @__PURE__ */ unaryPrimitive('log1p', {
  saves: 'x',
  vjp: (x, _y, dy) => dy.div(x.add(1)),
  cost: 8,
});
/** √x. */
export const sqrtPrimitive = /* @__PURE__ */ unaryPrimitive('sqrt', {
  saves: 'y',
  vjp: (_x, y, dy) => dy.div(y.mul(2)),
  cost: 4,
});
/** 1/√x. */
export const rsqrtPrimitive = /* @__PURE__ */ fusedUnaryPrimitive('rsqrt', (x) => x.sqrt().reciprocal(), {
  saves: 'y',
  vjp: (_x, y, dy) => dy.mul(y).mul(y).mul(y).mul(-0.5), // y³ by itself could overflow
  cost: 4,
});
/** 2ˣ. */
export const exp2Primitive = /* @__PURE__ */ fusedUnaryPrimitive(
  'exp2',
  (x) => binary(powPrimitive, promoted('exp2', 2, x)),
  {
    saves: 'y',
    vjp: (_x, y, dy) => dy.mul(y.mul(Math.LN2)),
    cost: 8,
  },
);
/** The logarithm to base 2. */
export const log2Primitive = /* @__PURE__ */ fusedUnaryPrimitive('log2', (x) => x.log().mul(Math.LOG2E), {
  saves: 'x',
  vjp: (x, _y, dy) => dy.div(x.mul(Math.LN2)),
  cost: 8,
});
/** The logarithm to base 10. */
export const log10Primitive = /* @__PURE__ */ fusedUnaryPrimitive('log10', (x) => x.log().mul(Math.LOG10E), {
  saves: 'x',
  vjp: (x, _y, dy) => dy.div(x.mul(Math.LN10)),
  cost: 8,
});
/** The real cube root, also of negative numbers. */
export const cbrtPrimitive = /* @__PURE__ */ fusedUnaryPrimitive('cbrt', (x) => x.sign().mul(x.abs().pow(1 / 3)), {
  saves: 'y',
  vjp: (_x, y, dy) => dy.div(y.square().mul(3)),
  cost: 8,
});

/** aᵇ, of floats or of whole numbers (which wrap around). */
export const powPrimitive = /* @__PURE__ */ binaryPrimitive('pow', {
  saves: 'inputs and output',
  vjp: (a, b, y, dy) => [
    // d/da = b·aᵇ⁻¹. At b = 0 it is 0 also where a⁻¹ is infinite; b is often a scalar, so the choice is made on it.
    () => dy.mul(b.mul(binary(powPrimitive, [a, where(b.equal(0), 0, b.sub(1))]))),
    // d/db = y·log a, which is 0 at a = 0, as y = 0ᵇ = 0 for all b > 0.
    () => dy.mul(y).mul(where(a.equal(0), 1, a).log()),
  ],
  cost: 16,
});

/**
 * eˣ, elementwise.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.exp`, `torch.exp`
 *
 * @example
 * await exp([0, 1]).array(); // [1, 2.7182817459106445]
 */
export function exp(x: TensorLike): Tensor {
  return unary(expPrimitive, floating('exp', x));
}

/**
 * eˣ − 1, elementwise, exact also where x is near 0.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.expm1`, `torch.expm1`
 *
 * @example
 * await expm1([0, 1]).array(); // [0, 1.718281865119934]
 */
export function expm1(x: TensorLike): Tensor {
  return unary(expm1Primitive, floating('expm1', x));
}

/**
 * 2ˣ, elementwise.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.exp2`, `torch.exp2`
 *
 * @example
 * await exp2([-1, 3]).array(); // [0.5, 8]
 */
export function exp2(x: TensorLike): Tensor {
  return unary(exp2Primitive, floating('exp2', x));
}

/**
 * The natural logarithm, elementwise: −infinity at 0, NaN below.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.log`, `torch.log`
 *
 * @example
 * await log([1, 0]).array(); // [0, -Infinity]
 */
export function log(x: TensorLike): Tensor {
  return unary(logPrimitive, floating('log', x));
}

/**
 * log(1 + x), elementwise, exact also where x is near 0.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.log1p`, `torch.log1p`
 *
 * @example
 * await log1p([0, 1]).array(); // [0, 0.6931471824645996]
 */
export function log1p(x: TensorLike): Tensor {
  return unary(log1pPrimitive, floating('log1p', x));
}

/**
 * The logarithm to base 2, elementwise.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.log2`, `torch.log2`
 *
 * @example
 * await log2([1, 2]).array(); // [0, 1]
 */
export function log2(x: TensorLike): Tensor {
  return unary(log2Primitive, floating('log2', x));
}

/**
 * The logarithm to base 10, elementwise.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.log10`, `torch.log10`
 *
 * @example
 * await log10([1, 10]).array(); // [0, 1]
 */
export function log10(x: TensorLike): Tensor {
  return unary(log10Primitive, floating('log10', x));
}

/**
 * √x, elementwise: NaN below 0. The gradient at 0 is infinite.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.sqrt`, `torch.sqrt`
 *
 * @example
 * await sqrt([4, 9]).array(); // [2, 3]
 */
export function sqrt(x: TensorLike): Tensor {
  return unary(sqrtPrimitive, floating('sqrt', x));
}

/**
 * 1/√x, elementwise.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.rsqrt`, `torch.rsqrt`
 *
 * @example
 * await rsqrt([4, 16]).array(); // [0.5, 0.25]
 */
export function rsqrt(x: TensorLike): Tensor {
  return unary(rsqrtPrimitive, floating('rsqrt', x));
}

/**
 * The cube root, elementwise; of negative numbers the negative one.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.cbrt`
 *
 * @example
 * const roots = await cbrt([8, -27]).array();
 * roots.map(Math.round); // [2, -3]
 */
export function cbrt(x: TensorLike): Tensor {
  return unary(cbrtPrimitive, floating('cbrt', x));
}

/**
 * aᵇ, elementwise. Integers to integer powers stay integers and wrap around in their dtype. To a negative power, where the
 * exact result is a fraction, they are truncated: 0, but for the bases 1 and −1; 0 to a negative power is 0, as integers
 * divided by 0 are.
 *
 * @param a - the base, any shape
 * @param b - the exponent, of a shape that broadcasts with `a`'s
 * @returns the power, of the broadcast shape, in the dtype to which the two promote
 * @throws ShapeError if the shapes do not broadcast
 * @throws DTypeError for a fraction as the exponent of integers
 * @source `keras.ops.power`, `torch.pow`
 *
 * @example
 * await pow([1, 2, 3], 3).array(); // [1, 8, 27]
 * await pow(tensor([1, 2], { dtype: 'int32' }), -1).array(); // [1, 0]
 */
export function pow(a: TensorLike, b: TensorLike): Tensor {
  if (b === 2 && typeof a !== 'boolean') {
    const base = asTensor('pow', a);
    return unary(squarePrimitive, base.dtype === 'bool' ? cast(base, 'int32') : base);
  }
  return binary(powPrimitive, promoted('pow', a, b));
}
