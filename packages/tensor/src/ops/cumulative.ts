import { bind } from '../bind.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { checkAxis } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor } from './arguments.ts';
import { logicalAnd } from './logic.ts';
import { accumulated } from './reduce.ts';
import { flatten } from './reshape.ts';
import { where } from './where.ts';

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
    saves: { inputs: [0], outputs: [0] },
    vjp: (params, { inputs: [x], outputs: [y] }, dy) => [cumProdGradient(params, x, y, dy)],
  },
);

/**
 * ∂/∂xₖ of Σ dyᵢ·yᵢ is (Σ over the yᵢ that hold xₖ of dyᵢ·yᵢ) / xₖ. Where xₖ is the first 0, the products are those
 * without it; behind the first 0 they are 0 and stay it.
 */
function cumProdGradient(params: CumulativeParams, x: Tensor, y: Tensor, dy: Tensor): Tensor {
  const back = { ...params, reverse: !params.reverse };
  const isZero = x.equal(0);
  const zeros = bind(cumSumPrimitive, [isZero.cast('int32')], { ...params, exclusive: false });
  const isFirstZero = logicalAnd(isZero, zeros.equal(1));
  const without = bind(cumProdPrimitive, [where(isFirstZero, 1, x)], params);
  const there = bind(cumSumPrimitive, [dy.mul(without)], back);
  const elsewhere = bind(cumSumPrimitive, [dy.mul(y)], back).div(where(isZero, 1, x));
  return where(isFirstZero, there, elsewhere);
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
