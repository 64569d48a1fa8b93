import { ArgumentError, ShapeError } from '../errors.ts';
import { scope } from '../scope.ts';
import { checkAxis, formatShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor } from './arguments.ts';
import { concat } from './join.ts';
import { flatten, reshape } from './reshape.ts';
import { split } from './split.ts';

/** Options of {@link roll}. */
export interface RollOptions {
  /** The axis, or one for each shift. Without one, elements move in row-major order over the whole tensor. */
  axis?: number | readonly number[] | undefined;
}

/**
 * Elements moved along axes; what leaves at one end comes in at the other.
 *
 * @param x - any shape
 * @param shift - by how many places, towards higher indices; or one number for each axis
 * @param options - see {@link RollOptions}
 * @returns a tensor of `x`'s shape and dtype
 * @throws ArgumentError if a shift is not a whole number
 * @throws ShapeError if an axis does not exist, or there is not one axis for each shift
 * @source `keras.ops.roll`, `torch.roll`
 *
 * @example
 * await roll([1, 2, 3, 4], 1).array(); // [4, 1, 2, 3]
 */
export function roll(x: TensorLike, shift: number | readonly number[], { axis }: RollOptions = {}): Tensor {
  const t = asTensor('roll', x);
  const shifts = typeof shift === 'number' ? [shift] : shift;
  for (const places of shifts) {
    if (!Number.isInteger(places)) {
      throw new ArgumentError('roll', 'a shift is not a whole number', { got: String(places) });
    }
  }
  if (axis === undefined) {
    const all = shifts.reduce((sum, places) => sum + places, 0);
    return scope(() => reshape(rolled(flatten(t), all, 0), t.shape));
  }
  const axes = typeof axis === 'number' ? [axis] : axis;
  if (axes.length !== shifts.length) {
    throw new ShapeError('roll', 'there is not one axis for each shift', {
      got: `shifts ${formatShape(shifts)} and axes ${formatShape(axes)}`,
      expected: 'as many of one as of the other',
    });
  }
  const checked = axes.map((place) => checkAxis('roll', place, t.rank));
  return scope(() => checked.reduce((result, place, i) => rolled(result, shifts[i]!, place), t));
}

function rolled(x: Tensor, shift: number, axis: number): Tensor {
  const size = x.shape[axis]!;
  const places = size === 0 ? 0 : ((shift % size) + size) % size;
  if (places === 0) return x;
  const [head, tail] = split(x, [size - places], { axis }) as [Tensor, Tensor];
  return concat([tail, head], { axis });
}
