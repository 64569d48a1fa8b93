import { fillBits, type Key } from './philox.ts';

/**
 * Uniform numbers in [0, 1): the upper 24 bits of a word for float32, the upper 53 of two words for float64.
 */
export function fillUniform(out: Float32Array | Float64Array, key: Key): void {
  // The words are written where the numbers will stand.
  const words = new Uint32Array(out.buffer, out.byteOffset, out.byteLength / 4);
  fillBits(words, key);
  if (out instanceof Float32Array) {
    for (let i = 0; i < out.length; i++) out[i] = (words[i]! >>> 8) * 2 ** -24;
  } else {
    for (let i = 0; i < out.length; i++) {
      out[i] = (words[2 * i]! * 2 ** 21 + (words[2 * i + 1]! >>> 11)) * 2 ** -53;
    }
  }
}
