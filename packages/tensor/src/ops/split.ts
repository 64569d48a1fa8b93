import { ArgumentError, ShapeError } from '../errors.ts';
import { checkAxis, formatShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor } from './arguments.ts';
import type { JoinOptions } from './join.ts';
import { squeeze } from './reshape.ts';
import { slice } from './slice.ts';

/**
 * Cuts a tensor into parts along an axis.
 *
 * @param x - any shape with at least one axis
 * @param parts - into how many equal parts, or at which indices to cut: [2, 5] gives 0…2, 2…5 and from 5 on
 * @param options - the axis, 0 unless given
 * @returns the parts in order
 * @throws ShapeError if the axis cannot be cut into so many equal parts
 * @throws ArgumentError if the indices are not whole numbers in ascending order
 * @source `keras.ops.split`, `numpy.split`
 *
 * @example
 * const [a, b] = split([1, 2, 3, 4], 2);
 * await b.array(); // [3, 4]
 */
export function split(x: TensorLike, parts: number | readonly number[], { axis = 0 }: JoinOptions = {}): Tensor[] {
  const t = asTensor('split', x);
  const place = checkAxis('split', axis, t.rank);
  const cuts = typeof parts === 'number' ? equalCuts(t, parts, place) : checkCuts(parts, t.shape[place]!);
  const ends = [...cuts, t.shape[place]!];
  return ends.map((end, i) => along(t, place, i === 0 ? 0 : ends[i - 1]!, end));
}

function along(x: Tensor, axis: number, begin: number, end: number): Tensor {
  const open = Array.from({ length: axis }, () => null);
  return slice(x, [...open, begin], [...open, end]);
}

function equalCuts(x: Tensor, count: number, axis: number): number[] {
  const size = x.shape[axis]!;
  if (!Number.isInteger(count) || count < 1 || size % count !== 0) {
    throw new ShapeError('split', 'the axis cannot be cut into so many equal parts', {
      got: `${count} parts of axis ${axis} of shape ${formatShape(x.shape)}`,
      expected: `a whole number that divides ${size}`,
      fix: 'Pass the indices at which to cut',
    });
  }
  return Array.from({ length: count - 1 }, (_, i) => ((i + 1) * size) / count);
}

function checkCuts(cuts: readonly number[], size: number): readonly number[] {
  const fits = cuts.every((cut, i) => Number.isInteger(cut) && cut >= (cuts[i - 1] ?? 0) && cut <= size);
  if (fits) return cuts;
  throw new ArgumentError('split', 'these are not indices at which to cut', {
    got: formatShape(cuts),
    expected: `whole numbers from 0 to ${size}, in ascending order`,
  });
}

/**
 * The slices along an axis, each without that axis.
 *
 * @param x - any shape with at least one axis
 * @param options - the axis, 0 unless given
 * @returns as many tensors as the axis is long
 * @throws ShapeError if the axis does not exist
 * @source `keras.ops.unstack`, `torch.unbind`
 *
 * @example
 * const [a, b] = unstack([[1, 2], [3, 4]], { axis: 1 });
 * await a.array(); // [1, 3]
 */
export function unstack(x: TensorLike, { axis = 0 }: JoinOptions = {}): Tensor[] {
  const t = asTensor('unstack', x);
  const place = checkAxis('unstack', axis, t.rank);
  return Array.from({ length: t.shape[place]! }, (_, i) => squeeze(along(t, place, i, i + 1), place));
}
