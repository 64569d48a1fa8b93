import { type Shape, sizeOf, stridesOf } from '../../shape.ts';

/**
 * How several arrays are walked together in the row-major order of one shape: its axes, as few as possible, and for
 * each array how far apart its elements lie along each of them (0 where it is repeated).
 */
export interface Walk {
  readonly sizes: readonly number[];
  /** One list for each array, one entry for each axis. */
  readonly strides: readonly (readonly number[])[];
}

/** Joins axes that lie side by side in every array, so that the last one, which kernels loop over, is long. */
export function walkOf(shape: Shape, strides: readonly (readonly number[])[]): Walk {
  const sizes: number[] = [];
  const joined: number[][] = strides.map(() => []);
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const last = sizes.length - 1;
    const joins = last >= 0 && strides.every((s, k) => joined[k]![last] === s[axis]! * size);
    if (joins) sizes[last]! *= size;
    else sizes.push(size);
    strides.forEach((s, k) => {
      joined[k]![joins ? last : last + 1] = s[axis]!;
    });
  });
  if (sizes.length === 0) return { sizes: [1], strides: strides.map(() => [1]) };
  return { sizes, strides: joined };
}

/** The strides of an array of shape `from` when it is broadcast to `to`. */
export function broadcastStrides(from: Shape, to: Shape): number[] {
  const own = stridesOf(from);
  const lead = to.length - from.length;
  return to.map((_, axis) => (axis < lead || from[axis - lead] === 1 ? 0 : own[axis - lead]!));
}

/** The walk over arrays that broadcast to `shape`. */
export function broadcastWalk(shape: Shape, operands: readonly Shape[]): Walk {
  return walkOf(
    shape,
    operands.map((operand) => broadcastStrides(operand, shape)),
  );
}

/**
 * Visits the rows of a walk: runs along its last axis.
 *
 * @param visit - given how many elements were walked before the row, and where the row begins in each array
 */
export function eachRow({ sizes, strides }: Walk, visit: (done: number, starts: readonly number[]) => void): void {
  const last = sizes.length - 1;
  const length = sizes[last]!;
  const total = sizeOf(sizes);
  const index = new Array<number>(last).fill(0);
  const starts = strides.map(() => 0);
  for (let done = 0; done < total; done += length) {
    visit(done, starts);
    for (let axis = last - 1; axis >= 0; axis--) {
      const turned = ++index[axis]! === sizes[axis]!;
      for (let k = 0; k < starts.length; k++) starts[k]! += strides[k]![axis]! * (turned ? 1 - sizes[axis]! : 1);
      if (!turned) break;
      index[axis] = 0;
    }
  }
}
