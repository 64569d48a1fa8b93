import { bind } from '../bind.ts';
import { ArgumentError, ShapeError } from '../errors.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { checkAxes, formatShape, type Shape, sizeOf, stridesOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor } from './arguments.ts';

/** Along each axis `sizes` elements, from `starts` on, `steps` ≥ 1 apart, all of them within bounds. */
export interface SliceParams {
  readonly starts: readonly number[];
  readonly sizes: readonly number[];
  readonly steps: readonly number[];
}

/** Along each axis how many elements of `value` are put before, behind, and between neighbours. */
export interface PadParams {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly interior: readonly number[];
  readonly value: number;
}

/** A box of elements at regular distances. */
export const slicePrimitive: Primitive<SliceParams, 'required'> = /* @__PURE__ */ primitive<SliceParams>('slice', {
  output: ([x], { sizes }) => ({ shape: sizes, dtype: x.dtype }),
  vjp: ({ starts, sizes, steps }, { inputs: [x] }, dy) => {
    // Elements that were left out have no part in the result: zeros stand in their places.
    const high = x.shape.map((size, axis) => {
      const taken = sizes[axis]! === 0 ? 0 : (sizes[axis]! - 1) * steps[axis]! + 1;
      return size - starts[axis]! - taken;
    });
    return [bind(padPrimitive, [dy], { low: starts, high, interior: steps.map((step) => step - 1), value: 0 })];
  },
  view: (params, x) => contiguousStart(params, x.shape),
  cost: () => 0,
});

/** Axes turned round. */
export const flipPrimitive: Primitive<{ readonly axes: readonly number[] }, 'required'> = /* @__PURE__ */ primitive<{
  readonly axes: readonly number[];
}>('flip', {
  output: ([x]) => ({ shape: x.shape, dtype: x.dtype }),
  vjp: (params, _residuals, dy) => [bind(flipPrimitive, [dy], params)],
  cost: () => 0,
});

/** A constant around the elements and between them. */
export const padPrimitive: Primitive<PadParams, 'required'> = /* @__PURE__ */ primitive<PadParams>('pad', {
  output: ([x], { low, high, interior }) => ({
    shape: x.shape.map((size, a) => low[a]! + size + Math.max(0, size - 1) * interior[a]! + high[a]!),
    dtype: x.dtype,
  }),
  vjp: ({ low, interior }, { inputs: [x] }, dy) => [
    bind(slicePrimitive, [dy], { starts: low, sizes: x.shape, steps: interior.map((gap) => gap + 1) }),
  ],
  cost: () => 0,
});

/** Where a slice begins if its elements lie side by side in the input; undefined where they do not. */
function contiguousStart({ starts, sizes, steps }: SliceParams, shape: Shape): number | undefined {
  if (sizeOf(sizes) === 0) return 0;
  const strides = stridesOf(shape);
  let start = 0;
  let whole = true; // whether all axes behind this one are taken in full
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = sizes[axis]!;
    if (size > 1 && (!whole || steps[axis] !== 1)) return undefined;
    if (size !== shape[axis]) whole = false;
    start += starts[axis]! * strides[axis]!;
  }
  return start;
}

/** A bound of a slice: a number for the first axis, or one for each leading axis; null or undefined leaves it open. */
export type Bounds = number | null | undefined | readonly (number | null | undefined)[];

/**
 * A box of elements, as Python's `x[begin:end:step, …]` gives it.
 *
 * Negative bounds count from the end of the axis, bounds beyond it stop there, and open ones (null, undefined or left
 * out) reach to it. A negative step walks backwards. Axes that are not named are taken whole. Copies nothing where
 * only the leading axis is cut and the engine has views.
 *
 * @param x - any shape
 * @param begin - where to begin: a number for the first axis, or one entry an axis
 * @param end - where to end, the element there not included
 * @param steps - the distance between elements, 1 unless given; not 0
 * @returns a tensor of `x`'s rank and dtype
 * @throws ShapeError if more axes are named than `x` has
 * @throws ArgumentError if a bound is not a whole number or a step is 0
 * @source slicing of NumPy arrays
 *
 * @example
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * await slice(x, 1).array(); // [[4, 5, 6]]
 * await slice(x, [0, 1], [1, 3]).array(); // [[2, 3]]
 * await slice(x, [null, -1], [], [1, -2]).array(); // [[3, 1], [6, 4]]
 */
