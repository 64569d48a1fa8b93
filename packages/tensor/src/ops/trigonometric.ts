import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { tanhGradient } from './activation-gradients.ts';
import { floating, promotedFloating } from './arguments.ts';
import { sub } from './arithmetic.ts';
import { binary, binaryPrimitive, unary, unaryPrimitive } from './elementwise.ts';
import { sqrt } from './exponential.ts';
import { hypot } from './hypot.ts';
import { where } from './where.ts';

/** sin x, x in radians. */
export const sinPrimitive = /* @__PURE__ */ unaryPrimitive('sin', {
  saves: 'x',
  vjp: (x, _y, dy) => dy.mul(x.cos()),
  cost: 8,
});
/** cos x, x in radians. */
export const cosPrimitive = /* @__PURE__ */ unaryPrimitive('cos', {
  saves: 'x',
  vjp: (x, _y, dy) => dy.mul(x.sin()).neg(),
  cost: 8,
});
/** tan x, x in radians. */
export const tanPrimitive = /* @__PURE__ */ unaryPrimitive('tan', {
  saves: 'y',
  vjp: (_x, y, dy) => dy.mul(y.square().add(1)),
  cost: 8,
});
/** The angle in −π/2…π/2 whose sine is x. */
export const asinPrimitive = /* @__PURE__ */ unaryPrimitive('asin', {
  saves: 'x',
  vjp: (x, _y, dy) => dy.div(sqrt(sub(1, x.square()))),
  cost: 8,
});
/** The angle in 0…π whose cosine is x. */
export const acosPrimitive = /* @__PURE__ */ unaryPrimitive('acos', {
  saves: 'x',
  vjp: (x, _y, dy) => dy.div(sqrt(sub(1, x.square()))).neg(),
  cost: 8,
});
/** The angle in −π/2…π/2 whose tangent is x. */
export const atanPrimitive = /* @__PURE__ */ unaryPrimitive('atan', {
  saves: 'x',
  vjp: (x, _y, dy) => dy.div(x.square().add(1)),
  cost: 8,
});
/** (eˣ − e⁻ˣ) / 2. */
export const sinhPrimitive = /* @__PURE__ */ unaryPrimitive('sinh', {
  saves: 'x',
  vjp: (x, _y, dy) => dy.mul(cosh(x)),
  cost: 10,
});
/** (eˣ + e⁻ˣ) / 2. */
export const coshPrimitive = /* @__PURE__ */ unaryPrimitive('cosh', {
  saves: 'x',
  vjp: (x, _y, dy) => dy.mul(sinh(x)),
  cost: 10,
});
/** (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ). */
export const tanhPrimitive = /* @__PURE__ */ unaryPrimitive('tanh', {
  saves: 'y',
  vjp: (_x, y, dy) => tanhGradient(y, dy),
  cost: 10,
});
/** log(x + √(x² + 1)). */
export const asinhPrimitive = /* @__PURE__ */ unaryPrimitive('asinh', {
  saves: 'x',
  vjp: (x, _y, dy) => dy.div(hypot(x, 1)),
  cost: 10,
});
/** log(x + √(x² − 1)). */
export const acoshPrimitive = /* @__PURE__ */ unaryPrimitive('acosh', {
  saves: 'x',
  vjp: (x, _y, dy) => dy.div(sqrt(x.sub(1)).mul(sqrt(x.add(1)))), // x² could overflow
  cost: 10,
});
/** log((1 + x) / (1 − x)) / 2. */
export const atanhPrimitive = /* @__PURE__ */ unaryPrimitive('atanh', {
  saves: 'x',
  vjp: (x, _y, dy) => dy.div(sub(1, x.square())),
  cost: 10,
});
/** The angle of the point (b, a) from the first axis, in −π…π. */
export const atan2Primitive = /* @__PURE__ */ binaryPrimitive('atan2', {
  saves: 'inputs',
  vjp: (a, b, _y, dy) => {
    // At the origin there is no angle: 0.
    const length = hypot(a, b);
    const divisor = where(length.equal(0), 1, length);
    const slope = dy.div(divisor);
    return [() => slope.mul(b.div(divisor)), () => slope.mul(a.div(divisor)).neg()];
  },
  cost: 12,
});

/**
 * The sine, elementwise.
 *
 * @param x - any shape, in radians; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.sin`, `torch.sin`
 *
 * @example
 * await sin([0, 1]).array(); // [0, 0.8414709568023682]
 */
export function sin(x: TensorLike): Tensor {
  return unary(sinPrimitive, floating('sin', x));
}

/**
 * The cosine, elementwise.
 *
 * @param x - any shape, in radians; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.cos`, `torch.cos`
 *
 * @example
 * await cos([0, 1]).array(); // [1, 0.5403023362159729]
 */
export function cos(x: TensorLike): Tensor {
  return unary(cosPrimitive, floating('cos', x));
}

