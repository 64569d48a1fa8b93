const size = 624;
const middle = 397;

/**
 * NumPy's legacy generator, by which Keras shuffles its data sets: the Mersenne Twister, seeded by one number.
 *
 * It is here for data that must come in the order that others have; for everything else there is the `Generator` of
 * `@mariana/tensor`.
 *
 * @source `numpy.random.RandomState`; Matsumoto and Nishimura, "Mersenne Twister", 1998
 */
export class RandomState {
  readonly #words = new Uint32Array(size);
  #next = size;

  /** @param seed - a whole number from 0 to 2³² − 1 */
  constructor(seed: number) {
    this.#words[0] = seed;
    for (let i = 1; i < size; i++) {
      const before = this.#words[i - 1] as number;
      this.#words[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
    }
  }

  /** 32 random bits, as a whole number. */
  uint32(): number {
    if (this.#next === size) this.#twist();
    let word = this.#words[this.#next++] as number;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  /** A whole number from 0 to `max`, both possible: bits of as many places, drawn until they are no more. */
  interval(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (this.uint32() & mask) >>> 0;
      if (value <= max) return value;
    }
  }

  /** The numbers 0 to n − 1, shuffled as `shuffle(arange(n))` does. */
  shuffled(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i >= 1; i--) {
      const j = this.interval(i);
      const moved = order[i] as number;
      order[i] = order[j] as number;
      order[j] = moved;
    }
    return order;
  }

  #twist(): void {
    const words = this.#words;
    for (let i = 0; i < size; i++) {
      const joined = ((words[i] as number) & 0x80000000) | ((words[(i + 1) % size] as number) & 0x7fffffff);
      const odd = joined & 1 ? 0x9908b0df : 0;
      words[i] = (words[(i + middle) % size] as number) ^ (joined >>> 1) ^ odd;
    }
    this.#next = 0;
  }
}
