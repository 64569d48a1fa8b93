import type { TypedArray } from '../../dtype.ts';
import { allocateArray } from '../../dtype.ts';
import type { View } from '../../engine/engine.ts';
import type { Abstract } from '../../primitive.ts';
import { sizeOf } from '../../shape.ts';

/** What the reference engine knows an array by. */
export type Handle = TypedArray;

/** Elements that are JavaScript numbers: of every dtype but int64. */
export type Numbers = Exclude<TypedArray, BigInt64Array>;

/** The elements of a view, exactly as many as its shape has. Shares the memory: kernels only read it. */
export function elementsOf(view: View<Handle>): TypedArray {
  const { handle } = view.storage;
  const size = sizeOf(view.shape);
  return view.offset === 0 && handle.length === size ? handle : handle.subarray(view.offset, view.offset + size);
}

/** {@link elementsOf} where the dtype is known not to be int64. */
export function numbersOf(view: View<Handle>): Numbers {
  return elementsOf(view) as Numbers;
}

/** {@link elementsOf} of int64. */
export function bigintsOf(view: View<Handle>): BigInt64Array {
  return elementsOf(view) as BigInt64Array;
}

/** Zeros for an output. */
export function arrayFor({ dtype, shape }: Abstract): TypedArray {
  return allocateArray(dtype, sizeOf(shape));
}

/** An axis seen as the middle one of three: what lies outside of it, the axis, and what lies inside. */
export function aroundAxis(shape: readonly number[], axis: number): { outer: number; size: number; inner: number } {
  return {
    outer: sizeOf(shape.slice(0, axis)),
    size: shape[axis] as number,
    inner: sizeOf(shape.slice(axis + 1)),
  };
}
