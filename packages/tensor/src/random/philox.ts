/** What a draw is known by: seedLow, seedHigh, drawLow, drawHigh, as 32-bit words. */
export type Key = ArrayLike<number>;

/**
 * One block of Philox 4x32-10: four random words for each value of a counter, with no state in between.
 *
 * @param out - where the four words go, from index `at` on
 * @source Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (2011)
 */
export function philoxBlock(
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
  out: Int32Array | Uint32Array,
  at: number,
): void {
  let [a, b, c, d] = [counter0, counter1, counter2, counter3];
  for (let round = 0, low = key0, high = key1; round < 10; round++) {
    const highA = multiplyHigh(a, 0xd2511f53);
    const highC = multiplyHigh(c, 0xcd9e8d57);
    const lowA = Math.imul(a, 0xd2511f53);
    a = highC ^ b ^ low;
    b = Math.imul(c, 0xcd9e8d57);
    c = highA ^ d ^ high;
    d = lowA;
    low = (low + 0x9e3779b9) | 0;
    high = (high + 0xbb67ae85) | 0;
  }
  out[at] = a;
  out[at + 1] = b;
  out[at + 2] = c;
  out[at + 3] = d;
}

/** The upper 32 bits of the product of two unsigned 32-bit numbers, by halves of 16 bits that never overflow. */
export function multiplyHigh(a: number, b: number): number {
  const lowA = a & 0xffff;
  const highA = a >>> 16;
  const lowB = b & 0xffff;
  const highB = b >>> 16;
  const first = (Math.imul(highA, lowB) + (Math.imul(lowA, lowB) >>> 16)) | 0;
  const second = (Math.imul(lowA, highB) + (first & 0xffff)) | 0;
  return (Math.imul(highA, highB) + (first >>> 16) + (second >>> 16)) >>> 0;
}

/**
 * The words of a draw from word `4 · block` on, in the order of the blocks: counter = (blockLow, blockHigh, drawLow,
 * drawHigh), key = (seedLow, seedHigh).
 */
export function fillBits(out: Int32Array | Uint32Array, key: Key, block = 0): void {
  const [seedLow, seedHigh, drawLow, drawHigh] = [key[0]! | 0, key[1]! | 0, key[2]! | 0, key[3]! | 0];
  const whole = out.length - (out.length % 4);
  let high = Math.floor(block / 2 ** 32) | 0;
  let low = block | 0;
  for (let at = 0; at < whole; at += 4) {
    philoxBlock(low, high, drawLow, drawHigh, seedLow, seedHigh, out, at);
    low = (low + 1) | 0;
    if (low === 0) high = (high + 1) | 0;
  }
  if (whole === out.length) return;
  const last = new Int32Array(4);
  philoxBlock(low, high, drawLow, drawHigh, seedLow, seedHigh, last, 0);
  for (let at = whole; at < out.length; at++) out[at] = last[at - whole]!;
}

/** The words of a draw one after the other, for uses that take several for a number. */
export class WordStream {
  readonly #key: Key;
  readonly #words = new Uint32Array(1024);
  #block = 0;
  #next = 1024;

  constructor(key: Key) {
    this.#key = key;
  }

  /** The next word, from 0 to 2³² − 1. */
  next(): number {
    if (this.#next === this.#words.length) {
      fillBits(this.#words, this.#key, this.#block);
      this.#block += this.#words.length / 4;
      this.#next = 0;
    }
    return this.#words[this.#next++]!;
  }
}
