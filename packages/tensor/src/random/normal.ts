import { centralDouble, tailDouble } from './normal-double.ts';
import { fillBits, type Key } from './philox.ts';

const fround = Math.fround;

/**
 * Standard normal numbers, the same bits on every engine: the inverse of the normal distribution function, computed
 * by one sequence of + − × ÷ √ in which every step is rounded to the dtype (in C++: without contraction).
 *
 * A word gives a sign (its upper bit) and k (the other 31 bits); with u = 2k + 1, r = u · 2⁻³³ in (0, ½) is the
 * probability beyond the number, and q = ½ − r = (2³² − u) · 2⁻³³ its distance from the middle. Each comes from one
 * conversion of a whole number, so that both the smallest and the largest numbers keep their precision. float64
 * takes two words: the second gives 21 further bits of k.
 *
 * `truncated` keeps to |z| < 2 without rejecting: q is spread over (0, Φ(2) − ½) instead.
 */
export function fillNormal(out: Float32Array | Float64Array, key: Key, truncated = false): void {
  // The words are written where the numbers will stand.
  const words = new Uint32Array(out.buffer, out.byteOffset, out.byteLength / 4);
  fillBits(words, key);
  if (out instanceof Float32Array) {
    for (let i = 0; i < out.length; i++) out[i] = normalFloat(words[i]!, truncated);
  } else {
    for (let i = 0; i < out.length; i++) out[i] = normalDouble(words[2 * i]!, words[2 * i + 1]!, truncated);
  }
}

/** Φ(2) − ½, in float32 and float64, rounded down so far that every number computed stays below 2. */
const reachFloat = 0.4772498309612274;
const reachDouble = 0.4772498680518208;

/** The float32 number of a word. */
export function normalFloat(word: number, truncated: boolean): number {
  const u = 2 * (word & 0x7fffffff) + 1;
  const middle = fround(2 ** 32 - u);
  const q = truncated ? fround(reachFloat * fround(middle * 2 ** -32)) : fround(middle * 2 ** -33);
  const z = q <= 0.425 ? centralFloat(q) : tailFloat(truncated ? fround(0.5 - q) : fround(fround(u) * 2 ** -33));
  return word >>> 31 === 1 ? -z : z;
}

/** The float64 number of two words. */
export function normalDouble(first: number, second: number, truncated: boolean): number {
  const u = 2 * ((first & 0x7fffffff) * 2 ** 21 + (second >>> 11)) + 1;
  const middle = 2 ** 53 - u;
  const q = truncated ? reachDouble * (middle * 2 ** -53) : middle * 2 ** -54;
  const z = q <= 0.425 ? centralDouble(q) : tailDouble(truncated ? 0.5 - q : u * 2 ** -54);
  return first >>> 31 === 1 ? -z : z;
}

// Coefficients of PPND7: Wichura, Algorithm AS 241, The percentage points of the normal distribution (1988).
const a0 = /* @__PURE__ */ fround(3.3871327179);
const a1 = /* @__PURE__ */ fround(50.434271938);
const a2 = /* @__PURE__ */ fround(159.29113202);
const a3 = /* @__PURE__ */ fround(59.10937472);
const b1 = /* @__PURE__ */ fround(17.895169469);
const b2 = /* @__PURE__ */ fround(78.757757664);
const b3 = /* @__PURE__ */ fround(67.1875636);
const c0 = /* @__PURE__ */ fround(1.4234372777);
const c1 = /* @__PURE__ */ fround(2.75681539);
const c2 = /* @__PURE__ */ fround(1.3067284816);
const c3 = /* @__PURE__ */ fround(0.17023821103);
const d1 = /* @__PURE__ */ fround(0.7370016425);
const d2 = /* @__PURE__ */ fround(0.12021132975);
const split = /* @__PURE__ */ fround(0.180625);
const shift = /* @__PURE__ */ fround(1.6);

/** Φ⁻¹(½ + q) for 0 < q ≤ 0.425. */
function centralFloat(q: number): number {
  const r = fround(split - fround(q * q));
  const above = fround(fround(fround(fround(fround(fround(a3 * r) + a2) * r) + a1) * r) + a0);
  const below = fround(fround(fround(fround(fround(fround(b3 * r) + b2) * r) + b1) * r) + 1);
  return fround(fround(q * above) / below);
}

/** −Φ⁻¹(p) for 2⁻³⁴ ≤ p < 0.075. (Beyond p = 10⁻¹¹ the paper has a further branch, which no word reaches.) */
function tailFloat(p: number): number {
  const r = fround(fround(Math.sqrt(minusLogFloat(p))) - shift);
  const above = fround(fround(fround(fround(fround(fround(c3 * r) + c2) * r) + c1) * r) + c0);
  const below = fround(fround(fround(fround(d2 * r) + d1) * r) + 1);
  return fround(above / below);
}

const floatScratch = /* @__PURE__ */ new Float32Array(1);
const floatBits = /* @__PURE__ */ new Int32Array(floatScratch.buffer);
const ln2 = /* @__PURE__ */ fround(Math.LN2);
const third = /* @__PURE__ */ fround(1 / 3);
const fifth = /* @__PURE__ */ fround(1 / 5);
const seventh = /* @__PURE__ */ fround(1 / 7);
const ninth = /* @__PURE__ */ fround(1 / 9);

/**
 * −ln p for a normal p in (0, 1): p = m · 2^e with m in [√½, √2), s = (m − 1) / (m + 1) and ln m = 2 artanh s, whose
 * series is short since |s| < 0.172.
 */
export function minusLogFloat(p: number): number {
  floatScratch[0] = p;
  // Taken from the bits of √½, the exponent counts from there, and what is left is the mantissa.
  const exponent = (floatBits[0]! - 0x3f3504f3) >> 23;
  floatBits[0] = floatBits[0]! - (exponent << 23);
  const m = floatScratch[0]!;
  const s = fround(fround(m - 1) / fround(m + 1));
  const s2 = fround(s * s);
  const series = fround(fround(fround(fround(fround(fround(ninth * s2) + seventh) * s2) + fifth) * s2) + third);
  const logM = fround(fround(2 * s) * fround(1 + fround(series * s2)));
  return fround(fround(-exponent * ln2) - logM);
}
