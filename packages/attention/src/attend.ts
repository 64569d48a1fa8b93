import { dropElements } from '@mariana/layers';
import { type Generator, matmul, softmax, type Tensor, where } from '@mariana/tensor';
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
