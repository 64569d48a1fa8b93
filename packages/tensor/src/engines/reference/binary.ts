import { type DType, isFloating, type TypedArray } from '../../dtype.ts';
import type { Kernel, Kernels, View } from '../../engine/engine.ts';
import type { NoParams } from '../../ops/elementwise.ts';
import type { Abstract } from '../../primitive.ts';
import { arrayFor, bigintsOf, elementsOf, type Handle, type Numbers } from './arrays.ts';
import { broadcastWalk, eachRow } from './walk.ts';

type BinaryKernel = Kernel<NoParams, Handle>;

/**
 * One row: n elements of y from `o` on, of those of a that lie `s` apart from `p` on and those of b `t` apart from `q` on.
 * The commonest operations have a row of their own, into which the engine of JavaScript compiles the operation.
 */
type Row = (
  a: Numbers,
  p: number,
  s: number,
  b: Numbers,
  q: number,
  t: number,
  y: TypedArray,
  o: number,
  n: number,
) => void;

/** A row that calls a function for each pair. */
function rowOf(of: (a: number, b: number) => number): Row {
  return (a, p, s, b, q, t, y, o, n) => {
    for (let i = 0; i < n; i++) y[o + i] = of(a[p + i * s]!, b[q + i * t]!);
  };
}

/** The same for int64. */
function bigintRow(of: (a: bigint, b: bigint) => bigint | number): Row {
  return (a, p, s, b, q, t, y, o, n) => {
    const [left, right] = [a, b] as unknown as [BigInt64Array, BigInt64Array];
    for (let i = 0; i < n; i++) y[o + i] = of(left[p + i * s]!, right[q + i * t]!) as never;
  };
}

/** Walks two operands and the output, row by row. */
function run(row: Row, [a, b]: readonly View<Handle>[], output: Abstract): TypedArray {
  const y = arrayFor(output);
  const [x, z] = [elementsOf(a!), elementsOf(b!)] as [Numbers, Numbers];
  if (x.length === y.length && z.length === y.length) row(x, 0, 1, z, 0, 1, y, 0, y.length);
  else if (x.length === 1) row(x, 0, 0, z, 0, 1, y, 0, y.length);
  else if (z.length === 1) row(x, 0, 1, z, 0, 0, y, 0, y.length);
  else {
    const walk = broadcastWalk(output.shape, [a!.shape, b!.shape]);
    const n = walk.sizes.at(-1)!;
    const [s, t] = walk.strides.map((strides) => strides.at(-1)!) as [number, number];
    eachRow(walk, (done, [p, q]) => row(x, p!, s, z, q!, t, y, done, n));
  }
  return y;
}

/** A kernel with rows by dtype: one for floats, and for integers and bool others where the arithmetic differs. */
function pairs(row: Row, others: Partial<Record<DType, Row>> = {}): BinaryKernel {
  return (inputs, _params, [output]) => [run(others[inputs[0].dtype] ?? row, inputs, output)];
}

const add: Row = (a, p, s, b, q, t, y, o, n) => {
  for (let i = 0; i < n; i++) y[o + i] = a[p + i * s]! + b[q + i * t]!;
};
const sub: Row = (a, p, s, b, q, t, y, o, n) => {
  for (let i = 0; i < n; i++) y[o + i] = a[p + i * s]! - b[q + i * t]!;
};
const mul: Row = (a, p, s, b, q, t, y, o, n) => {
  for (let i = 0; i < n; i++) y[o + i] = a[p + i * s]! * b[q + i * t]!;
};
const div: Row = (a, p, s, b, q, t, y, o, n) => {
  for (let i = 0; i < n; i++) y[o + i] = a[p + i * s]! / b[q + i * t]!;
};
const maximum: Row = (a, p, s, b, q, t, y, o, n) => {
  for (let i = 0; i < n; i++) y[o + i] = Math.max(a[p + i * s]!, b[q + i * t]!);
};
const minimum: Row = (a, p, s, b, q, t, y, o, n) => {
  for (let i = 0; i < n; i++) y[o + i] = Math.min(a[p + i * s]!, b[q + i * t]!);
};

/** a to the power of b, as C has it: 1 to any power is 1, and so is −1 to an infinite one. */
function power(a: number, b: number): number {
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}

/** By squaring, in 32 bits that wrap. A negative power of 1 or −1 is the positive one, that of another base truncates to 0. */
function integerPower(a: number, b: number): number {
  if (b < 0 && a !== 1 && a !== -1) return 0;
  let result = 1;
  for (let base = a, rest = Math.abs(b); rest > 0; rest >>>= 1) {
    if (rest & 1) result = Math.imul(result, base);
    base = Math.imul(base, base);
  }
  return result;
}

/** The same in 64 bits. */
function bigintPower(a: bigint, b: bigint): bigint {
  if (b < 0n && a !== 1n && a !== -1n) return 0n;
  let result = 1n;
  for (let base = a, rest = b < 0n ? -b : b; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = BigInt.asIntN(64, result * base);
    base = BigInt.asIntN(64, base * base);
  }
  return result;
}

/** a − ⌊a / b⌋ · b, of the sign of b. */
function remainder(a: number, b: number): number {
  const rest = a % b; // of the sign of a
  if (rest !== 0) return rest < 0 !== b < 0 ? rest + b : rest;
  return b < 0 ? -0 : 0;
}

/**
 * ⌊a / b⌋ of floats, as NumPy has it: the quotient that goes with the exact remainder. a / b rounded down would be 10 for
 * 1 / 0.1, though 0.1 goes into 1 only nine times.
 */
