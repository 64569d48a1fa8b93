import { bind } from '../bind.ts';
import { integerRange } from '../dtype.ts';
import { ArgumentError, ShapeError } from '../errors.ts';
import { scope } from '../scope.ts';
import { checkShape, formatShape, type Shape, sizeOf, stridesOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { indices as asIndices, asTensor, lookUp } from './arguments.ts';
import { cast } from './cast.ts';
import { tensor } from './create.ts';
import { embeddingGradientPrimitive, gather } from './gather.ts';
import { logicalAnd } from './logic.ts';
import { all, sum } from './reduce.ts';
import { reshape } from './reshape.ts';
import { where } from './where.ts';

/** Options of {@link segmentSum}. */
export interface SegmentOptions {
  /** How many segments there are; the highest id is below it. */
  numSegments: number;
}

/**
 * Sums of slices that share an id: y[s] = Σ x[i] over all i with segmentIds[i] = s. An id out of range throws, or counts
 * as the nearest, where an index of {@link gather} does.
 *
 * @param x - [n, …]; bools count as int32
 * @param segmentIds - [n] integers, in any order
 * @param options - see {@link SegmentOptions}
 * @returns [numSegments, …]; zeros for a segment without slices
 * @throws ShapeError if there is not one id for each slice
 * @throws ArgumentError if `numSegments` is not an integer of 0 or more, or an id is out of range
 * @source `keras.ops.segment_sum`
 *
 * @example
 * await segmentSum([1, 2, 3], [0, 1, 0], { numSegments: 2 }).array(); // [4, 2]
 */
export function segmentSum(x: TensorLike, segmentIds: TensorLike, { numSegments }: SegmentOptions): Tensor {
  const given = asTensor('segmentSum', x);
  const t = given.dtype === 'bool' ? cast(given, 'int32') : given;
  const ids = asIndices('segmentSum', segmentIds);
  if (!Number.isInteger(numSegments) || numSegments < 0) {
    throw new ArgumentError('segmentSum', 'numSegments is not a number of segments', {
      got: String(numSegments),
      expected: 'an integer of 0 or more',
    });
  }
  if (t.rank === 0 || ids.rank !== 1 || ids.size !== t.shape[0]) {
    throw new ShapeError('segmentSum', 'there is not one id for each slice', {
      got: `x ${formatShape(t.shape)} and segmentIds ${formatShape(ids.shape)}`,
      expected: 'x [n, …] and segmentIds [n]',
    });
  }
  checkShape('segmentSum', [numSegments, ...t.shape.slice(1)]);
  return lookUp('segmentSum', () => bind(embeddingGradientPrimitive, [ids, t], { axis: 0, size: numSegments }));
}

/**
 * Slices of `x` at places given by several indices each: y[…] = x[i₀, …, i_k] for (i₀, …, i_k) = indices[…].
 *
 * An index out of range throws or takes some other slice, as {@link gather} does.
 *
 * @param x - any shape
 * @param indices - [..., k] integers within the sizes of the first k axes of `x`
 * @returns the shape of `indices` without its last axis, then the axes of `x` behind the first k
 * @throws ShapeError if k is larger than the rank of `x`
 * @throws ArgumentError if an index is out of range
 * @throws DTypeError if the indices are not integers
 * @source `tf.gather_nd`
 *
 * @example
 * await gatherND([[1, 2], [3, 4]], [[0, 1], [1, 0]]).array(); // [2, 3]
 */
export function gatherND(x: TensorLike, indices: TensorLike): Tensor {
  const t = asTensor('gatherND', x);
  const places = asIndices('gatherND', indices);
  const depth = places.shape.at(-1) ?? Number.POSITIVE_INFINITY;
  if (depth > t.rank) {
    throw new ShapeError('gatherND', 'the places have more indices than x has axes', {
      got: `x ${formatShape(t.shape)} and indices ${formatShape(places.shape)}`,
      expected: 'indices [..., k] with k no more than the rank of x',
    });
  }
  const lead = t.shape.slice(0, depth);
  return scope(() => {
    const rows = reshape(t, [sizeOf(lead), ...t.shape.slice(depth)]);
    const flat = flatPlaces(places, lead);
    return lookUp('gatherND', () => gather(rows, flat), {
      got: `indices ${formatShape(places.shape)} for axes of sizes ${formatShape(lead)}`,
      expected: 'indices[..., i] from 0 to x.shape[i] - 1',
    });
  });
}

/** Places [..., k] as row-major positions in an array of k axes. Where an index is out of range, it is one that no row has. */
function flatPlaces(places: Tensor, sizes: Shape): Tensor {
  if (sizes.length === 1) return reshape(places, places.shape.slice(0, -1)); // gather checks it as it is
  const size = sizeOf(sizes);
  const wide = places.dtype === 'int64' || Math.max(size, ...sizes) > integerRange('int32')[1];
  const given = (list: readonly number[]) =>
    tensor([...list], { shape: [list.length], dtype: wide ? 'int64' : 'int32' });
  const within = all(logicalAnd(places.greaterEqual(0), places.less(given(sizes))), { axis: -1 });
  return where(within, sum(places.mul(given(stridesOf(sizes))), { axis: -1 }), size);
}
