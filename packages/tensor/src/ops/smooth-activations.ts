import { bind } from '../bind.ts';
import { fusedPrimitive } from '../primitive.ts';
import { scope } from '../scope.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { floating } from './arguments.ts';
import { abs, div, mul, sub } from './arithmetic.ts';
import { fusedUnaryPrimitive, unary } from './elementwise.ts';
import { exp, expm1, log1p, sqrt } from './exponential.ts';
import { minimum } from './extrema.ts';
import { roundedOnce } from './half-steps.ts';
import { erf, sigmoid } from './special.ts';
import { tanh } from './trigonometric.ts';
import { where } from './where.ts';

/** log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|). */
export const softplusPrimitive = /* @__PURE__ */ fusedUnaryPrimitive(
  'softplus',
  (x) => x.maximum(0).add(log1p(x.abs().neg().exp())),
  { saves: 'x', vjp: (x, _y, dy) => dy.mul(x.sigmoid()), cost: 16 },
);
/** x / (1 + e⁻ˣ). */
export const siluPrimitive = /* @__PURE__ */ fusedUnaryPrimitive('silu', (x) => x.mul(x.sigmoid()), {
  saves: 'x',
  vjp: (x, _y, dy) => {
    const gate = x.sigmoid();
    return dy.mul(gate.mul(x.mul(sub(1, gate)).add(1)));
  },
  cost: 12,
});
/** x·Φ(x), Φ the normal distribution's, or its approximation by tanh. */
export const geluPrimitive = /* @__PURE__ */ fusedPrimitive<{ readonly approximate: boolean }>('gelu', {
  output: ([x]) => x,
  saves: { inputs: [0] },
  vjp: ({ approximate }, { inputs: [x] }, dy) => [
    roundedOnce([x, dy], (t, slope) => slope.mul(approximate ? tanhGeluSlope(t) : geluSlope(t))),
  ],
  decompose: ({ approximate }, [x]) => [x.mul(approximate ? tanhGate(x) : normalGate(x))],
  cost: ([x]) => 20 * sizeOf(x.shape),
});
/** x above 0, α·(eˣ − 1) elsewhere. */
export const eluPrimitive = /* @__PURE__ */ fusedPrimitive<{ readonly alpha: number }>('elu', {
  output: ([x]) => x,
  saves: { inputs: [0] },
  vjp: ({ alpha }, { inputs: [x] }, dy) => [
    roundedOnce([x, dy], (t, slope) => where(t.greater(0), slope, slope.mul(t.minimum(0).exp().mul(alpha)))),
  ],
  // The exponential is of numbers up to 0 alone, so that none overflows.
  decompose: ({ alpha }, [x]) => [where(x.greater(0), x, scaled(expm1(x.minimum(0)), alpha))],
  cost: ([x]) => 10 * sizeOf(x.shape),
});

const tanhScale = 0.7978845608028654; // √(2/π)
const tanhCubic = 0.044715;

function scaled(x: Tensor, factor: number): Tensor {
  return factor === 1 ? x : x.mul(factor);
}

/** Φ(x). */
function normalGate(x: Tensor): Tensor {
  return erf(x.mul(Math.SQRT1_2)).add(1).mul(0.5);
}

/** Φ(x) + x·φ(x). */
function geluSlope(x: Tensor): Tensor {
  const density = x
    .square()
    .mul(-0.5)
    .exp()
    .mul(1 / Math.sqrt(2 * Math.PI));
  return normalGate(x).add(x.mul(density));
}

/** (1 + tanh u) / 2 with u = √(2/π)·(x + 0.044715 x³). */
function tanhGate(x: Tensor): Tensor {
  const u = x.square().mul(tanhCubic).add(1).mul(x).mul(tanhScale);
  return u.tanh().add(1).mul(0.5);
}

