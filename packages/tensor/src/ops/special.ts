import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { sigmoidGradient } from './activation-gradients.ts';
import { floating } from './arguments.ts';
import { unary, unaryPrimitive } from './elementwise.ts';

/** The error function, 2/√π ∫₀ˣ e^(−t²) dt. */
export const erfPrimitive = /* @__PURE__ */ unaryPrimitive('erf', {
  saves: 'x',
  vjp: (x, _y, dy) =>
    dy.mul(
      x
        .square()
        .neg()
        .exp()
        .mul(2 / Math.sqrt(Math.PI)),
    ),
  cost: 16,
});
/** The inverse of the error function, on (−1, 1). */
export const erfInvPrimitive = /* @__PURE__ */ unaryPrimitive('erfInv', {
  saves: 'y',
  vjp: (_x, y, dy) =>
    dy.mul(
      y
        .square()
        .exp()
        .mul(Math.sqrt(Math.PI) / 2),
    ),
  cost: 16,
});
/** 1 / (1 + e⁻ˣ). */
export const sigmoidPrimitive = /* @__PURE__ */ unaryPrimitive('sigmoid', {
  saves: 'y',
  vjp: (_x, y, dy) => sigmoidGradient(y, dy),
  cost: 10,
});

/**
 * The error function, elementwise: 2/√π ∫₀ˣ e^(−t²) dt.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape, within −1…1
 * @source `keras.ops.erf`, `torch.erf`
 *
 * @example
 * await erf([0, Infinity]).array(); // [0, 1]
 */
export function erf(x: TensorLike): Tensor {
  return unary(erfPrimitive, floating('erf', x));
}

/**
 * The inverse of the error function, elementwise.
 *
 * @param x - any shape, within −1…1; whole numbers become float32
 * @returns a float tensor of `x`'s shape: ±infinity at ±1, NaN outside
 * @source `keras.ops.erfinv`, `torch.erfinv`
 *
 * @example
 * await erfInv([0, 1]).array(); // [0, Infinity]
 */
export function erfInv(x: TensorLike): Tensor {
  return unary(erfInvPrimitive, floating('erfInv', x));
}

/**
 * The logistic function, elementwise: 1 / (1 + e⁻ˣ), a number within 0…1.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.activations.sigmoid`, `torch.sigmoid`
 *
 * @example
 * await sigmoid([0, 1000, -1000]).array(); // [0.5, 1, 0]
 */
export function sigmoid(x: TensorLike): Tensor {
  return unary(sigmoidPrimitive, floating('sigmoid', x));
}
