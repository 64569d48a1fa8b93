import { loadNative, type NativeKernels } from '@mariana/kernels';
import { afterAll, describe, expect, test } from 'vitest';
import * as m from '../../src/index.ts';
import { type Tensor, tensor, useEngine } from '../../src/index.ts';

// float32 functions against float64 ones, which the C library computes, over every exponent; and the table of the README
// of @mariana/kernels, which says by how many units in the last place they differ at most.

await useEngine('native');
const { kernels } = loadNative() as { kernels: NativeKernels };
const widest = kernels.instructionSet();
afterAll(() => {
  kernels.chooseInstructionSet(widest);
});

type Unary = (x: Tensor) => Tensor;

/** Greatest errors, in units in the last place of a float32: those that the README states. */
const functions: Record<string, readonly [of: Unary, most: number]> = {
  exp: [m.exp, 1.1],
  exp2: [m.exp2, 1.4],
  expm1: [m.expm1, 1.4],
  log: [m.log, 0.9],
  log2: [m.log2, 1.9],
  log10: [m.log10, 1.9],
  log1p: [m.log1p, 0.6],
  sigmoid: [m.sigmoid, 1.7],
  tanh: [m.tanh, 2],
  softplus: [m.softplus, 1.9],
  silu: [m.silu, 1.7],
  erf: [m.erf, 1.4],
  erfInv: [m.erfInv, 0.6],
  gelu: [m.gelu, 1.7],
  'gelu, approximate': [(x) => m.gelu(x, { approximate: true }), 1.7],
  elu: [m.elu, 1.4],
  sin: [m.sin, 1.7],
  cos: [m.cos, 1.7],
  tan: [m.tan, 0.6],
  asin: [m.asin, 0.6],
  acos: [m.acos, 0.6],
  atan: [m.atan, 0.6],
  sinh: [m.sinh, 1.9],
  cosh: [m.cosh, 1.4],
  asinh: [m.asinh, 0.6],
  acosh: [m.acosh, 0.6],
  atanh: [m.atanh, 0.6],
  sqrt: [m.sqrt, 0.5],
  rsqrt: [m.rsqrt, 1.5],
  cbrt: [m.cbrt, 0.6],
};

const edges = [
  [0, -0, Infinity, -Infinity, Number.NaN, 1, -1, 2, -2, 0.5, -0.5],
  [1e-45, -1e-45, 1.17549435e-38, 1.17549421e-38, 3.4028235e38, -3.4028235e38],
  [88.72283, 88.72284, 89, -87.33654, -87.33655, -103.97, -103.98, -104, 127.99999, 128, -126, -149, -150], // exponentials
  [0.99999994, -0.99999994, 1.0000001, 0.625, 0.925, 8, 9.01, 20, -5.5, -13, -14.4, -92, -108],
  [Math.PI, Math.PI / 2, -Math.PI / 4, 1048575.9, 1048576, 1e7, 1e15, 1e22, 1e30, -1e30], // arguments of sine
].flat();

/** Bit patterns at equal distances, so that each exponent comes thousands of times, with both signs; and the edges. */
function everyExponent(stride: number): Float32Array {
  const bits = new Uint32Array(Math.floor(2 ** 32 / stride));
  for (let i = 0; i < bits.length; i++) bits[i] = i * stride;
  const x = new Float32Array(bits.length + edges.length);
  x.set(new Float32Array(bits.buffer));
  x.set(edges, bits.length);
  return x;
}

const word = new DataView(new ArrayBuffer(8));

/** |y − exact| in units of the last place that a float32 has at `exact`. */
function ulps(y: number, exact: number): number {
  if (Number.isNaN(exact)) return Number.isNaN(y) ? 0 : Infinity;
  if (y === exact) return 0;
  const limit = 2 ** 128; // an infinite float32 stands for this, one step beyond the greatest
  const near = Math.max(-limit, Math.min(limit, y));
  const far = Math.max(-limit, Math.min(limit, exact));
  word.setFloat64(0, far);
  const exponent = ((word.getUint32(0) >>> 20) & 0x7ff) - 1023;
  const error = Math.abs(near - far) / 2 ** (Math.max(-126, Math.min(127, exponent)) - 23);
  return Number.isNaN(error) ? Infinity : error;
}

