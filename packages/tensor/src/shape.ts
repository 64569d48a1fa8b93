import { ArgumentError, ShapeError } from './errors.ts';

/** The sizes of a tensor's axes, outermost first. A scalar's is empty. */
export type Shape = readonly number[];

/** The number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis] as number;
  return size;
}

/** `[2, 3]`, as error messages print a shape. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** Whether two shapes are the same. */
export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/** Row-major strides in elements: how far apart neighbours along each axis lie. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis] as number;
  }
  return strides;
}

/** The most elements that an array may have: of any dtype, every byte has a number that float64 represents exactly. */
const mostElements = 2 ** 50;

/** Whether a shape has no more elements than can be addressed, those of its axes of size 0 aside: kernels multiply the others. */
export function isAddressable(shape: Shape): boolean {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) size *= Math.max(1, shape[axis] as number);
  return size <= mostElements;
}

/** The error of a shape that is not addressable. */
export function notAddressable(op: string, what: string, shape: Shape): ShapeError {
  return new ShapeError(op, `${what} has more elements than can be addressed`, {
    got: formatShape(shape),
    expected: `at most ${mostElements} elements, with sizes of 0 counted as 1`,
  });
}

/**
 * Checks a shape: integer sizes, none negative, and a product that can be addressed.
 *
 * @throws ShapeError
 */
export function checkShape(op: string, shape: Shape): Shape {
  if (!Array.isArray(shape)) {
    throw new ArgumentError(op, 'shape is not an array', { got: String(shape), expected: 'an array such as [2, 3]' });
  }
  for (const size of shape) {
    if (!Number.isInteger(size) || size < 0) {
      throw new ShapeError(op, 'shape has a size that cannot be', {
        got: formatShape(shape),
        expected: 'integers of 0 or more',
      });
    }
  }
  if (!isAddressable(shape)) throw notAddressable(op, 'shape', shape);
  return shape;
}

/**
 * The axis that `axis` means in a tensor of `rank` axes; negative ones count from the end.
 *
 * @throws ShapeError if there is no such axis
 */
export function checkAxis(op: string, axis: number, rank: number, name = 'axis'): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new ShapeError(op, `${name} does not exist`, {
      got: `${name} ${axis} for a tensor of rank ${rank}`,
      expected: rank === 0 ? 'a tensor with at least one axis' : `a whole number from ${-rank} to ${rank - 1}`,
    });
  }
  return axis < 0 ? axis + rank : axis;
}

/**
 * The axes that an option names, sorted; all of them when it is left out.
 *
 * @throws ShapeError if one does not exist or is named twice
 */
export function checkAxes(op: string, axes: number | readonly number[] | undefined, rank: number): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, axis) => axis);
  const list = typeof axes === 'number' ? [axes] : axes;
  const checked = list.map((axis) => checkAxis(op, axis, rank)).sort((a, b) => a - b);
  for (let i = 1; i < checked.length; i++) {
    if (checked[i] === checked[i - 1]) {
      throw new ShapeError(op, 'an axis is named twice', { got: formatShape(list), expected: 'each axis once' });
    }
  }
  return checked;
}

/**
 * The shape that both shapes broadcast to, by NumPy's rule: aligned at the end, sizes equal or 1.
 *
 * @throws ShapeError
 */
export function broadcastShapes(op: string, a: Shape, b: Shape): Shape {
  if (sameShape(a, b)) return a;
  const rank = Math.max(a.length, b.length);
  const shape = new Array<number>(rank);
  for (let i = 1; i <= rank; i++) {
    const m = a[a.length - i] ?? 1;
    const n = b[b.length - i] ?? 1;
    if (m !== n && m !== 1 && n !== 1) {
      throw new ShapeError(op, 'shapes do not broadcast', {
        got: `${formatShape(a)} and ${formatShape(b)}`,
        expected: 'sizes that are equal or 1, aligned at the last axis',
      });
    }
    shape[rank - i] = m === 1 ? n : m;
  }
  return shape;
}

/** The shape left when `axes` (sorted) are reduced: dropped, or kept with size 1. */
export function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): Shape {
  if (keepDims) return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return shape.filter((_, axis) => !axes.includes(axis));
}
