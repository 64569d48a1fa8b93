import { ArgumentError, defaultGenerator, fillBits, type Key } from '@mariana/tensor';

/**
 * The key of a pass over data: that of draw number `pass` from a generator of that seed. Orders are drawn on the host
 * and not by the engine, since they are read before a batch is asked for, and not every engine can be read at once.
 */
export function passKey(seed: number, pass: number): Key {
  return Int32Array.of(seed | 0, Math.floor(seed / 2 ** 32) | 0, pass | 0, Math.floor(pass / 2 ** 32) | 0);
}

/** Random whole numbers one after the other, for uses that do not know beforehand how many. */
export class RandomWords {
  readonly #key: Key;
  readonly #words = new Uint32Array(1024);
  #block = 0;
  #next = 1024;

  constructor(key: Key) {
    this.#key = key;
  }

  /** A whole number from 0 to `end − 1`. None is more likely than another by more than end parts in 2³². */
  below(end: number): number {
    if (this.#next === this.#words.length) {
      fillBits(this.#words, this.#key, this.#block);
      this.#block += this.#words.length / 4;
      this.#next = 0;
    }
    return Math.floor(((this.#words[this.#next++] as number) / 2 ** 32) * end);
  }
}

/**
 * Checks a seed, or draws one from the default generator, which `setSeed` seeds.
 *
 * @throws ArgumentError unless it is a safe integer
 */
export function checkSeed(op: string, seed: number | undefined): number {
  if (seed === undefined) return defaultGenerator().drawSeed();
  if (Number.isSafeInteger(seed)) return seed;
  throw new ArgumentError(op, 'seed is not a whole number', {
    got: String(seed),
    expected: `a whole number from ${Number.MIN_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}`,
  });
}
