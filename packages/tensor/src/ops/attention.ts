import { bind } from '../bind.ts';
import { ArgumentError, ShapeError } from '../errors.ts';
import { scope } from '../scope.ts';
import { broadcastShapes, formatShape, sameShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor, floating } from './arguments.ts';
import { type AttentionParams, attentionPrimitive } from './attention-primitives.ts';
import { cast } from './cast.ts';
import { zeros } from './create.ts';

/** Options of {@link attention}. */
export interface AttentionOptions {
  /**
   * Which keys count for which queries, of a shape that broadcasts to [batch, heads, time, sourceTime]: bool, true where a
   * key counts; or float, added to the scaled scores, −∞ where a key does not count.
   */
  mask?: TensorLike | undefined;
  /**
   * Whether query i sees key j only if j ≤ i + offset.
   * @defaultValue false
   */
  causal?: boolean | undefined;
  /**
   * The place of the first query among the keys: sourceTime − time where the queries are the last ones, as with a cache.
   * @defaultValue 0
   */
  offset?: number | undefined;
  /** How far a query sees, itself included: key j counts only if |i + offset − j| < window. Any distance unless given. */
  window?: number | undefined;
  /** What scores are multiplied by; 1 / √dim unless given. */
  scale?: number | undefined;
}

/**
 * Scaled dot-product attention: y_i = Σ_j softmax_j(scale · qᵢ·kⱼ + maskᵢⱼ) vⱼ, without keeping the scores on engines that
 * have a kernel for it.
 *
 * Several query heads may share a key head: heads / kvHeads neighbours each. Places are counted from the start, as in
 * Keras and PyTorch: with `causal`, query 0 sees key 0. A query for which no key counts gives 0, and gradients of 0.
 *
 * @param q - float [batch, heads, time, dim]
 * @param k - of q's dtype, [batch, kvHeads, sourceTime, dim], where kvHeads divides heads
 * @param v - likewise, [batch, kvHeads, sourceTime, valueDim]
 * @param options - see {@link AttentionOptions}
 * @returns [batch, heads, time, valueDim], in q's dtype
 * @throws ShapeError if shapes do not fit; ArgumentError if offset or window is not a whole number
 * @source Vaswani et al.: Attention is all you need (2017); Dao et al.: FlashAttention (2022);
 * `torch.nn.functional.scaled_dot_product_attention`
 *
 * @example
 * const x = [[[[0, 0], [1, 2]]]]; // [batch, heads, time, dim]
 * await attention(x, x, x, { causal: true, scale: 0 }).array(); // [[[[0, 0], [0.5, 1]]]]
 */
export function attention(
  q: TensorLike,
  k: TensorLike,
  v: TensorLike,
  { mask, causal = false, offset = 0, window, scale }: AttentionOptions = {},
): Tensor {
  return scope(() => {
    const query = floating('attention', q);
    const [key, value] = [k, v].map((t) => cast(asTensor('attention', t), query.dtype)) as [Tensor, Tensor];
    checkHeads(query, key, value);
    checkWhole('offset', offset, Number.NEGATIVE_INFINITY);
    if (window !== undefined) checkWhole('window', window, 1);
    const [batch, heads, time, dim] = query.shape as [number, number, number, number];
    const sourceTime = key.shape[2] as number;
    const given = mask === undefined ? undefined : fourAxes(mask, [batch, heads, time, sourceTime], query);
    const rows = [batch, heads, time, value.shape[3] as number];
    if (sourceTime === 0 || rows.includes(0)) return zeros(rows, { dtype: query.dtype });
    const params: AttentionParams = {
      scale: scale ?? 1 / Math.sqrt(dim),
      causal,
      offset,
      window,
      masked: given !== undefined,
    };
    return bind(attentionPrimitive, given === undefined ? [query, key, value] : [query, key, value, given], params);
  });
}

function checkHeads(q: Tensor, k: Tensor, v: Tensor): void {
  const [batch, heads = 0, , dim] = q.shape;
  const [, kvHeads = 0, sourceTime] = k.shape;
  const fits =
    q.rank === 4 &&
    sameShape(k.shape, [batch as number, kvHeads, sourceTime as number, dim as number]) &&
    v.rank === 4 &&
    sameShape(v.shape.slice(0, 3), k.shape.slice(0, 3)) &&
    kvHeads > 0 &&
    heads % kvHeads === 0;
  if (fits) return;
  throw new ShapeError('attention', 'queries, keys and values do not fit each other', {
    got: [q, k, v].map(({ shape }) => formatShape(shape)).join(', '),
    expected:
      '[batch, heads, time, dim], [batch, kvHeads, sourceTime, dim] and [batch, kvHeads, sourceTime, valueDim], ' +
      'with heads a multiple of kvHeads',
  });
}

/** A mask of rank 4: bool, or float of the queries' dtype. */
function fourAxes(mask: TensorLike, scores: readonly [number, number, number, number], { dtype }: Tensor): Tensor {
  const given = asTensor('attention', mask);
  if (given.rank > 4 || !sameShape(broadcastShapes('attention', given.shape, scores), scores)) {
    throw new ShapeError('attention', 'the mask does not fit the scores', {
      got: formatShape(given.shape),
      expected: `a shape that broadcasts to ${formatShape(scores)}`,
    });
  }
  const spread = given.rank === 4 ? given : given.reshape([1, 1, 1, 1, ...given.shape].slice(-4));
  return spread.dtype === 'bool' ? spread : cast(spread, dtype);
}

function checkWhole(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new ArgumentError('attention', `${name} is not a number of places`, {
    got: String(value),
    expected: least === 1 ? 'a whole number of 1 or more' : 'a whole number',
  });
}
