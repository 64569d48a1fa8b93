// Coefficients of PPND16, from the constant upwards: Wichura, Algorithm AS 241, The percentage points of the normal
// distribution (1988).
const a = [
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
  67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
];
const b = [
  1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
  28729.085735721942674, 5226.495278852854561,
];
const c = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
  0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
];
const d = [
  1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
  0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
];
const e = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093,
  0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
];
const f = [
  1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
  1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
];

/** 1/3, 1/5, …, 1/21: artanh s = s + s³/3 + s⁵/5 + … */
const oddReciprocals = [1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13, 1 / 15, 1 / 17, 1 / 19, 1 / 21];

/** A polynomial by Horner's rule: from the highest coefficient down, one × and one + each. */
function horner(coefficients: readonly number[], x: number): number {
  let sum = coefficients[coefficients.length - 1]!;
  for (let i = coefficients.length - 2; i >= 0; i--) sum = sum * x + coefficients[i]!;
  return sum;
}

/** Φ⁻¹(½ + q) for 0 < q ≤ 0.425. */
export function centralDouble(q: number): number {
  const r = 0.180625 - q * q;
  return (q * horner(a, r)) / horner(b, r);
}

/** −Φ⁻¹(p) for 0 < p < 0.075. */
export function tailDouble(p: number): number {
  const r = Math.sqrt(minusLogDouble(p));
  return r <= 5 ? horner(c, r - 1.6) / horner(d, r - 1.6) : horner(e, r - 5) / horner(f, r - 5);
}

const scratch = /* @__PURE__ */ new DataView(new ArrayBuffer(8));

/** −ln p for a normal p in (0, 1): see minusLogFloat in normal.ts. */
export function minusLogDouble(p: number): number {
  scratch.setFloat64(0, p);
  const upper = scratch.getInt32(0);
  const exponent = (upper - 0x3fe6a09e) >> 20;
  scratch.setInt32(0, upper - (exponent << 20));
  const m = scratch.getFloat64(0);
  const s = (m - 1) / (m + 1);
  const s2 = s * s;
  return -exponent * Math.LN2 - 2 * s * (1 + horner(oddReciprocals, s2) * s2);
}
