import { isFloating, type TypedArray } from '../../dtype.ts';
import type { Kernel, Kernels, View } from '../../engine/engine.ts';
import type { Abstract } from '../../primitive.ts';
import { reducedShape, stridesOf } from '../../shape.ts';
import { aroundAxis, arrayFor, bigintsOf, elementsOf, type Handle, type Numbers, numbersOf } from './arrays.ts';
import { eachRow, type Walk, walkOf } from './walk.ts';

interface Axes {
  readonly axes: readonly number[];
}

/** The walk over an array and, beside it, the elements of its reduction: those repeat along the reduced axes. */
function reductionWalk(x: View<Handle>, axes: readonly number[]): Walk {
  const kept = stridesOf(reducedShape(x.shape, axes, true));
  return walkOf(x.shape, [stridesOf(x.shape), kept.map((stride, axis) => (axes.includes(axis) ? 0 : stride))]);
}

/** Folds elements, in row-major order, into accumulators that begin as `start`: float64, or 64 bits that wrap. */
function fold(
  join: (sum: number, x: number) => number,
  start: number,
  joinBigint: (sum: bigint, x: bigint) => bigint,
  startBigint: bigint,
): Kernel<Axes, Handle> {
  return ([x], { axes }, [output]) => {
    const y = arrayFor(output);
    const walk = reductionWalk(x, axes);
    const n = walk.sizes.at(-1)!;
    const step = walk.strides[1]!.at(-1)!;
    if (y instanceof BigInt64Array) {
      const from = bigintsOf(x);
      y.fill(startBigint);
      eachRow(walk, (done, [, o]) => {
        for (let i = 0; i < n; i++) y[o! + i * step] = joinBigint(y[o! + i * step]!, from[done + i]!);
      });
      return [y];
    }
    const from = numbersOf(x);
    const sums = new Float64Array(y.length).fill(start);
    eachRow(walk, (done, [, o]) => {
      for (let i = 0; i < n; i++) sums[o! + i * step] = join(sums[o! + i * step]!, from[done + i]!);
    });
    y.set(sums);
    return [y];
  };
}

/** Sums of floats: in float64, with what each addition loses kept and added at the end (Neumaier 1974). */
function sumFloats(x: View<Handle>, axes: readonly number[], output: Abstract): TypedArray {
  const y = arrayFor(output) as Numbers;
  const from = numbersOf(x);
  const sums = new Float64Array(y.length);
  const lost = new Float64Array(y.length);
  const walk = reductionWalk(x, axes);
  const n = walk.sizes.at(-1)!;
  if (walk.strides[1]!.at(-1) === 0) eachRow(walk, (done, [, o]) => addRow(from, done, n, sums, lost, o!));
  else eachRow(walk, (done, [, o]) => addColumns(from, done, n, sums, lost, o!));
  for (let i = 0; i < y.length; i++) {
    const sum = sums[i]!;
    y[i] = Number.isFinite(sum) ? sum + lost[i]! : sum; // infinities leave NaN in what is lost
  }
  return y;
}

/** Adds n elements to one sum. */
function addRow(x: Numbers, start: number, n: number, sums: Float64Array, lost: Float64Array, o: number): void {
  let sum = sums[o]!;
  let rest = lost[o]!;
  for (let i = start; i < start + n; i++) {
    const v = x[i]!;
    const next = sum + v;
    rest += Math.abs(sum) >= Math.abs(v) ? sum - next + v : v - next + sum;
    sum = next;
  }
  sums[o] = sum;
  lost[o] = rest;
}

/** Adds n elements to as many sums. */
function addColumns(x: Numbers, start: number, n: number, sums: Float64Array, lost: Float64Array, o: number): void {
  for (let i = 0; i < n; i++) {
    const v = x[start + i]!;
    const sum = sums[o + i]!;
    const next = sum + v;
    lost[o + i]! += Math.abs(sum) >= Math.abs(v) ? sum - next + v : v - next + sum;
    sums[o + i] = next;
  }
}

const addBigints = (sum: bigint, x: bigint) => sum + x;
const multiplyBigints = (product: bigint, x: bigint) => product * x;
const sumIntegers = /* @__PURE__ */ fold((sum, x) => (sum + x) | 0, 0, addBigints, 0n);
const productOfIntegers = /* @__PURE__ */ fold(Math.imul, 1, multiplyBigints, 1n);
const productOfFloats = /* @__PURE__ */ fold((product, x) => product * x, 1, multiplyBigints, 1n);

/** The position along an axis of the element that `beats` all before it; NaN beats all numbers. */
function position(
  beats: (a: number | bigint, b: number | bigint) => boolean,
): Kernel<{ readonly axis: number }, Handle> {
  return ([x], { axis }, [output]) => {
    const y = arrayFor(output);
    const from = elementsOf(x);
    const { size, inner } = aroundAxis(x.shape, axis);
    for (let o = 0; o < y.length; o++) {
      const start = Math.floor(o / inner) * size * inner + (o % inner);
      let best = 0;
      for (let i = 1; i < size; i++) {
        const [a, b] = [from[start + i * inner]!, from[start + best * inner]!];
        if (beats(a, b) || (Number.isNaN(a) && !Number.isNaN(b))) best = i;
      }
      y[o] = best;
    }
    return [y];
  };
}

/** Reductions over axes. */
export const reduceKernels = {
  sum: (inputs, params, outputs) =>
    isFloating(outputs[0].dtype)
      ? [sumFloats(inputs[0], params.axes, outputs[0])]
      : sumIntegers(inputs, params, outputs),
  prod: (inputs, params, outputs) =>
    (isFloating(outputs[0].dtype) ? productOfFloats : productOfIntegers)(inputs, params, outputs),
  max: /* @__PURE__ */ fold(Math.max, -Infinity, (a, b) => (a > b ? a : b), -(2n ** 63n)),
  min: /* @__PURE__ */ fold(Math.min, Infinity, (a, b) => (a < b ? a : b), 2n ** 63n - 1n),
  any: /* @__PURE__ */ fold((some, x) => some | x, 0, addBigints, 0n),
  all: /* @__PURE__ */ fold((every, x) => every & x, 1, multiplyBigints, 1n),
  argMax: /* @__PURE__ */ position((a, b) => a > b),
  argMin: /* @__PURE__ */ position((a, b) => a < b),
} satisfies Partial<Kernels<Handle>>;
