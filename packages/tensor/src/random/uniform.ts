import type { DType } from '../dtype.ts';
import { fillBits, type Key } from './philox.ts';

/** How many bits uniform numbers of a dtype have: as many as fit, so that none is rounded, and none becomes 1. */
export function uniformBits(dtype: DType): number {
  if (dtype === 'float64') return 53;
  return dtype === 'float16' ? 11 : dtype === 'bfloat16' ? 8 : 24;
}

/**
 * Uniform numbers in [0, 1): the upper 24 bits of a word for float32 (the upper 11 for float16, 8 for bfloat16), the
 * upper 53 of two words for float64.
 */
export function fillUniform(out: Float32Array | Float64Array, key: Key, bits = 24): void {
  // The words are written where the numbers will stand.
  const words = new Uint32Array(out.buffer, out.byteOffset, out.byteLength / 4);
  fillBits(words, key);
  if (out instanceof Float32Array) {
    for (let i = 0; i < out.length; i++) out[i] = (words[i]! >>> (32 - bits)) * 2 ** -bits;
  } else {
    for (let i = 0; i < out.length; i++) {
      out[i] = (words[2 * i]! * 2 ** 21 + (words[2 * i + 1]! >>> 11)) * 2 ** -53;
    }
  }
}
