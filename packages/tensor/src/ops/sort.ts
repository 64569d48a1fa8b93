import { bindAll } from '../bind.ts';
import { ArgumentError, ShapeError } from '../errors.ts';
import { fusedPrimitive, type Gradients, type Primitive, primitive } from '../primitive.ts';
import { checkAxis, formatShape, type Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor } from './arguments.ts';
import { zeros } from './create.ts';
import { scatterAddAlongAxis } from './gather.ts';
import { slice } from './slice.ts';

/** Which axis is sorted, and which way. */
export interface SortParams {
  readonly axis: number;
  readonly descending: boolean;
}

/** Options of {@link sort} and {@link argsort}. */
export interface SortOptions {
  /**
   * The axis along which elements are sorted.
   * @defaultValue -1
   */
  axis?: number | undefined;
  /**
   * Whether the largest come first.
   * @defaultValue false
   */
  descending?: boolean | undefined;
}

/** The elements in order, and the index along the axis that each came from. Stable; NaN is last either way. */
export const sortPrimitive: Primitive<SortParams, 'required'> = /* @__PURE__ */ primitive<SortParams>('sort', {
  output: ([x]) => [x, { shape: x.shape, dtype: 'int32' }],
  saves: { outputs: [1] },
  vjp: ({ axis }, { inputs: [x], outputs: [, indices] }, dValues) => scattered(x, indices, dValues, axis),
  cost: ([x], { axis }) => sortCost(x.shape, axis),
});

/** The k largest elements of the last axis, largest first, and their indices; of equals the lower index is first. */
export const topKPrimitive: Primitive<{ readonly k: number }, 'fused'> = /* @__PURE__ */ fusedPrimitive<{
  readonly k: number;
}>('topK', {
  output: ([x], { k }) => {
    const shape = [...x.shape.slice(0, -1), k];
    return [
      { shape, dtype: x.dtype },
      { shape, dtype: 'int32' },
    ];
  },
  saves: { outputs: [1] },
  vjp: (_params, { inputs: [x], outputs: [, indices] }, dValues) => scattered(x, indices, dValues, -1),
  decompose: ({ k }, [x]) => {
    const ends = x.shape.map((size, axis) => (axis === x.rank - 1 ? k : size));
    return bindAll(sortPrimitive, [x], { axis: x.rank - 1, descending: true }).map((sorted) => slice(sorted, 0, ends));
  },
  cost: ([x]) => sortCost(x.shape, x.shape.length - 1),
});

/** Gradients go back to where the elements came from. */
function scattered(x: Tensor, indices: Tensor, dValues: Tensor, axis: number): Gradients {
  return [scatterAddAlongAxis(zeros(x.shape, { dtype: x.dtype }), indices, dValues, { axis })];
}

function sortCost(shape: Shape, axis: number): number {
  return shape.reduce((a, b) => a * b, 1) * Math.ceil(Math.log2(Math.max(2, shape[axis]!)));
}

function sorted(op: string, x: TensorLike, { axis = -1, descending = false }: SortOptions): readonly Tensor[] {
  const t = asTensor(op, x);
  return bindAll(sortPrimitive, [t], { axis: checkAxis(op, axis, t.rank), descending });
}

/**
 * The elements in ascending order along an axis. Equal ones keep their order, and NaN comes last either way.
 *
 * @param x - any shape with at least one axis
 * @param options - see {@link SortOptions}
 * @returns a tensor of `x`'s shape and dtype
 * @throws ShapeError if the axis does not exist
 * @source `keras.ops.sort`, `torch.sort`
 *
 * @example
 * await sort([3, 1, 2], { descending: true }).array(); // [3, 2, 1]
 */
export function sort(x: TensorLike, options: SortOptions = {}): Tensor {
  const [values, order] = sorted('sort', x, options);
  order!.dispose();
  return values!;
}

/**
 * The indices that sort the elements along an axis: `takeAlongAxis(x, argsort(x))` is `sort(x)`.
 *
 * @param x - any shape with at least one axis
 * @param options - see {@link SortOptions}
 * @returns an int32 tensor of `x`'s shape
 * @throws ShapeError if the axis does not exist
 * @source `keras.ops.argsort`, `torch.argsort` with `stable=True`
 *
 * @example
 * await argsort([3, 1, 2]).array(); // [1, 2, 0]
 */
export function argsort(x: TensorLike, options: SortOptions = {}): Tensor {
  const [values, order] = sorted('argsort', x, options);
  values!.dispose();
  return order!;
}

/** What {@link topK} returns. */
export interface TopK {
  /** [..., k], the largest first. */
  readonly values: Tensor;
  /** [..., k] int32, where they stand on the last axis. */
  readonly indices: Tensor;
}

/**
 * The k largest elements of the last axis, largest first; of equal ones the first counts as larger.
 *
 * @param x - [..., n]
 * @param k - how many, at most n
 * @returns values [..., k] in `x`'s dtype, and indices [..., k] in int32
 * @throws ArgumentError if k is not a whole number from 0 to n
 * @source `keras.ops.top_k`, `torch.topk`
 *
 * @example
 * const { values, indices } = topK([3, 1, 4, 1, 5], 2);
 * await values.array(); // [5, 4]
 * await indices.array(); // [4, 2]
 */
export function topK(x: TensorLike, k: number): TopK {
  const t = asTensor('topK', x);
  if (t.rank === 0) throw new ShapeError('topK', 'x is a scalar', { expected: 'at least one axis' });
  if (!Number.isInteger(k) || k < 0 || k > t.shape.at(-1)!) {
    throw new ArgumentError('topK', 'there are no k largest elements', {
      got: `k ${k} for shape ${formatShape(t.shape)}`,
      expected: `a whole number from 0 to ${t.shape.at(-1)}`,
    });
  }
  const [values, indices] = bindAll(topKPrimitive, [t], { k });
  return { values: values!, indices: indices! };
}
