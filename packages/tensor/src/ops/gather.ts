import { bind } from '../bind.ts';
import { ShapeError } from '../errors.ts';
import { type Abstract, fusedPrimitive, type Primitive, primitive } from '../primitive.ts';
import { scope } from '../scope.ts';
import { broadcastShapes, checkAxis, formatShape, type Shape, sameShape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { indices as asIndices, asTensor, promoted } from './arguments.ts';
import { cast } from './cast.ts';
import { zeros } from './create.ts';
import { broadcastTo } from './reshape.ts';

/** The axis that indices refer to. */
export interface IndexParams {
  readonly axis: number;
}

/** Options of operations that look up along an axis. */
export interface GatherOptions {
  /**
   * The axis of `x` that the indices refer to.
   * @defaultValue 0
   */
  axis?: number | undefined;
}

/** Slices of x by index. Inputs: x, indices (int32 or int64, any shape, which replaces the axis). */
export const gatherPrimitive: Primitive<IndexParams, 'required'> = /* @__PURE__ */ primitive<IndexParams>('gather', {
  output: ([x, indices], { axis }) => ({ shape: gatheredShape(x.shape, indices.shape, axis), dtype: x.dtype }),
  saves: { inputs: [1] },
  vjp: ({ axis }, { inputs: [x, indices] }, dy) => [
    bind(embeddingGradientPrimitive, [indices, dy], { axis, size: x.shape[axis] as number }),
  ],
});

/** Where slices are summed: along which axis, and how large it becomes. */
export interface EmbeddingGradientParams extends IndexParams {
  readonly size: number;
}

/** Sums of slices that share an index, zeros where there is none. Inputs: indices, slices (shaped as gather's output). */
export const embeddingGradientPrimitive: Primitive<EmbeddingGradientParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<EmbeddingGradientParams>('embeddingGradient', {
    output: ([indices, dy], { axis, size }) => ({
      shape: [...dy.shape.slice(0, axis), size, ...dy.shape.slice(axis + indices.shape.length)],
      dtype: dy.dtype,
    }),
    saves: { inputs: [0] },
    vjp: ({ axis }, { inputs: [indices] }, dy) => [undefined, bind(gatherPrimitive, [dy, indices], { axis })],
    decompose: ({ axis, size }, [indices, dy]) => {
      const shape = [...dy.shape.slice(0, axis), size, ...dy.shape.slice(axis + indices.rank)];
      return [bind(scatterAddPrimitive, [zerosLike({ shape, dtype: dy.dtype }), indices, dy], { axis })];
    },
    cost: ([, dy]) => sizeOf(dy.shape),
  });

/** x with slices added to its own, by index. Inputs: x, indices, updates (shaped as what gather gives). */
export const scatterAddPrimitive: Primitive<IndexParams, 'required'> = /* @__PURE__ */ primitive<IndexParams>(
  'scatterAdd',
  {
    output: ([x]) => ({ shape: x.shape, dtype: x.dtype }),
    saves: { inputs: [1] },
    vjp: (params, { inputs: [, indices], wanted }, dy) => [
      dy,
      undefined,
      wanted[2] ? bind(gatherPrimitive, [dy, indices], params) : undefined,
    ],
    cost: ([, , updates]) => sizeOf(updates.shape),
  },
);

/** Single elements by index along an axis. Inputs: x, indices (int32 or int64, as large as x on every other axis). */
export const takeAlongAxisPrimitive: Primitive<IndexParams, 'required'> = /* @__PURE__ */ primitive<IndexParams>(
  'takeAlongAxis',
  {
    output: ([x, indices]) => ({ shape: indices.shape, dtype: x.dtype }),
    saves: { inputs: [1] },
    vjp: (params, { inputs: [x, indices] }, dy) => [
      bind(scatterAddAlongAxisPrimitive, [zerosLike(x), indices, dy], params),
    ],
  },
);

/** x with single elements added by index along an axis. Inputs: x, indices, updates (of the shape of indices). */
export const scatterAddAlongAxisPrimitive: Primitive<IndexParams, 'required'> = /* @__PURE__ */ primitive<IndexParams>(
  'scatterAddAlongAxis',
  {
    output: ([x]) => ({ shape: x.shape, dtype: x.dtype }),
    saves: { inputs: [1] },
    vjp: (params, { inputs: [, indices], wanted }, dy) => [
      dy,
      undefined,
      wanted[2] ? bind(takeAlongAxisPrimitive, [dy, indices], params) : undefined,
    ],
    cost: ([, , updates]) => sizeOf(updates.shape),
  },
);

function gatheredShape(x: Shape, indices: Shape, axis: number): Shape {
  return [...x.slice(0, axis), ...indices, ...x.slice(axis + 1)];
}

function zerosLike({ shape, dtype }: Abstract): Tensor {
  return zeros(shape, { dtype });
}

/**
 * Slices of `x` by their index along an axis: rows of a table, columns of a matrix, embeddings of tokens.
 *
 * An index outside 0 … n−1 never reads other memory: the engine throws an ArgumentError if it can see the index, else
 * takes the nearest slice.
 *
 * @param x - any shape with at least one axis
 * @param indices - integers of any shape
 * @param options - see {@link GatherOptions}
 * @returns `x`'s shape with `axis` replaced by the shape of `indices`
 * @throws ShapeError if the axis does not exist
 * @throws DTypeError if the indices are not integers
 * @source `keras.ops.take`, `torch.index_select`
 *
 * @example
 * await gather([[1, 2], [3, 4]], [1, 1, 0]).array(); // [[3, 4], [3, 4], [1, 2]]
 * await gather([[1, 2], [3, 4]], 1, { axis: 1 }).array(); // [2, 4]
 */
export function gather(x: TensorLike, indices: TensorLike, { axis = 0 }: GatherOptions = {}): Tensor {
  const t = asTensor('gather', x);
  return bind(gatherPrimitive, [t, asIndices('gather', indices)], { axis: checkAxis('gather', axis, t.rank) });
}

/**
 * `x` with slices added at indices along an axis; where an index is repeated, all of its slices are added. The
 * sum of bools is whether any is true. An index out of range throws or is the nearest, as that of {@link gather}.
 *
 * @param x - any shape with at least one axis
 * @param indices - integers of any shape
 * @param updates - `x`'s shape with `axis` replaced by the shape of `indices`, or a shape that broadcasts to it
 * @param options - see {@link GatherOptions}
 * @returns a tensor of the shape of `x`, in the dtype to which `x` and `updates` promote
 * @throws ShapeError if the updates do not fit
 * @throws DTypeError if the indices are not integers
 * @source `torch.Tensor.index_add`, `jax.numpy.ndarray.at[].add`
 *
 * @example
 * await scatterAdd([0, 0, 0], [2, 0, 2], [1, 2, 3]).array(); // [2, 0, 4]
 */
export function scatterAdd(
  x: TensorLike,
  indices: TensorLike,
  updates: TensorLike,
  { axis = 0 }: GatherOptions = {},
): Tensor {
  const [t, u] = promoted('scatterAdd', x, updates);
  if (t.dtype === 'bool') return anyOf(t, (counts) => scatterAdd(counts, indices, u, { axis }));
  const places = asIndices('scatterAdd', indices);
  const place = checkAxis('scatterAdd', axis, t.rank);
  const filled = fill('scatterAdd', u, gatheredShape(t.shape, places.shape, place));
  return bind(scatterAddPrimitive, [t, places, filled], { axis: place });
}

/** Sums of bools, which are whether any of them is true. */
function anyOf(x: Tensor, add: (counts: Tensor) => Tensor): Tensor {
  return scope(() => cast(add(cast(x, 'int32')), 'bool'));
}

function fill(op: string, updates: Tensor, shape: Shape): Tensor {
  if (sameShape(updates.shape, shape)) return updates;
  const lead = shape.length - updates.rank;
  if (lead < 0 || updates.shape.some((size, axis) => size !== 1 && size !== shape[lead + axis])) {
    throw new ShapeError(op, 'the updates do not fit the indices', {
      got: `updates of ${formatShape(updates.shape)}`,
      expected: `${formatShape(shape)}, or a shape that broadcasts to it`,
    });
  }
  return broadcastTo(updates, shape);
}

/**
 * Single elements by their index along an axis: y[i, j] = x[i, indices[i, j]] for the last axis of a matrix.
 *
 * What `argsort`, `argMax` (with its axis kept) and `topK` return fits in.
 *
 * @param x - any shape with at least one axis
 * @param indices - integers, of `x`'s rank; on the other axes of `x`'s sizes or 1
 * @param options - see {@link GatherOptions}; the axis is −1 unless given
 * @returns a tensor of the shape of `indices`, broadcast on the other axes
 * @throws ShapeError if ranks or sizes do not fit
 * @throws DTypeError if the indices are not integers
 * @source `keras.ops.take_along_axis`, `torch.take_along_dim`
 *
 * @example
 * await takeAlongAxis([[1, 2], [3, 4]], [[1], [0]]).array(); // [[2], [3]]
 */
export function takeAlongAxis(x: TensorLike, indices: TensorLike, { axis = -1 }: GatherOptions = {}): Tensor {
  const t = asTensor('takeAlongAxis', x);
  const places = asIndices('takeAlongAxis', indices);
  const place = checkAxis('takeAlongAxis', axis, t.rank);
  const [source, along] = aligned('takeAlongAxis', t, places, place);
  return bind(takeAlongAxisPrimitive, [source, along], { axis: place });
}

/**
 * `x` with single elements added at indices along an axis; where an index is repeated, all of its elements are
 * added. The sum of bools is whether any is true. An index out of range throws or is the nearest, as that of {@link gather}.
 *
 * @param x - any shape with at least one axis
 * @param indices - integers, of `x`'s rank; on the other axes of `x`'s sizes or 1
 * @param updates - the shape of `indices`, or one that broadcasts to it
 * @param options - see {@link GatherOptions}; the axis is −1 unless given
 * @returns a tensor of the shape of `x`, in the dtype to which `x` and `updates` promote
 * @throws ShapeError if ranks or sizes do not fit
 * @throws DTypeError if the indices are not integers
 * @source `torch.Tensor.scatter_add`
 *
 * @example
 * await scatterAddAlongAxis([[0, 0], [0, 0]], [[1], [0]], [[5], [6]]).array(); // [[0, 5], [6, 0]]
 */
export function scatterAddAlongAxis(
  x: TensorLike,
  indices: TensorLike,
  updates: TensorLike,
  { axis = -1 }: GatherOptions = {},
): Tensor {
  const [t, u] = promoted('scatterAddAlongAxis', x, updates);
  if (t.dtype === 'bool') return anyOf(t, (counts) => scatterAddAlongAxis(counts, indices, u, { axis }));
  const places = asIndices('scatterAddAlongAxis', indices);
  const place = checkAxis('scatterAddAlongAxis', axis, t.rank);
  const [target, along] = aligned('scatterAddAlongAxis', t, places, place);
  const filled = fill('scatterAddAlongAxis', u, along.shape);
  return bind(scatterAddAlongAxisPrimitive, [target, along, filled], { axis: place });
}

/** x and indices with equal sizes on all axes but one. */
function aligned(op: string, x: Tensor, indices: Tensor, axis: number): [x: Tensor, indices: Tensor] {
  if (x.rank !== indices.rank) {
    throw new ShapeError(op, 'x and indices differ in rank', {
      got: `x ${formatShape(x.shape)} and indices ${formatShape(indices.shape)}`,
      expected: `indices of rank ${x.rank}`,
    });
  }
  const others = (shape: Shape) => shape.map((size, a) => (a === axis ? 1 : size));
  const common = broadcastShapes(op, others(x.shape), others(indices.shape));
  const withAxis = (t: Tensor) => common.map((size, a) => (a === axis ? t.shape[axis]! : size));
  return [broadcastTo(x, withAxis(x)), broadcastTo(indices, withAxis(indices))];
}
