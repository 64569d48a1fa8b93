import type { TypedArray } from '../../dtype.ts';
import type { Kernels } from '../../engine/engine.ts';
import { stridesOf } from '../../shape.ts';
import { aroundAxis, arrayFor, elementsOf, type Handle } from './arrays.ts';
import { broadcastStrides, eachRow, walkOf } from './walk.ts';

/** Copies elements, in the order of a shape, from where strides and an offset place them in `from`. */
export function copyStrided(
  from: TypedArray,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
  to: TypedArray,
): void {
  const walk = walkOf(shape, [strides]);
  const n = walk.sizes.at(-1)!;
  const step = walk.strides[0]!.at(-1)!;
  eachRow(walk, (done, [start]) => {
    let p = offset + start!;
    for (let i = 0; i < n; i++, p += step) to[done + i] = from[p]!;
  });
}

/** Copies elements one after the other to where strides and an offset place them in `to`. */
export function spreadStrided(
  from: TypedArray,
  shape: readonly number[],
  to: TypedArray,
  offset: number,
  strides: readonly number[],
): void {
  const walk = walkOf(shape, [strides]);
  const n = walk.sizes.at(-1)!;
  const step = walk.strides[0]!.at(-1)!;
  eachRow(walk, (done, [start]) => {
    let p = offset + start!;
    for (let i = 0; i < n; i++, p += step) to[p] = from[done + i]!;
  });
}

/** The position of an index in an array of some strides. */
export function positionOf(index: readonly number[], strides: readonly number[]): number {
  return index.reduce((position, i, axis) => position + i * strides[axis]!, 0);
}

/** Elements in other places. */
export const layoutKernels = {
  transpose: ([x], { permutation }, [output]) => {
    const y = arrayFor(output);
    const strides = stridesOf(x.shape);
    copyStrided(
      elementsOf(x),
      0,
      output.shape,
      permutation.map((axis) => strides[axis]!),
      y,
    );
    return [y];
  },
  broadcastTo: ([x], { shape }, [output]) => {
    const y = arrayFor(output);
    copyStrided(elementsOf(x), 0, shape, broadcastStrides(x.shape, shape), y);
    return [y];
  },
  slice: ([x], { starts, steps }, [output]) => {
    const y = arrayFor(output);
    const strides = stridesOf(x.shape);
    copyStrided(
      elementsOf(x),
      positionOf(starts, strides),
      output.shape,
      strides.map((s, axis) => s * steps[axis]!),
      y,
    );
    return [y];
  },
  flip: ([x], { axes }, [output]) => {
    const y = arrayFor(output);
    const strides = stridesOf(x.shape);
    const last = x.shape.map((size, axis) => (axes.includes(axis) ? size - 1 : 0));
    const turned = strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride));
    copyStrided(elementsOf(x), positionOf(last, strides), output.shape, turned, y);
    return [y];
  },
  pad: ([x], { low, interior, value }, [output]) => {
    const y = arrayFor(output);
    if (value !== 0) y.fill((y instanceof BigInt64Array ? BigInt(value) : value) as never);
    const strides = stridesOf(output.shape);
    const apart = strides.map((stride, axis) => stride * (interior[axis]! + 1));
    spreadStrided(elementsOf(x), x.shape, y, positionOf(low, strides), apart);
    return [y];
  },
  concat: (inputs, { axis }, [output]) => {
    const y = arrayFor(output);
    const { outer, size, inner } = aroundAxis(output.shape, axis);
    let at = 0;
    for (const input of inputs) {
      const from = elementsOf(input);
      const run = input.shape[axis]! * inner;
      for (let o = 0; o < outer; o++) {
        y.set(from.subarray(o * run, (o + 1) * run) as never, o * size * inner + at);
      }
      at += run;
    }
    return [y];
  },
} satisfies Partial<Kernels<Handle>>;