/** The greatest error, and where it is. */
function greatest(y: ArrayLike<number>, exact: ArrayLike<number>, x: ArrayLike<number>): { error: number; at: number } {
  let worst = { error: 0, at: Number.NaN };
  for (let i = 0; i < exact.length; i++) {
    const error = ulps(y[i] as number, exact[i] as number);
    if (error > worst.error) worst = { error, at: x[i] as number };
  }
  return worst;
}

function held(name: string, most: number, y: ArrayLike<number>, exact: ArrayLike<number>, x: ArrayLike<number>): void {
  const { error, at } = greatest(y, exact, x);
  expect(error, `${name} on ${kernels.instructionSet()} at ${at}, in units in the last place`).toBeLessThanOrEqual(
    most,
  );
}

const x = everyExponent(9_973);

describe.each(Object.entries(functions))('%s', (name, [of, most]) => {
  const exact = of(tensor(Float64Array.from(x), { dtype: 'float64' })).dataSync() as Float64Array;

  test.each(kernels.instructionSets)('%s: within its error over every exponent', (set) => {
    kernels.chooseInstructionSet(set);
    const y = of(tensor(x)).dataSync() as Float32Array;
    held(name, most, y, exact, x);
  });

  test.each(kernels.instructionSets)('%s: the same bits wherever an element stands', (set) => {
    kernels.chooseInstructionSet(set);
    const few = x.filter((_, i) => i % 1499 === 0).slice(0, 70);
    const whole = of(tensor(few)).dataSync();
    for (const [begin, end] of [
      [1, 70],
      [3, 4],
      [5, 12],
      [0, 33],
    ] as const) {
      expect(of(tensor(few.slice(begin, end))).dataSync()).toEqual(whole.slice(begin, end));
    }
  });

  test('keeps the sign of 0', () => {
    const exactly = of(tensor([0, -0], { dtype: 'float64' })).dataSync() as Float64Array;
    for (const set of kernels.instructionSets) {
      kernels.chooseInstructionSet(set);
      expect([...of(tensor([0, -0])).dataSync()], set).toEqual(Array.from(exactly, (y) => Math.fround(y)));
    }
  });
});

describe('of two operands', () => {
  const random = Float32Array.from({ length: 200_000 }, (_, i) => Math.sin(i * 12.9898) * 2 ** ((i % 37) - 18));
  const other = Float32Array.from({ length: 200_000 }, (_, i) => Math.sin(i * 78.233) * 2 ** ((i % 23) - 11));
  const corners = [0, -0, 1, -1, 2, -2, 0.5, -3, 3, 1e-40, 3e38, Infinity, -Infinity, Number.NaN];
  const a = Float32Array.from([...random, ...random.map(Math.abs), ...corners.flatMap((v) => corners.map(() => v))]);
  const b = Float32Array.from([...other.map(Math.round), ...other, ...corners.flatMap(() => corners)]);
  const double = (v: Float32Array) => tensor(Float64Array.from(v), { dtype: 'float64' });

  test.each([
    ['pow', m.pow, 1.4],
    ['atan2', m.atan2, 0.6],
  ] as const)('%s', (name, of, most) => {
    const exact = of(double(a), double(b)).dataSync() as Float64Array;
    for (const set of kernels.instructionSets) {
      kernels.chooseInstructionSet(set);
      const y = of(tensor(a), tensor(b)).dataSync();
      held(name, most, y as Float32Array, exact, a);
      for (let i = 0; i < exact.length; i++) {
        if (exact[i] === 0) expect(Object.is(y[i], exact[i]), `${name}(${a[i]}, ${b[i]}) on ${set}`).toBe(true);
      }
    }
  });

  test('pow of a row and a column', async () => {
    for (const set of kernels.instructionSets) {
      kernels.chooseInstructionSet(set);
      const y = m.pow(tensor([[2], [3]]), tensor([0, 1, 2, 3, -1]));
      expect(await y.array()).toEqual([
        [1, 2, 4, 8, 0.5],
        [1, 3, 9, 27, Math.fround(1 / 3)],
      ]);
    }
  });
});
