import { type DType, type FloatDType, isFloating } from '../dtype.ts';
import { formatShape, type Shape, sameShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';

/** How far numbers may lie apart: |a − b| ≤ atol + rtol · |b|. */
export interface Tolerance {
  /**
   * Relative to the expected number. Unless given, 1e-5 in float32, 1e-10 in float64, 1e-3 in float16, 1.6e-2 in
   * bfloat16, 0 in other dtypes.
   */
  readonly rtol?: number | undefined;
  /** Absolute. Unless given, 1e-6 in float32, 1e-12 in float64, 1e-5 in float16 and bfloat16, 0 in other dtypes. */
  readonly atol?: number | undefined;
}

/** A tolerance with everything in it. */
export interface Bounds {
  readonly rtol: number;
  readonly atol: number;
}

/** No tolerance: numbers are equal, or both NaN. */
export const exact: Bounds = { rtol: 0, atol: 0 };

const tolerances: Readonly<Record<FloatDType, Bounds>> = {
  float64: { rtol: 1e-10, atol: 1e-12 },
  float32: { rtol: 1e-5, atol: 1e-6 },
  float16: { rtol: 1e-3, atol: 1e-5 },
  bfloat16: { rtol: 1.6e-2, atol: 1e-5 },
};

/** The tolerance of a dtype where none is given. */
export function toleranceOf(dtype: DType, { rtol, atol }: Tolerance = {}): Bounds {
  const usual = isFloating(dtype) ? tolerances[dtype] : exact;
  return { rtol: rtol ?? usual.rtol, atol: atol ?? usual.atol };
}

type Elements = ArrayLike<number | bigint>;

function isClose(a: number | bigint, b: number | bigint, rtol: number, atol: number): boolean {
  if (a === b) return true;
  const [x, y] = [Number(a), Number(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) && Number.isNaN(y);
  return Number.isFinite(y) && Math.abs(x - y) <= atol + rtol * Math.abs(y);
}

/** The index of a position in row-major order. */
function indexAt(position: number, shape: Shape): readonly number[] {
  const index = new Array<number>(shape.length);
  let rest = position;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return index;
}

/**
 * What is wrong with elements that should be others; undefined where nothing is. NaN equals NaN.
 *
 * @returns the first index that differs, what is there and what should be, and how many do
 */
export function differenceOf(
  actual: Elements,
  expected: Elements,
  shape: Shape,
  tolerance: Bounds,
): string | undefined {
  if (actual.length !== expected.length) return `${actual.length} elements instead of ${expected.length}`;
  let first = -1;
  let count = 0;
  for (let i = 0; i < expected.length; i++) {
    if (isClose(actual[i]!, expected[i]!, tolerance.rtol, tolerance.atol)) continue;
    if (first < 0) first = i;
    count += 1;
  }
  if (count === 0) return undefined;
  const place = formatShape(indexAt(first, shape));
  const more = count === 1 ? '' : ` (${count} of ${expected.length} elements differ)`;
  const within = tolerance.rtol || tolerance.atol ? ` within ${tolerance.atol} + ${tolerance.rtol} · |expected|` : '';
  return `element ${place} is ${actual[first]}, expected ${expected[first]}${within}${more}`;
}

/** What is wrong with a tensor that should be like another, shape and dtype included. */
export async function tensorDifference(
  actual: Tensor,
  expected: Tensor,
  tolerance?: Tolerance,
): Promise<string | undefined> {
  if (actual.dtype !== expected.dtype) return `dtype ${actual.dtype} instead of ${expected.dtype}`;
  if (!sameShape(actual.shape, expected.shape)) {
    return `shape ${formatShape(actual.shape)} instead of ${formatShape(expected.shape)}`;
  }
  const [a, b] = [await actual.data(), await expected.data()];
  return differenceOf(a, b, expected.shape, toleranceOf(expected.dtype, tolerance));
}
