import { ArgumentError } from '@mariana/tensor';
import { type Block, philox } from './philox.ts';

/**
 * Random whole numbers that a seed and a pass determine, the same on every machine and engine. They are drawn here
 * and not by the engine, since an order of examples is read on the host before a batch is asked for.
 */
export class RandomStream {
  readonly #key: readonly [number, number];
  readonly #pass: number;
  #block: Block = [0, 0, 0, 0];
  #drawn = 0;

  /**
   * @param seed - a whole number from 0 to 2⁵³ − 1
   * @param pass - which of the seed's streams: each pass over the data has its own
   */
  constructor(seed: number, pass: number) {
    this.#key = [seed >>> 0, Math.floor(seed / 2 ** 32)];
    this.#pass = pass;
  }

  /** 32 random bits. */
  bits(): number {
    const at = this.#drawn++;
    if (at % 4 === 0) {
      const block = at / 4;
      const counter: Block = [block >>> 0, Math.floor(block / 2 ** 32), this.#pass >>> 0, Math.floor(this.#pass / 2 ** 32)];
      this.#block = philox(counter, this.#key);
    }
    return this.#block[at % 4] as number;
  }

  /** A whole number from 0 to `end − 1`, each equally likely. */
  below(end: number): number {
    const usable = 2 ** 32 - (2 ** 32 % end); // numbers from here on would favour the small remainders
    for (;;) {
      const bits = this.bits();
      if (bits < usable) return bits % end;
    }
  }

  /** Shuffles in place (Fisher and Yates). */
  shuffle(array: Int32Array): void {
    for (let last = array.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      const kept = array[last] as number;
      array[last] = array[other] as number;
      array[other] = kept;
    }
  }
}

/**
 * Checks a seed, or makes one up.
 *
 * @throws ArgumentError unless it is a whole number from 0 to 2⁵³ − 1
 */
export function checkSeed(op: string, seed: number | undefined): number {
  if (seed === undefined) return crypto.getRandomValues(new Uint32Array(1))[0] as number;
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new ArgumentError(op, 'seed is not a whole number', { got: String(seed), expected: '0 to 2^53 - 1' });
}