export function slice(x: TensorLike, begin: Bounds, end?: Bounds, steps?: Bounds): Tensor {
  const t = asTensor('slice', x);
  const [begins, ends, strides] = [begin, end, steps].map((bound) => boundsOf(bound)) as [Entries, Entries, Entries];
  const named = Math.max(begins.length, ends.length, strides.length);
  if (named > t.rank) {
    throw new ShapeError('slice', 'more axes are named than there are', {
      got: `${named} entries for shape ${formatShape(t.shape)}`,
      expected: `at most ${t.rank}`,
    });
  }
  const spans = t.shape.map((size, axis) => spanOf(size, axis, begins[axis], ends[axis], strides[axis]));
  const backwards = spans.flatMap(({ step, count }, axis) => (step < 0 && count > 1 ? [axis] : []));
  const params: SliceParams = {
    starts: spans.map(({ start, step, count }) => (step < 0 && count > 0 ? start + (count - 1) * step : start)),
    sizes: spans.map(({ count }) => count),
    steps: spans.map(({ step }) => Math.abs(step)),
  };
  const whole = t.shape.every((size, axis) => params.sizes[axis] === size);
  const forward = whole ? t : bind(slicePrimitive, [t], params);
  return backwards.length === 0 ? forward : bind(flipPrimitive, [forward], { axes: backwards });
}

type Entries = readonly (number | null | undefined)[];

function boundsOf(bound: Bounds): Entries {
  return bound == null ? [] : typeof bound === 'number' ? [bound] : bound;
}

/** What a slice takes of one axis. */
interface Span {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

function spanOf(
  size: number,
  axis: number,
  begin: number | null | undefined,
  end: number | null | undefined,
  stride: number | null | undefined,
): Span {
  const step = stride ?? 1;
  for (const value of [begin ?? 0, end ?? 0, step]) {
    if (!Number.isInteger(value)) {
      throw new ArgumentError('slice', 'a bound is not a whole number', { got: `${value} on axis ${axis}` });
    }
  }
  if (step === 0) throw new ArgumentError('slice', 'a step is 0', { got: `step 0 on axis ${axis}` });
  // The positions where a walk may begin and end: one further down for walks backwards.
  const lowest = step > 0 ? 0 : -1;
  const highest = step > 0 ? size : size - 1;
  const clamp = (value: number) => Math.min(Math.max(value < 0 ? value + size : value, lowest), highest);
  const start = begin == null ? (step > 0 ? lowest : highest) : clamp(begin);
  const stop = end == null ? (step > 0 ? highest : lowest) : clamp(end);
  const count = Math.max(0, Math.ceil((stop - start) / step));
  return { start: count === 0 ? 0 : start, step, count };
}

/**
 * The elements in reversed order along axes.
 *
 * @param x - any shape
 * @param axis - the axes to turn round; all of them unless given
 * @returns a tensor of `x`'s shape and dtype
 * @throws ShapeError if an axis does not exist
 * @source `keras.ops.flip`, `torch.flip`
 *
 * @example
 * await flip([[1, 2], [3, 4]], 1).array(); // [[2, 1], [4, 3]]
 */
export function flip(x: TensorLike, axis?: number | readonly number[]): Tensor {
  const t = asTensor('flip', x);
  const axes = checkAxes('flip', axis, t.rank).filter((place) => t.shape[place] !== 1);
  return axes.length === 0 ? t : bind(flipPrimitive, [t], { axes });
}
