import { dropElements } from '@mariana/layers';
import {
  type Generator,
  matmul,
  type Shape,
  attention as scaledDotProducts,
  sizeOf,
  softmax,
  type Tensor,
  where,
} from '@mariana/tensor';
import { maskScores } from './masks.ts';

/** What turns scores into an output. */
export interface AttendOptions {
  /** Which scores count, of a shape that broadcasts with theirs. */
  readonly mask: Tensor | undefined;
  /** The share of weights dropped; 0 outside of training. */
  readonly dropout: number;
  readonly generator: Generator | undefined;
}

/**
 * a = softmax_j(scores), output_i = Σ_j a_ij value_j.
 *
 * @param scores - [..., queries, keys]
 * @param value - [..., keys, dim]
 * @returns the output [..., queries, dim], and the weights a [..., queries, keys] before any dropout
 */
export function attend(
  scores: Tensor,
  value: Tensor,
  { mask, dropout, generator }: AttendOptions,
): readonly [output: Tensor, weights: Tensor] {
  const unmasked = softmax(maskScores(scores, mask));
  // A query that may look at nothing takes nothing, where softmax alone would spread its weights evenly.
  const weights = mask === undefined ? unmasked : where(mask, unmasked, 0);
  const kept = dropout > 0 ? dropElements(weights, dropout, { generator }) : weights;
  return [matmul(kept, value), weights];
}

/**
 * The same for scores q kᵀ / √dim, without weights to look at or to drop: one operation, which need not keep the scores.
 *
 * @param q - [...batch, heads, queries, dim]
 * @param k - [...batch, heads, keys, dim]
 * @param v - [...batch, heads, keys, valueDim]
 * @param options - `mask`: which keys count, bool, of a shape that broadcasts with [...batch, heads, queries, keys];
 * `causal`: whether nothing may look ahead
 * @returns [...batch, heads, queries, valueDim]
 */
export function attendTogether(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  { mask, causal }: { readonly mask: Tensor | undefined; readonly causal: boolean },
): Tensor {
  const batch = q.shape.slice(0, -3);
  const four = (x: Tensor) => x.reshape([sizeOf(batch), ...x.shape.slice(-3)]);
  const attended = scaledDotProducts(four(q), four(k), four(v), { mask: mask && oneBatchAxis(mask, batch), causal });
  return attended.reshape([...batch, ...attended.shape.slice(1)]);
}

/** A mask whose batch axes are one, as those of the scores are: they are spread where some are of size 1 and some not. */
function oneBatchAxis(mask: Tensor, batch: Shape): Tensor {
  const inner = mask.shape.slice(-3);
  const own = mask.shape.slice(0, -3);
  if (sizeOf(own) === 1) return mask.reshape([1, ...inner]);
  return mask.broadcastTo([...batch, ...inner]).reshape([sizeOf(batch), ...inner]);
}
