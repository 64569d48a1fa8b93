import type { DType } from '../dtype.ts';
import { scope } from '../scope.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { floating, promotedFloating } from './arguments.ts';
import { abs, sub } from './arithmetic.ts';
import { cast } from './cast.ts';
import { equal, isFinite as isFiniteNumber } from './compare.ts';
import { exp2, log2 } from './exponential.ts';
import { logicalAnd } from './logic.ts';
import { floor, trunc } from './rounding.ts';
import { where } from './where.ts';

/** x · 2ⁿ in four factors, of which none overflows or vanishes where the result does not. */
function scaled(x: Tensor, n: Tensor): Tensor {
  const quarter = trunc(n.mul(0.25));
  const factor = exp2(quarter);
  const rest = exp2(n.sub(quarter.mul(3)));
  return x.mul(factor).mul(factor).mul(factor).mul(rest);
}

/**
 * x · 2ⁿ, elementwise.
 *
 * @param x - any shape; whole numbers become float32
 * @param n - whole exponents, of a shape that broadcasts with `x`'s
 * @returns a float tensor of the broadcast shape
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.ldexp`, `torch.ldexp`
 *
 * @example
 * await ldexp([1, 0.75], 2).array(); // [4, 3]
 */
export function ldexp(x: TensorLike, n: TensorLike): Tensor {
  const [t, exponent] = promotedFloating('ldexp', x, n);
  return scope(() => scaled(t, exponent));
}

/**
 * Fraction and exponent, elementwise: x = fraction · 2^exponent with |fraction| in 0.5…1 (1 excluded).
 *
 * @param x - any shape; whole numbers become float32
 * @returns `[fraction, exponent]`: a float and an int32 tensor of `x`'s shape; 0, NaN and infinities have exponent 0
 * @source `torch.frexp`, `numpy.frexp`
 *
 * @example
 * const [fraction, exponent] = frexp([8, -0.75, 0]);
 * await fraction.array(); // [0.5, -0.75, 0]
 * await exponent.array(); // [4, 0, 0]
 */
export function frexp(x: TensorLike): [fraction: Tensor, exponent: Tensor] {
  const t = floating('frexp', x);
  return scope(() => {
    const plain = logicalAnd(isFiniteNumber(t), t.notEqual(0));
    const safe = where(plain, t, 0.5);
    // The logarithm is rounded: it may be off by one beside a power of 2, which the fraction shows.
    const guess = floor(log2(abs(safe))).add(1);
    const first = abs(scaled(safe, guess.neg()));
    const shift = cast(first.greaterEqual(1), t.dtype).sub(cast(first.less(0.5), t.dtype));
    const exponent = guess.add(shift);
    const fraction = where(plain, scaled(safe, exponent.neg()), t);
    return [fraction, cast(where(plain, exponent, 0), 'int32')];
  });
}

/**
 * Fraction and whole part, elementwise, both of x's sign.
 *
 * @param x - any shape; whole numbers become float32
 * @returns `[fraction, whole]`, float tensors of `x`'s shape
 * @source `numpy.modf`
 *
 * @example
 * const [fraction, whole] = modf([1.5, -2.25]);
 * await fraction.array(); // [0.5, -0.25]
 * await whole.array(); // [1, -2]
 */
export function modf(x: TensorLike): [fraction: Tensor, whole: Tensor] {
  const t = floating('modf', x);
  return scope(() => {
    const whole = trunc(t);
    return [where(equal(t, whole), 0, sub(t, whole)), whole]; // ∞ − ∞ would be NaN
  });
}

type Format = readonly [bits: number, least: number];

const formats: Readonly<Partial<Record<DType, Format>>> = {
  float64: [53, -1074],
  float32: [24, -149],
  float16: [11, -24],
  bfloat16: [8, -133],
};

/** Bits of the fraction, and the exponent of the least number above 0. */
export function formatOf(x: Tensor): Format {
  return formats[x.dtype] as Format;
}

/** The greatest finite number of a tensor's dtype. */
export function greatestOf(x: Tensor): number {
  const [bits, least] = formatOf(x);
  return (2 - 2 ** (1 - bits)) * 2 ** (2 - bits - least);
}

/**
 * The distance from |x| to the next greater number of its dtype, elementwise.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape, greater than 0; NaN for NaN and infinities
 * @source `numpy.spacing` (whose results have x's sign)
 *
 * @example
 * await spacing(tensor([1, 4], { dtype: 'float64' })).array(); // [2.220446049250313e-16, 8.881784197001252e-16]
 */
export function spacing(x: TensorLike): Tensor {
  const t = floating('spacing', x);
  const [bits, least] = formatOf(t);
  return scope(() => {
    const [, exponent] = frexp(t);
    const power = cast(exponent, t.dtype).sub(bits).maximum(least);
    const step = scaled(where(isFiniteNumber(t), 1, Number.NaN).cast(t.dtype), where(equal(t, 0), least, power));
    return step;
  });
}
