import { bind } from '../bind.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { checkAxis } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor } from './arguments.ts';
import { accumulated } from './reduce.ts';
import { flatten } from './reshape.ts';
import { padPrimitive, slicePrimitive } from './slice.ts';

/** Options of {@link cumSum} and {@link cumProd}. */
export interface CumulativeOptions {
  /** Along which axis; unless given, over all elements in row-major order, on one axis. */
  axis?: number | undefined;
  /**
   * Whether each result leaves its own element out.
   * @defaultValue false
   */
  exclusive?: boolean | undefined;
  /**
   * Whether to go from the end to the beginning.
   * @defaultValue false
   */
  reverse?: boolean | undefined;
}

interface CumulativeParams {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

/** Sums of all elements up to each one along an axis. */
export const cumSumPrimitive: Primitive<CumulativeParams, 'required'> = /* @__PURE__ */ primitive<CumulativeParams>(
  'cumSum',
  {
    output: ([x]) => x,
    vjp: (params, _residuals, dy) => [bind(cumSumPrimitive, [dy], { ...params, reverse: !params.reverse })],
  },
);

/** Products of all elements up to each one along an axis. */
export const cumProdPrimitive: Primitive<CumulativeParams, 'required'> = /* @__PURE__ */ primitive<CumulativeParams>(
  'cumProd',
  {
    output: ([x]) => x,
    saves: { inputs: [0] },
    vjp: (params, { inputs: [x] }, dy) => [cumProdGradient(params, x, dy)],
  },
);

/**
 * ∂/∂xₖ of Σ dyᵢ·yᵢ is the product of what stands before xₖ, times sₖ = dyₖ + xₖ₊₁·sₖ₊₁: what stands behind it. It never
 * divides, so that it is right beside any number of zeros, and so are its own gradients.
 *
 * The recurrence takes log₂ n rounds: in each, `sums` covers twice as many terms, and `factors` their products.
 */
function cumProdGradient(params: CumulativeParams, x: Tensor, dy: Tensor): Tensor {
  const { axis, exclusive } = params;
  const size = x.shape[axis] as number;
  const behind = (t: Tensor, by: number) => shifted(t, params, by);
  const before = bind(cumProdPrimitive, [x], { ...params, exclusive: true });
  let sums = exclusive ? behind(dy, 1) : dy;
  let factors = behind(x, 1);
  for (let covered = 1; covered < size; covered *= 2) {
    sums = sums.add(factors.mul(behind(sums, covered)));
    if (covered * 2 < size) factors = factors.mul(behind(factors, covered));
  }
  return before.mul(sums);
}

/** In each place what stands `by` places further on in the direction of the products; 0 where nothing does. */
function shifted(x: Tensor, { axis, reverse }: CumulativeParams, by: number): Tensor {
  const size = x.shape[axis] as number;
  const move = Math.min(by, size);
  const along = (value: number, elsewhere: readonly number[]) => elsewhere.map((v, a) => (a === axis ? value : v));
  const none = x.shape.map(() => 0);
  const part = bind(slicePrimitive, [x], {
    starts: along(reverse ? 0 : move, none),
    sizes: along(size - move, x.shape),
    steps: x.shape.map(() => 1),
  });
  const [low, high] = reverse ? [move, 0] : [0, move];
  return bind(padPrimitive, [part], { low: along(low, none), high: along(high, none), interior: none, value: 0 });
}

function cumulate(
  op: 'cumSum' | 'cumProd',
  x: TensorLike,
  { axis, exclusive = false, reverse = false }: CumulativeOptions,
): Tensor {
  const given = accumulated(asTensor(op, x));
  const t = axis === undefined ? flatten(given) : given;
  const along = checkAxis(op, axis ?? 0, t.rank);
  return bind(op === 'cumSum' ? cumSumPrimitive : cumProdPrimitive, [t], { axis: along, exclusive, reverse });
}

/**
 * Running sums: each result is the sum of the elements up to its place.
 *
 * @param x - any shape
 * @param options - see {@link CumulativeOptions}
 * @returns a tensor of `x`'s shape (one axis where `axis` is left out); bool and 8-bit numbers are summed as int32
 * @throws ShapeError if there is no such axis
 * @source `keras.ops.cumsum`, `torch.cumsum`
 *
 * @example
 * await cumSum([1, 2, 3]).array(); // [1, 3, 6]
 * await cumSum([1, 2, 3], { exclusive: true }).array(); // [0, 1, 3]
 */
export function cumSum(x: TensorLike, options: CumulativeOptions = {}): Tensor {
  return cumulate('cumSum', x, options);
}

/**
 * Running products: each result is the product of the elements up to its place.
 *
 * @param x - any shape
 * @param options - see {@link CumulativeOptions}
 * @returns a tensor of `x`'s shape (one axis where `axis` is left out); bool and 8-bit numbers are multiplied as int32
 * @throws ShapeError if there is no such axis
 * @source `keras.ops.cumprod`, `torch.cumprod`
 *
 * @example
 * await cumProd([1, 2, 3]).array(); // [1, 2, 6]
 * await cumProd([2, 3, 4], { reverse: true }).array(); // [24, 12, 4]
 */
export function cumProd(x: TensorLike, options: CumulativeOptions = {}): Tensor {
  return cumulate('cumProd', x, options);
}
