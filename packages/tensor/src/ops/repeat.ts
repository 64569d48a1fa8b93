import { ArgumentError, ShapeError } from '../errors.ts';
import { scope } from '../scope.ts';
import { checkAxis, formatShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor, upload } from './arguments.ts';
import { gather } from './gather.ts';
import type { AxisOption } from './reduce-options.ts';
import { broadcastTo, flatten, reshape } from './reshape.ts';

function checkCounts(op: string, counts: readonly number[]): void {
  for (const count of counts) {
    if (!Number.isInteger(count) || count < 0) {
      throw new ArgumentError(op, 'a number of repetitions cannot be', {
        got: String(count),
        expected: 'whole numbers of 0 or more',
      });
    }
  }
}

/**
 * The whole tensor again and again along axes.
 *
 * @param x - any shape
 * @param repeats - how often: a number for the last axis, or one for each; the shorter of shape and list is extended by
 * ones in front
 * @returns a tensor whose sizes are `x`'s times the repeats
 * @throws ArgumentError if a number of repetitions is not a whole number of 0 or more
 * @source `keras.ops.tile`, `torch.tile`
 *
 * @example
 * await tile([1, 2], [2, 2]).array(); // [[1, 2, 1, 2], [1, 2, 1, 2]]
 */
export function tile(x: TensorLike, repeats: number | readonly number[]): Tensor {
  const t = asTensor('tile', x);
  const list = typeof repeats === 'number' ? [repeats] : repeats;
  checkCounts('tile', list);
  const rank = Math.max(t.rank, list.length);
  const sizes = Array.from({ length: rank }, (_, axis) => t.shape[axis - rank + t.rank] ?? 1);
  const counts = Array.from({ length: rank }, (_, axis) => list[axis - rank + list.length] ?? 1);
  if (counts.every((count) => count === 1)) return reshape(t, sizes);
  return scope(() => {
    const apart = reshape(
      t,
      sizes.flatMap((size) => [1, size]),
    );
    const spread = broadcastTo(
      apart,
      sizes.flatMap((size, axis) => [counts[axis]!, size]),
    );
    return reshape(
      spread,
      sizes.map((size, axis) => size * counts[axis]!),
    );
  });
}

/**
 * Each element again and again, next to itself.
 *
 * @param x - any shape
 * @param repeats - how often: a number for all, or one for each slice along the axis
 * @param options - the axis; without one, `x` is flattened first
 * @returns a tensor in which the axis is as long as the repeats add up to
 * @throws ArgumentError if a number of repetitions is not a whole number of 0 or more
 * @throws ShapeError if the list of repeats is not as long as the axis
 * @source `keras.ops.repeat`, `torch.repeat_interleave`
 *
 * @example
 * await repeat([[1, 2]], 2, { axis: 1 }).array(); // [[1, 1, 2, 2]]
 * await repeat([1, 2], [1, 3]).array(); // [1, 2, 2, 2]
 */
export function repeat(x: TensorLike, repeats: number | readonly number[], { axis }: AxisOption = {}): Tensor {
  const given = asTensor('repeat', x);
  const t = axis === undefined ? flatten(given) : given;
  const place = checkAxis('repeat', axis ?? 0, t.rank);
  checkCounts('repeat', typeof repeats === 'number' ? [repeats] : repeats);
  return scope(() => (typeof repeats === 'number' ? repeatAll(t, repeats, place) : repeatEach(t, repeats, place)));
}

function repeatAll(x: Tensor, count: number, axis: number): Tensor {
  const before = x.shape.slice(0, axis);
  const behind = x.shape.slice(axis + 1);
  const size = x.shape[axis]!;
  const spread = broadcastTo(reshape(x, [...before, size, 1, ...behind]), [...before, size, count, ...behind]);
  return reshape(spread, [...before, size * count, ...behind]);
}

function repeatEach(x: Tensor, counts: readonly number[], axis: number): Tensor {
  if (counts.length !== x.shape[axis]) {
    throw new ShapeError('repeat', 'repeats is not as long as the axis', {
      got: `${counts.length} repeats for axis ${axis} of shape ${formatShape(x.shape)}`,
      expected: `one number, or ${x.shape[axis]}`,
    });
  }
  const places = Int32Array.from(counts.flatMap((count, i) => Array.from({ length: count }, () => i)));
  return gather(x, upload('repeat', places, 'int32', [places.length]), { axis });
}
