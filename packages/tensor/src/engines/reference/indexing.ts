import type { TypedArray } from '../../dtype.ts';
import type { Kernels, View } from '../../engine/engine.ts';
import { ArgumentError } from '../../errors.ts';
import { stridesOf } from '../../shape.ts';
import { aroundAxis, arrayFor, elementsOf, type Handle } from './arrays.ts';
import { copyStrided, positionOf, spreadStrided } from './layout.ts';

/** Indices, each of which is one of 0 … size − 1: checked in their own dtype, before an int64 becomes a number. */
function checkedIndices(op: string, indices: View<Handle>, axis: number, size: number): ArrayLike<number> {
  const elements = elementsOf(indices);
  for (let i = 0; i < elements.length; i++) {
    const index = elements[i]!;
    if (index < 0 || index >= size) {
      throw new ArgumentError(op, 'an index is out of range', {
        got: `index ${index} for axis ${axis} of size ${size}`,
        expected: size === 0 ? 'no index at all: the axis is empty' : `integers from 0 to ${size - 1}`,
      });
    }
  }
  return elements instanceof BigInt64Array ? Float64Array.from(elements, Number) : elements;
}

/** Adds `count` elements to others. */
function addRun(to: TypedArray, p: number, from: TypedArray, q: number, count: number): void {
  // Both are of one dtype: int64 beside int64, numbers beside numbers.
  const [y, x] = [to, from] as [Float64Array, Float64Array];
  for (let i = 0; i < count; i++) y[p + i]! += x[q + i]!;
}

/**
 * For each element of `indices`, which has x's shape but along the axis: the position that it names in x. Calls back with
 * that and the element's own position.
 */
function eachAlongAxis(
  indices: ArrayLike<number>,
  shape: readonly number[],
  axis: number,
  size: number,
  visit: (own: number, named: number) => void,
): void {
  const { size: along, inner } = aroundAxis(shape, axis);
  for (let own = 0; own < indices.length; own++) {
    const outer = Math.floor(own / (along * inner));
    visit(own, (outer * size + indices[own]!) * inner + (own % inner));
  }
}

/** The starts of a dynamic slice, held within bounds. */
function clampedStarts(starts: View<Handle>, shape: readonly number[], sizes: readonly number[]): number[] {
  const wanted = Array.from<number | bigint, number>(elementsOf(starts), Number); // one that rounds lies far outside
  return shape.map((size, axis) => Math.max(0, Math.min(size - sizes[axis]!, wanted[axis]!)));
}

/** Reading and writing where other tensors say. */
export const indexingKernels = {
  gather: ([x, indices], { axis }, [output]) => {
    const y = arrayFor(output);
    const { outer, size, inner } = aroundAxis(x.shape, axis);
    const at = checkedIndices('gather', indices, axis, size);
    const from = elementsOf(x);
    let done = 0;
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < at.length; i++, done += inner) {
        const start = (o * size + at[i]!) * inner;
        for (let j = 0; j < inner; j++) y[done + j] = from[start + j]!;
      }
    }
    return [y];
  },
  scatterAdd: ([x, indices, updates], { axis }) => {
    const y = elementsOf(x).slice();
    const { outer, size, inner } = aroundAxis(x.shape, axis);
    const at = checkedIndices('scatterAdd', indices, axis, size);
    const from = elementsOf(updates);
    let done = 0;
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < at.length; i++, done += inner) addRun(y, (o * size + at[i]!) * inner, from, done, inner);
    }
    return [y];
  },
  takeAlongAxis: ([x, indices], { axis }, [output]) => {
    const y = arrayFor(output);
    const size = x.shape[axis]!;
    const at = checkedIndices('takeAlongAxis', indices, axis, size);
    const from = elementsOf(x);
    eachAlongAxis(at, indices.shape, axis, size, (own, named) => {
      y[own] = from[named]!;
    });
    return [y];
  },
  scatterAddAlongAxis: ([x, indices, updates], { axis }) => {
    const y = elementsOf(x).slice();
    const size = x.shape[axis]!;
    const at = checkedIndices('scatterAddAlongAxis', indices, axis, size);
    const from = elementsOf(updates);
    eachAlongAxis(at, indices.shape, axis, size, (own, named) => addRun(y, named, from, own, 1));
    return [y];
  },
  dynamicSlice: ([x, starts], { sizes }, [output]) => {
    const y = arrayFor(output);
    const strides = stridesOf(x.shape);
    copyStrided(elementsOf(x), positionOf(clampedStarts(starts, x.shape, sizes), strides), sizes, strides, y);
    return [y];
  },
  dynamicUpdateSlice: ([x, update, starts]) => {
    const y = elementsOf(x).slice();
    const strides = stridesOf(x.shape);
    const at = positionOf(clampedStarts(starts, x.shape, update.shape), strides);
    spreadStrided(elementsOf(update), update.shape, y, at, strides);
    return [y];
  },
} satisfies Partial<Kernels<Handle>>;
