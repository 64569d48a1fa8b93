import { defaultGenerator, Generator, permutation, scope, type Tensor } from '@mariana/tensor';

/**
 * The orders in which training goes through its samples. That of an epoch is a function of a seed and the epoch's
 * number alone, so that training that goes on at a later epoch sees the orders that it would have seen in one run.
 *
 * A trainer has one of these. A run begins with epoch 0, and goes on with each `fit` that begins at a later one.
 */
export class SampleOrder {
  #seed: number | undefined;
  /** The number of passes that were begun before this run. */
  #earlier = 0;
  #passes = 0;

  /** Begins a run, or goes on with it. */
  begin(initialEpoch: number, seed: number | undefined): void {
    if (initialEpoch === 0) {
      this.#seed = undefined;
      this.#earlier = this.#passes;
    }
    this.#seed = seed ?? this.#seed;
  }

  /** The order of an epoch's samples, int32 [samples]. */
  permutation(samples: number, epoch: number): Tensor {
    this.#seed ??= defaultGenerator().drawSeed();
    const generator = new Generator({ seed: this.#seed });
    generator.state = { seed: this.#seed, draws: epoch };
    return scope(() => permutation(samples, { generator }));
  }

  /** The number of an epoch's pass over data that have orders of their own; no two runs share one. */
  pass(epoch: number): number {
    const number = this.#earlier + epoch;
    this.#passes = Math.max(this.#passes, number + 1);
    return number;
  }
}
