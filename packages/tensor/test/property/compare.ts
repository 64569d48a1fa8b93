import { type DType, type HalfDType, isFloating, isHalf } from '../../src/dtype.ts';
import { toHalfBits } from '../../src/half.ts';
import { formatShape } from '../../src/shape.ts';
import type { Drawn } from '../../src/testing/engine-suite/drawn.ts';
import type { Allowance } from './generator.ts';

/** The distance from 1 to the next number of the dtype that is computed in. */
const spacing: Partial<Record<DType, number>> = {
  float64: 2 ** -52,
  float32: 2 ** -23,
  float16: 2 ** -23,
  bfloat16: 2 ** -23,
};
const least: Partial<Record<DType, number>> = { float64: 2 ** -1074, float32: 2 ** -149 };

type Elements = ArrayLike<number | bigint>;

/** The largest finite size among floats. */
export function largestOf(tensors: readonly Drawn[]): number {
  let most = 0;
  for (const { dtype, data } of tensors) {
    if (!isFloating(dtype)) continue;
    for (let i = 0; i < data.length; i++) {
      const size = Math.abs(data[i] as number);
      if (size > most && size < Infinity) most = size;
    }
  }
  return most;
}

/** How many roundings of float32 make one of a half dtype. */
export function roundingsOf(dtype: HalfDType): number {
  return dtype === 'float16' ? 2 ** 13 : 2 ** 16;
}

/**
 * What is wrong with elements, by an allowance whose scale is given for each element or for all.
 *
 * The rule for whatever sums: an element may lie `absolute` roundings of its condition from the expected one (see
 * {@link conditionOf}), which for a sum is the sum of the sizes of its terms. No algorithm of rounded steps does better, and
 * where terms cancel, the size of the result says nothing about it. The condition takes a gradient, so it is computed only
 * for elements that lie further away than their scale allows, of which there are few.
 */
export function wrongIn(
  actual: Drawn,
  expected: Drawn,
  allowance: Omit<Allowance, 'scale'>,
  scale: number | Elements,
  condition: (element: number) => number,
): string | undefined {
  if (actual.dtype !== expected.dtype) return `dtype ${actual.dtype} instead of ${expected.dtype}`;
  if (formatShape(actual.shape) !== formatShape(expected.shape)) {
    return `shape ${formatShape(actual.shape)} instead of ${formatShape(expected.shape)}`;
  }
  const { dtype } = expected;
  const [a, b] = [actual.data, expected.data] as [Elements, Elements];
  if (a.length !== b.length) return `${a.length} elements instead of ${b.length}`;
  const allowed = allowanceOf(allowance, dtype, scale);
  for (let i = 0; i < b.length; i++) {
    if (a[i] === b[i]) continue;
    const [x, y] = [Number(a[i]), Number(b[i])];
    if (Number.isNaN(x) && (Number.isNaN(y) || allowance.spreads)) continue;
    const isWithin = (most: number) => Math.abs(x - y) <= most && Number.isFinite(y);
    let most = allowed(y, i);
    // Where sizes add up to infinity, sums may be infinite in one order and not in another.
    if (most === Infinity || isWithin(most)) continue;
    if (allowance.relative > 0 && isHalf(dtype) && halfSteps(x, y, dtype) <= 1) continue;
    if (allowance.absolute > 0 && Number.isFinite(x - y)) most = Math.max(most, allowed(y, i, condition(i)));
    if (isWithin(most)) continue;
    return `element ${i} is ${a[i]} instead of ${b[i]}, of which ${most} is allowed`;
  }
  return undefined;
}

/** How far an element may lie from the expected one. */
function allowanceOf(
  { relative, absolute, halves = 0 }: Omit<Allowance, 'scale'>,
  dtype: DType,
  scale: number | Elements,
): (expected: number, i: number, size?: number) => number {
  if (!isFloating(dtype)) return () => 0;
  const unit = spacing[dtype] as number;
  const steps = absolute + (isHalf(dtype) ? halves * roundingsOf(dtype) : 0);
  const floor = relative * (least[dtype] ?? 0);
  return (expected, i, size = typeof scale === 'number' ? scale : Number(scale[i])) => {
    return (
      unit * ((Number.isFinite(expected) ? relative * Math.abs(expected) : 0) + (steps > 0 ? steps * size : 0)) + floor
    );
  };
}

/** How many numbers of a half dtype lie between two. */
function halfSteps(a: number, b: number, dtype: HalfDType): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Infinity;
  const [first, second] = Array.from(toHalfBits([a, b], dtype), place) as [number, number];
  return Math.abs(first - second);
}

function place(bits: number): number {
  return bits & 0x8000 ? -(bits & 0x7fff) : bits;
}
