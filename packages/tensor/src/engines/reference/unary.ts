import type { Kernel, Kernels } from '../../engine/engine.ts';
import type { NoParams } from '../../ops/elementwise.ts';
import { arrayFor, bigintsOf, type Handle, numbersOf } from './arrays.ts';
import { erf, erfInv } from './error-function.ts';

type UnaryKernel = Kernel<NoParams, Handle>;

/** A kernel that computes each element in float64; for float32 and integers the result rounds or wraps as it is stored. */
function each(of: (x: number) => number, ofBigint?: (x: bigint) => bigint): UnaryKernel {
  return ([x], _params, [output]) => {
    const y = arrayFor(output);
    if (x.dtype === 'int64' && ofBigint !== undefined) {
      const from = bigintsOf(x);
      const to = y as BigInt64Array;
      for (let i = 0; i < to.length; i++) to[i] = ofBigint(from[i]!);
    } else {
      const from = numbersOf(x);
      for (let i = 0; i < y.length; i++) y[i] = of(from[i]!);
    }
    return [y];
  };
}

/** The nearest whole number; from halfway, the even one. */
function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5) return floor;
  if (rest > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** 1 / (1 + e⁻ˣ), without overflow. */
function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** Elementwise maths of one operand. */
export const unaryKernels = {
  neg: /* @__PURE__ */ each(
    (x) => -x,
    (x) => -x,
  ),
  abs: /* @__PURE__ */ each(Math.abs, (x) => (x < 0n ? -x : x)),
  sign: /* @__PURE__ */ each(Math.sign, (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n)),
  square: ([x], _params, [output]) => {
    const y = arrayFor(output);
    if (x.dtype === 'int64') {
      const from = bigintsOf(x);
      for (let i = 0; i < y.length; i++) y[i] = from[i]! * from[i]!;
    } else {
      const from = numbersOf(x);
      // Products of int32 need more bits than a double has.
      if (x.dtype === 'int32') for (let i = 0; i < y.length; i++) y[i] = Math.imul(from[i]!, from[i]!);
      else for (let i = 0; i < y.length; i++) y[i] = from[i]! * from[i]!;
    }
    return [y];
  },

  floor: /* @__PURE__ */ each(Math.floor),
  ceil: /* @__PURE__ */ each(Math.ceil),
  round: /* @__PURE__ */ each(roundHalfEven),
  trunc: /* @__PURE__ */ each(Math.trunc),

  exp: /* @__PURE__ */ each(Math.exp),
  expm1: /* @__PURE__ */ each(Math.expm1),
  exp2: /* @__PURE__ */ each((x) => 2 ** x),
  log: /* @__PURE__ */ each(Math.log),
  log1p: /* @__PURE__ */ each(Math.log1p),
  log2: /* @__PURE__ */ each(Math.log2),
  log10: /* @__PURE__ */ each(Math.log10),
  sqrt: /* @__PURE__ */ each(Math.sqrt),
  cbrt: /* @__PURE__ */ each(Math.cbrt),
  rsqrt: /* @__PURE__ */ each((x) => 1 / Math.sqrt(x)),

  sin: /* @__PURE__ */ each(Math.sin),
  cos: /* @__PURE__ */ each(Math.cos),
  tan: /* @__PURE__ */ each(Math.tan),
  asin: /* @__PURE__ */ each(Math.asin),
  acos: /* @__PURE__ */ each(Math.acos),
  atan: /* @__PURE__ */ each(Math.atan),
  sinh: /* @__PURE__ */ each(Math.sinh),
  cosh: /* @__PURE__ */ each(Math.cosh),
  tanh: /* @__PURE__ */ each(Math.tanh),
  asinh: /* @__PURE__ */ each(Math.asinh),
  acosh: /* @__PURE__ */ each(Math.acosh),
  atanh: /* @__PURE__ */ each(Math.atanh),

  erf: /* @__PURE__ */ each(erf),
  erfInv: /* @__PURE__ */ each(erfInv),
  sigmoid: /* @__PURE__ */ each(sigmoid),
  relu: /* @__PURE__ */ each(
    (x) => Math.max(x, 0), // NaN stays
    (x) => (x < 0n ? 0n : x),
  ),

  isNaN: ([x], _params, [output]) => {
    const y = arrayFor(output);
    // No whole number is NaN.
    if (x.dtype !== 'int64') {
      const from = numbersOf(x);
      for (let i = 0; i < y.length; i++) y[i] = Number.isNaN(from[i]!) ? 1 : 0;
    }
    return [y];
  },
  not: (inputs, params, outputs) =>
    inputs[0].dtype === 'bool' ? notBool(inputs, params, outputs) : notBits(inputs, params, outputs),
} satisfies Partial<Kernels<Handle>>;

const notBool = /* @__PURE__ */ each((x) => 1 - x);
const notBits = /* @__PURE__ */ each(
  (x) => ~x,
  (x) => ~x,
);