/**
 * The tangent, elementwise.
 *
 * @param x - any shape, in radians; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.tan`, `torch.tan`
 *
 * @example
 * await tan([0, 1]).array(); // [0, 1.5574077367782593]
 */
export function tan(x: TensorLike): Tensor {
  return unary(tanPrimitive, floating('tan', x));
}

/**
 * The inverse sine, elementwise: the angle in −π/2…π/2 whose sine is x.
 *
 * @param x - any shape, within −1…1; whole numbers become float32
 * @returns a float tensor of `x`'s shape; NaN outside −1…1
 * @source `keras.ops.arcsin`, `torch.asin`
 *
 * @example
 * await asin([0, 1]).array(); // [0, 1.5707963705062866]
 */
export function asin(x: TensorLike): Tensor {
  return unary(asinPrimitive, floating('asin', x));
}

/**
 * The inverse cosine, elementwise: the angle in 0…π whose cosine is x.
 *
 * @param x - any shape, within −1…1; whole numbers become float32
 * @returns a float tensor of `x`'s shape; NaN outside −1…1
 * @source `keras.ops.arccos`, `torch.acos`
 *
 * @example
 * await acos([1, 0]).array(); // [0, 1.5707963705062866]
 */
export function acos(x: TensorLike): Tensor {
  return unary(acosPrimitive, floating('acos', x));
}

/**
 * The inverse tangent, elementwise: the angle in −π/2…π/2 whose tangent is x.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.arctan`, `torch.atan`
 *
 * @example
 * await atan([0, 1]).array(); // [0, 0.7853981852531433]
 */
export function atan(x: TensorLike): Tensor {
  return unary(atanPrimitive, floating('atan', x));
}

/**
 * The hyperbolic sine, elementwise: (eˣ − e⁻ˣ) / 2.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.sinh`, `torch.sinh`
 *
 * @example
 * await sinh([0, 1]).array(); // [0, 1.175201177597046]
 */
export function sinh(x: TensorLike): Tensor {
  return unary(sinhPrimitive, floating('sinh', x));
}

/**
 * The hyperbolic cosine, elementwise: (eˣ + e⁻ˣ) / 2.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.cosh`, `torch.cosh`
 *
 * @example
 * await cosh([0, 1]).array(); // [1, 1.5430806875228882]
 */
export function cosh(x: TensorLike): Tensor {
  return unary(coshPrimitive, floating('cosh', x));
}

/**
 * The hyperbolic tangent, elementwise: (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ).
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape, within −1…1
 * @source `keras.ops.tanh`, `torch.tanh`
 *
 * @example
 * await tanh([0, 1]).array(); // [0, 0.7615941762924194]
 */
export function tanh(x: TensorLike): Tensor {
  return unary(tanhPrimitive, floating('tanh', x));
}

/**
 * The inverse hyperbolic sine, elementwise: log(x + √(x² + 1)).
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.ops.arcsinh`, `torch.asinh`
 *
 * @example
 * await asinh([0, 1]).array(); // [0, 0.8813735842704773]
 */
export function asinh(x: TensorLike): Tensor {
  return unary(asinhPrimitive, floating('asinh', x));
}

/**
 * The inverse hyperbolic cosine, elementwise: log(x + √(x² − 1)).
 *
 * @param x - any shape, 1 or more; whole numbers become float32
 * @returns a float tensor of `x`'s shape; NaN below 1
 * @source `keras.ops.arccosh`, `torch.acosh`
 *
 * @example
 * await acosh([1, 2]).array(); // [0, 1.316957950592041]
 */
export function acosh(x: TensorLike): Tensor {
  return unary(acoshPrimitive, floating('acosh', x));
}

/**
 * The inverse hyperbolic tangent, elementwise: log((1 + x) / (1 − x)) / 2.
 *
 * @param x - any shape, within −1…1; whole numbers become float32
 * @returns a float tensor of `x`'s shape; ±infinity at ±1, NaN beyond
 * @source `keras.ops.arctanh`, `torch.atanh`
 *
 * @example
 * await atanh([0, 0.5]).array(); // [0, 0.5493061542510986]
 */
export function atanh(x: TensorLike): Tensor {
  return unary(atanhPrimitive, floating('atanh', x));
}

/**
 * The angle of a point in the plane, elementwise: that of (x, y) from the x axis, in −π…π radians.
 *
 * @param y - the second coordinate, any shape; whole numbers become float32
 * @param x - the first coordinate, of a shape that broadcasts with `y`'s
 * @returns a float tensor of the broadcast shape
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.arctan2`, `torch.atan2`
 *
 * @example
 * await atan2([0, 1], [1, 0]).array(); // [0, 1.5707963705062866]
 */
export function atan2(y: TensorLike, x: TensorLike): Tensor {
  return binary(atan2Primitive, promotedFloating('atan2', y, x));
}
