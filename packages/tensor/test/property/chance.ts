import { fillUniform } from '../../src/random/uniform.ts';

/** Draws from a seed, the same ones in every run. */
export class Chance {
  /** Whether numbers are to be usual ones: no NaN, no infinity, none very large or small. */
  readonly calm: boolean;
  readonly #numbers = new Float64Array(64);
  readonly #seed: number;
  readonly #stream: number;
  readonly #number: number;
  #used = 64;
  #fills = 0;

  /**
   * @param seed - of the whole run
   * @param stream - what it draws for; each has draws of its own
   * @param number - and which one of those
   * @param calm - whether numbers are to be usual ones
   */
  constructor(seed: number, stream: number, number: number, calm: boolean) {
    this.calm = calm;
    this.#seed = seed;
    this.#stream = stream;
    this.#number = number;
  }

  /** A number from 0 up to, and without, 1. */
  unit(): number {
    if (this.#used === this.#numbers.length) {
      fillUniform(this.#numbers, [this.#seed, this.#stream, this.#fills++, this.#number]);
      this.#used = 0;
    }
    return this.#numbers[this.#used++] as number;
  }

  /** A number of a range. */
  between(low: number, high: number): number {
    return low + this.unit() * (high - low);
  }

  /** A whole number from `low` to `high`, both among them. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  /** True so often. */
  happens(probability: number): boolean {
    return this.unit() < probability;
  }

  /** One of a list. */
  of<T>(list: readonly T[]): T {
    return list[this.whole(0, list.length - 1)] as T;
  }

  /** As many as asked for. */
  times<T>(count: number, make: (i: number) => T): T[] {
    return Array.from({ length: count }, (_, i) => make(i));
  }

  /** Numbers 0 … count − 1 in any order. */
  order(count: number): number[] {
    const list = this.times(count, (i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = this.whole(0, i);
      [list[i], list[j]] = [list[j] as number, list[i] as number];
    }
    return list;
  }

  /** Some of the numbers 0 … count − 1, sorted. */
  some(count: number): number[] {
    return this.times(count, (i) => i).filter(() => this.happens(0.5));
  }
}