function floorQuotient(a: number, b: number): number {
  if (b === 0) return a / b;
  const rest = a % b;
  const near = (a - rest) / b; // near an integer, if not one
  const quotient = rest !== 0 && rest < 0 !== b < 0 ? near - 1 : near;
  if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  const low = Math.floor(quotient);
  return quotient - low > 0.5 ? low + 1 : low;
}

function bigintRemainder(a: bigint, b: bigint): bigint {
  if (b === 0n) return 0n;
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

/** Elementwise maths of two operands that broadcast. */
export const binaryKernels = {
  add: /* @__PURE__ */ pairs(add, { int64: /* @__PURE__ */ bigintRow((a, b) => a + b) }),
  sub: /* @__PURE__ */ pairs(sub, { int64: /* @__PURE__ */ bigintRow((a, b) => a - b) }),
  mul: /* @__PURE__ */ pairs(mul, {
    int32: /* @__PURE__ */ rowOf(Math.imul),
    int64: /* @__PURE__ */ bigintRow((a, b) => a * b),
  }),
  div: /* @__PURE__ */ pairs(div),
  maximum: /* @__PURE__ */ pairs(maximum, { int64: /* @__PURE__ */ bigintRow((a, b) => (a > b ? a : b)) }),
  minimum: /* @__PURE__ */ pairs(minimum, { int64: /* @__PURE__ */ bigintRow((a, b) => (a < b ? a : b)) }),
  pow: /* @__PURE__ */ pairs(/* @__PURE__ */ rowOf(power), {
    int32: /* @__PURE__ */ rowOf(integerPower),
    int8: /* @__PURE__ */ rowOf(integerPower),
    uint8: /* @__PURE__ */ rowOf(integerPower),
    int64: /* @__PURE__ */ bigintRow(bigintPower),
  }),
  atan2: /* @__PURE__ */ pairs(/* @__PURE__ */ rowOf(Math.atan2)),
  remainder: ([a, b], params, outputs) => {
    const kernel = isFloating(a.dtype) ? floatRemainder : wholeRemainder;
    return kernel([a, b, b], params, outputs);
  },
  floorDivide: ([a, b], params, outputs) => {
    const kernel = isFloating(a.dtype) ? floatFloorDivide : wholeFloorDivide;
    return kernel([a, b, b], params, outputs);
  },

  equal: /* @__PURE__ */ pairs(/* @__PURE__ */ rowOf((a, b) => (a === b ? 1 : 0))),
  notEqual: /* @__PURE__ */ pairs(/* @__PURE__ */ rowOf((a, b) => (a !== b ? 1 : 0))),
  less: /* @__PURE__ */ pairs(/* @__PURE__ */ rowOf((a, b) => (a < b ? 1 : 0))),
  lessEqual: /* @__PURE__ */ pairs(/* @__PURE__ */ rowOf((a, b) => (a <= b ? 1 : 0))),

  // On bytes of 0 and 1 the bitwise operations are the logical ones.
  and: /* @__PURE__ */ pairs(/* @__PURE__ */ rowOf((a, b) => a & b)),
  or: /* @__PURE__ */ pairs(/* @__PURE__ */ rowOf((a, b) => a | b)),
  xor: /* @__PURE__ */ pairs(/* @__PURE__ */ rowOf((a, b) => a ^ b)),
  // JavaScript takes the distance modulo 32; all bits are out after 32.
  shiftLeft: /* @__PURE__ */ pairs(
    /* @__PURE__ */ rowOf((a, b) => (b >>> 0 > 31 ? 0 : a << b)),
    {
      int64: /* @__PURE__ */ bigintRow((a, b) => (b < 0n || b > 63n ? 0n : a << b)),
    },
  ),
  shiftRight: /* @__PURE__ */ pairs(
    /* @__PURE__ */ rowOf((a, b) => a >> (b >>> 0 > 31 ? 31 : b)),
    {
      int64: /* @__PURE__ */ bigintRow((a, b) => a >> (b < 0n || b > 63n ? 63n : b)),
    },
  ),
} satisfies Partial<Kernels<Handle>>;

const floatRemainder = /* @__PURE__ */ pairs(/* @__PURE__ */ rowOf(remainder));
const floatFloorDivide = /* @__PURE__ */ pairs(/* @__PURE__ */ rowOf(floorQuotient));
const wholeRemainder = /* @__PURE__ */ pairs(
  /* @__PURE__ */ rowOf((a, b) => (b === 0 ? 0 : remainder(a, b))),
  {
    int64: /* @__PURE__ */ bigintRow(bigintRemainder),
  },
);
const wholeFloorDivide = /* @__PURE__ */ pairs(
  /* @__PURE__ */ rowOf((a, b) => (b === 0 ? 0 : Math.floor(a / b))),
  {
    int64: /* @__PURE__ */ bigintRow((a, b) => (b === 0n ? 0n : (a - bigintRemainder(a, b)) / b)),
  },
);

/** Which of two operands, by a third. */
export const whereKernel: Kernels<Handle>['where'] = ([condition, a, b], _params, [output]) => {
  const y = arrayFor(output);
  const holds = elementsOf(condition);
  const [x, z] = output.dtype === 'int64' ? [bigintsOf(a), bigintsOf(b)] : [elementsOf(a), elementsOf(b)];
  const walk = broadcastWalk(output.shape, [condition.shape, a.shape, b.shape]);
  const n = walk.sizes.at(-1)!;
  const [r, s, t] = walk.strides.map((strides) => strides.at(-1)!) as [number, number, number];
  eachRow(walk, (done, starts) => {
    const [c, p, q] = starts as [number, number, number];
    for (let i = 0; i < n; i++) y[done + i] = holds[c + i * r] ? x[p + i * s]! : z[q + i * t]!;
  });
  return [y];
};
