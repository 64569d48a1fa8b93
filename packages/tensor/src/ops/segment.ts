import { bind } from '../bind.ts';
import { ArgumentError, ShapeError } from '../errors.ts';
import { scope } from '../scope.ts';
import { formatShape, stridesOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { indices as asIndices, asTensor } from './arguments.ts';
import { tensor } from './create.ts';
import { embeddingGradientPrimitive, gather } from './gather.ts';
import { sum } from './reduce.ts';
import { reshape } from './reshape.ts';

/** Options of {@link segmentSum}. */
export interface SegmentOptions {
  /** How many segments there are; the highest id is below it. */
  numSegments: number;
}

/**
 * Sums of slices that share an id: y[s] = Σ x[i] over all i with segmentIds[i] = s.
 *
 * @param x - [n, …]
 * @param segmentIds - [n] whole numbers, in any order
 * @param options - see {@link SegmentOptions}
 * @returns [numSegments, …]; zeros for a segment without slices
 * @throws ShapeError if there is not one id for each slice
 * @throws ArgumentError if `numSegments` is not a whole number of 0 or more
 * @source `keras.ops.segment_sum`
 *
 * @example
 * await segmentSum([1, 2, 3], [0, 1, 0], { numSegments: 2 }).array(); // [4, 2]
 */
export function segmentSum(x: TensorLike, segmentIds: TensorLike, { numSegments }: SegmentOptions): Tensor {
  const t = asTensor('segmentSum', x);
  const ids = asIndices('segmentSum', segmentIds);
  if (!Number.isInteger(numSegments) || numSegments < 0) {
    throw new ArgumentError('segmentSum', 'numSegments is not a number of segments', {
      got: String(numSegments),
      expected: 'a whole number of 0 or more',
    });
  }
  if (t.rank === 0 || ids.rank !== 1 || ids.size !== t.shape[0]) {
    throw new ShapeError('segmentSum', 'there is not one id for each slice', {
      got: `x ${formatShape(t.shape)} and segmentIds ${formatShape(ids.shape)}`,
      expected: 'x [n, …] and segmentIds [n]',
    });
  }
  return bind(embeddingGradientPrimitive, [ids, t], { axis: 0, size: numSegments });
}

/**
 * Slices of `x` at places given by several indices each: y[…] = x[i₀, …, i_k] for (i₀, …, i_k) = indices[…].
 *
 * @param x - any shape
 * @param indices - [..., k] whole numbers within the sizes of the first k axes of `x`
 * @returns the shape of `indices` without its last axis, then the axes of `x` behind the first k
 * @throws ShapeError if k is larger than the rank of `x`
 * @throws DTypeError if the indices are not whole numbers
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
  return scope(() => {
    const lead = t.shape.slice(0, depth);
    const strides = tensor(Int32Array.from(stridesOf(lead)));
    const flat = sum(places.mul(strides), { axis: -1 });
    return gather(reshape(t, [lead.reduce((a, b) => a * b, 1), ...t.shape.slice(depth)]), flat);
  });
}