/** gate + x·gate′, where gate′ = (1 − tanh² u)·u′ / 2 = 2·gate·(1 − gate)·u′. */
function tanhGeluSlope(x: Tensor): Tensor {
  const gate = tanhGate(x);
  // From the gates on, which are 0 where x is large: x³ by itself could overflow.
  const term = gate.mul(sub(1, gate)).mul(x);
  return gate.add(
    term
      .mul(x)
      .mul(x)
      .mul(3 * tanhCubic)
      .add(term)
      .mul(2 * tanhScale),
  );
}

/**
 * eˣ, elementwise: {@link exp} by its name as an activation.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.activations.exponential`
 *
 * @example
 * await exponential([0, 1]).array(); // [1, 2.7182817459106445]
 */
export function exponential(x: TensorLike): Tensor {
  return exp(x);
}

/**
 * A smooth max(x, 0), elementwise: log(1 + eˣ), without overflow.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.activations.softplus`, `torch.nn.functional.softplus`
 *
 * @example
 * await softplus([0, 1000]).array(); // [0.6931471824645996, 1000]
 */
export function softplus(x: TensorLike): Tensor {
  return unary(softplusPrimitive, floating('softplus', x));
}

/**
 * The logarithm of the {@link sigmoid}, elementwise: −log(1 + e⁻ˣ), without overflow.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.activations.log_sigmoid`, `torch.nn.functional.logsigmoid`
 *
 * @example
 * await logSigmoid([0, -1000]).array(); // [-0.6931471824645996, -1000]
 */
export function logSigmoid(x: TensorLike): Tensor {
  const t = floating('logSigmoid', x);
  return scope(() => softplus(t.neg()).neg());
}

/**
 * The sigmoid linear unit, elementwise: x / (1 + e⁻ˣ). Also called swish.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.activations.silu`, `torch.nn.functional.silu`
 *
 * @example
 * await silu([0, 1]).array(); // [0, 0.7310585975646973]
 */
export function silu(x: TensorLike): Tensor {
  return unary(siluPrimitive, floating('silu', x));
}

/** Options of {@link gelu}. */
export interface GeluOptions {
  /**
   * Whether Φ is approximated by a tanh, as GPT-2 does.
   * @defaultValue false
   */
  approximate?: boolean | undefined;
}

/**
 * The Gaussian error linear unit, elementwise: x·Φ(x), with Φ(x) = (1 + erf(x/√2)) / 2.
 *
 * @param x - any shape; whole numbers become float32
 * @param options - see {@link GeluOptions}
 * @returns a float tensor of `x`'s shape
 * @source Hendrycks and Gimpel, arXiv:1606.08415; `keras.activations.gelu`, `torch.nn.functional.gelu`
 *
 * @example
 * await gelu([0, 1]).array(); // [0, 0.8413447141647339]
 */
export function gelu(x: TensorLike, { approximate = false }: GeluOptions = {}): Tensor {
  return bind(geluPrimitive, [floating('gelu', x)], { approximate });
}

/** The option of the exponential linear units. */
export interface AlphaOption {
  /**
   * How far below 0 the results go.
   * @defaultValue 1
   */
  alpha?: number | undefined;
}

/**
 * The exponential linear unit, elementwise: x above 0, α·(eˣ − 1) elsewhere.
 *
 * @param x - any shape; whole numbers become float32
 * @param options - `alpha`: 1 unless given
 * @returns a float tensor of `x`'s shape
 * @source Clevert et al., arXiv:1511.07289; `keras.activations.elu`, `torch.nn.functional.elu`
 *
 * @example
 * await elu([-1, 2]).array(); // [-0.6321205496788025, 2]
 */
export function elu(x: TensorLike, { alpha = 1 }: AlphaOption = {}): Tensor {
  return bind(eluPrimitive, [floating('elu', x)], { alpha });
}

