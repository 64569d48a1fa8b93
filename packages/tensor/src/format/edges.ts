import type { TypedArray } from '../dtype.ts';
import { withEngine } from '../engine/current.ts';
import { withLevel } from '../level.ts';
import { gather } from '../ops/gather.ts';
import { scope } from '../scope.ts';
import { type Shape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { edge } from './layout.ts';

/** Larger tensors show the ends of their axes only. */
const threshold = 1000;
/** The most elements that are shown: many short axes have no ends to cut to. */
const limit = 10_000;

/** The elements to be shown. */
export interface Edges {
  readonly data: TypedArray;
  readonly shape: Shape;
  readonly isCut: readonly boolean[];
}

/**
 * Reads the elements of a tensor that are to be shown, and only those: a large one is cut on its engine first.
 *
 * @returns undefined where they are too many
 */
export function readEdges(x: Tensor): Edges | undefined {
  const isCut = x.shape.map((size) => x.size > threshold && size > 2 * edge);
  const shape = x.shape.map((size, axis) => (isCut[axis] ? 2 * edge : size));
  if (sizeOf(shape) > limit) return undefined;
  // Below all transforms, whichever runs now: reading is no part of what they see.
  const read = () => scope(() => cut(x, isCut).dataSync());
  return { data: withEngine(x.engine, () => withLevel(undefined, read)), shape, isCut };
}

function cut(x: Tensor, isCut: readonly boolean[]): Tensor {
  return isCut.reduce((rest, cuts, axis) => {
    const size = x.shape[axis] as number;
    const ends = Array.from({ length: 2 * edge }, (_, i) => (i < edge ? i : size - 2 * edge + i));
    return cuts ? gather(rest, ends, { axis }) : rest;
  }, x);
}
