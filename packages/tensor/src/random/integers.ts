import { type Key, multiplyHigh, WordStream } from './philox.ts';

/**
 * Whole numbers from `min` up to and not including `max`: ⌊bits · (max − min) / 2⁶⁴⌋ + min, of 64 bits (two words, the
 * first the upper) for each. No value is more likely than another by more than one part in 2³² for ranges up to 2³².
 */
export function fillIntegers(out: Int32Array | BigInt64Array, key: Key, min: number, max: number): void {
  const range = max - min;
  const words = new WordStream(key);
  if (range > 2 ** 32) {
    fillWide(out as BigInt64Array, words, min, max);
  } else if (out instanceof Int32Array) {
    for (let i = 0; i < out.length; i++) out[i] = below(range, words) + min;
  } else {
    for (let i = 0; i < out.length; i++) out[i] = BigInt(below(range, words) + min);
  }
}

function fillWide(out: BigInt64Array, words: WordStream, min: number, max: number): void {
  const range = BigInt(max) - BigInt(min);
  for (let i = 0; i < out.length; i++) {
    const high = BigInt(words.next());
    const bits = (high << 32n) | BigInt(words.next());
    out[i] = ((bits * range) >> 64n) + BigInt(min);
  }
}

/** ⌊bits · range / 2⁶⁴⌋ with the next 64 bits, for ranges up to 2³², exactly. */
function below(range: number, words: WordStream): number {
  const high = words.next();
  const low = words.next();
  if (range === 2 ** 32) return high;
  // (high · 2³² + low) · range / 2⁶⁴: the two middle words may carry into the upper one.
  const carried = (Math.imul(high, range) >>> 0) + multiplyHigh(low, range) >= 2 ** 32;
  return multiplyHigh(high, range) + (carried ? 1 : 0);
}

/** The numbers 0 to n − 1 in random order: Fisher and Yates's shuffle from the end, two words a step. */
export function fillPermutation(out: Int32Array, key: Key): void {
  const words = new WordStream(key);
  for (let i = 0; i < out.length; i++) out[i] = i;
  for (let i = out.length - 1; i > 0; i--) {
    const j = below(i + 1, words);
    const held = out[i]!;
    out[i] = out[j]!;
    out[j] = held;
  }
}
