/** The value below which a part of them lies, between neighbours in proportion. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = part * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (low === undefined || high === undefined) return Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Half of the distance between the quartiles, as a part of the median: how far measurements lie apart. */
export function spread(values: readonly number[]): number {
  return (quantile(values, 0.75) - quantile(values, 0.25)) / 2 / median(values);
}

/**
 * What the median is at least, with 95% certainty, whatever the distribution: the k-th smallest value, for the largest k
 * such that fewer than k of n values fall below the true median with a probability of at most 5%.
 *
 * @returns NaN for fewer than five values, which say nothing with such certainty
 */
export function lowerBound(values: readonly number[]): number {
  const n = values.length;
  let probability = 0.5 ** n; // of exactly `k` below
  let below = probability;
  let k = 0;
  while (below <= 0.05) {
    probability *= (n - k) / (k + 1);
    k += 1;
    below += probability;
  }
  return k === 0 ? Number.NaN : ([...values].sort((a, b) => a - b)[k - 1] as number);
}