/**
 * The scaled exponential linear unit, elementwise: 1.0507 · elu(x, 1.6733), which keeps mean 0 and variance 1.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source Klambauer et al., arXiv:1706.02515; `keras.activations.selu`, `torch.nn.functional.selu`
 *
 * @example
 * await selu([0, 1]).array(); // [0, 1.0507010221481323]
 */
export function selu(x: TensorLike): Tensor {
  return scope(() =>
    roundedOnce([floating('selu', x)], (wide) => mul(elu(wide, { alpha: 1.6732632423543772 }), 1.0507009873554805)),
  );
}

/**
 * The continuously differentiable exponential linear unit, elementwise: max(x, 0) + min(0, α·(e^(x/α) − 1)).
 *
 * @param x - any shape; whole numbers become float32
 * @param options - `alpha`: 1 unless given
 * @returns a float tensor of `x`'s shape
 * @source Barron, arXiv:1704.07483; `keras.activations.celu`, `torch.nn.functional.celu`
 *
 * @example
 * await celu([-1, 2]).array(); // [-0.6321205496788025, 2]
 */
export function celu(x: TensorLike, { alpha = 1 }: AlphaOption = {}): Tensor {
  return scope(() => roundedOnce([floating('celu', x)], (wide) => mul(elu(div(wide, alpha)), alpha)));
}

/**
 * Mish, elementwise: x · tanh(softplus(x)).
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source Misra, arXiv:1908.08681; `keras.activations.mish`, `torch.nn.functional.mish`
 *
 * @example
 * await mish([0, 1]).array(); // [0, 0.8650983572006226]
 */
export function mish(x: TensorLike): Tensor {
  return scope(() => roundedOnce([floating('mish', x)], (wide) => wide.mul(softplus(wide).tanh())));
}

/**
 * Softsign, elementwise: x / (1 + |x|).
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape, within −1…1
 * @source `keras.activations.softsign`, `torch.nn.functional.softsign`
 *
 * @example
 * await softsign([-1, 0, 3]).array(); // [-0.5, 0, 0.75]
 */
export function softsign(x: TensorLike): Tensor {
  return scope(() => roundedOnce([floating('softsign', x)], (wide) => wide.div(abs(wide).add(1))));
}

/** A number whose square no float type overflows. */
const squarable = 2 ** 60;

/** Options of {@link squareplus}. */
export interface SquareplusOptions {
  /**
   * How smooth the corner is.
   * @defaultValue 4
   */
  b?: number | undefined;
}

/**
 * Squareplus, elementwise: (x + √(x² + b)) / 2, without cancellation below 0.
 *
 * @param x - any shape; whole numbers become float32
 * @param options - `b`: the smoothness, 0 or more; 4 unless given
 * @returns a float tensor of `x`'s shape
 * @source Barron, arXiv:2112.11687; `keras.activations.squareplus`
 *
 * @example
 * await squareplus([0, 1.5]).array(); // [1, 2]
 */
export function squareplus(x: TensorLike, { b = 4 }: SquareplusOptions = {}): Tensor {
  return scope(() =>
    roundedOnce([floating('squareplus', x)], (wide) => {
      const size = abs(wide);
      const low = minimum(size, squarable); // beyond it b is nothing beside x²
      const sum = sqrt(low.square().add(b)).add(size.sub(low)).add(size);
      if (b === 0) return where(wide.less(0), 0, sum.mul(0.5));
      return where(wide.less(0), div(b / 2, sum), sum.mul(0.5)); // (√ − |x|)(√ + |x|) = b
    }),
  );
}

/**
 * What tanh takes off, elementwise: x − tanh(x).
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape
 * @source `keras.activations.tanh_shrink`, `torch.nn.functional.tanhshrink`
 *
 * @example
 * await tanhShrink([0, 1]).array(); // [0, 0.23840582370758057]
 */
export function tanhShrink(x: TensorLike): Tensor {
  return scope(() => roundedOnce([floating('tanhShrink', x)], (wide) => sub(wide, tanh(wide))));
}
