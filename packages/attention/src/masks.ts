import { arange, expandDims, lessEqual, logicalAnd, type Tensor, where } from '@mariana/tensor';

/** What takes the place of a score that does not count: after softmax nothing is left of it. */
const excluded = -1e9;

/**
 * Which query may look at which key where nothing may look ahead: key j counts for query i if j ≤ i.
 *
 * @param queries - how many there are
 * @param keys - how many there are
 * @returns bool [queries, keys]
 *
 * @example
 * await causalMask(2, 3).array(); // [[true, false, false], [true, true, false]]
 */
export function causalMask(queries: number, keys: number): Tensor {
  const rows = expandDims(positions(queries), 1); // [queries, 1]
  return lessEqual(positions(keys), rows);
}

/** 0, 1, … as int32. */
function positions(count: number): Tensor {
  return arange(0, count, 1, { dtype: 'int32' });
}

/** Both masks at once; undefined where there is none. */
export function bothMasks(a: Tensor | undefined, b: Tensor | undefined): Tensor | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return logicalAnd(a, b);
}

/** Scores with those out of the way that do not count. */
export function maskScores(scores: Tensor, mask: Tensor | undefined): Tensor {
  return mask === undefined ? scores : where(mask, scores, excluded);
}
