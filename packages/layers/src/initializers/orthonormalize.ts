/**
 * Makes vectors orthonormal, one after the other (Gram and Schmidt), in place: the Q of a QR decomposition whose R has a
 * positive diagonal.
 *
 * Each vector is freed of the earlier ones twice, which makes the result orthogonal to rounding ("twice is enough").
 *
 * @param vectors - `count` rows of `length`, in general position
 * @source Giraud, Langou, Rozložník: The loss of orthogonality in the Gram–Schmidt orthogonalization process (2005)
 */
export function orthonormalize(vectors: Float64Array, count: number, length: number): void {
  const rows = Array.from({ length: count }, (_, i) => vectors.subarray(i * length, (i + 1) * length));
  rows.forEach((row, i) => {
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) subtractProjection(row, rows[j] as Float64Array);
    }
    const norm = Math.sqrt(dot(row, row));
    for (let k = 0; k < length; k++) row[k] = (row[k] as number) / norm;
  });
}

function subtractProjection(row: Float64Array, unit: Float64Array): void {
  const part = dot(row, unit);
  for (let k = 0; k < row.length; k++) row[k] = (row[k] as number) - part * (unit[k] as number);
}

/** Four sums side by side, so that additions do not wait for each other. */
function dot(a: Float64Array, b: Float64Array): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 3 < a.length; k += 4) {
    s0 += (a[k] as number) * (b[k] as number);
    s1 += (a[k + 1] as number) * (b[k + 1] as number);
    s2 += (a[k + 2] as number) * (b[k + 2] as number);
    s3 += (a[k + 3] as number) * (b[k + 3] as number);
  }
  for (; k < a.length; k++) s0 += (a[k] as number) * (b[k] as number);
  return s0 + s1 + s2 + s3;
}
