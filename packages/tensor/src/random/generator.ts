import { ArgumentError } from '../errors.ts';
import { drawKeyAt, innermostLevel } from '../level.ts';
import { upload } from '../ops/arguments.ts';
import type { Tensor } from '../tensor.ts';
import { fillBits } from './philox.ts';

/** Options of a {@link Generator}. */
export interface GeneratorOptions {
  /** Any safe integer. The same seed gives the same numbers, on every engine. */
  seed: number;
}

/** All there is to a generator, for checkpoints. */
export interface GeneratorState {
  readonly seed: number;
  /** How many draws were made. */
  readonly draws: number;
}

/**
 * A source of random numbers: a seed, and a count of the draws made from it.
 *
 * The numbers of a draw are a function of the seed, the count and their position alone (Philox 4x32-10), so they are
 * the same on every engine, and a state that is put back continues as if nothing had been between.
 *
 * @source Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (2011); `torch.Generator`
 *
 * @example
 * const generator = new Generator({ seed: 7 });
 * const { state } = generator;
 * const first = await uniform([2], { generator }).array();
 * generator.state = state;
 * const again = await uniform([2], { generator }).array(); // the same two numbers
 */
export class Generator {
  // No #private fields: test runners compare what is enumerable, so that generators are equal where their states are.
  private seed = 0;
  private draws = 0;

  /**
   * @param options - see {@link GeneratorOptions}
   * @throws ArgumentError if the seed is not a safe integer
   */
  constructor({ seed }: GeneratorOptions) {
    this.state = { seed, draws: 0 };
  }

  /** The seed and the number of draws made. Assigning puts the generator where another one, or itself, was. */
  get state(): GeneratorState {
    return { seed: this.seed, draws: this.draws };
  }

  set state({ seed, draws }: GeneratorState) {
    if (!Number.isSafeInteger(seed)) {
      throw new ArgumentError('Generator', 'the seed is not a whole number', {
        got: String(seed),
        expected: `a whole number from ${Number.MIN_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}`,
      });
    }
    if (!Number.isSafeInteger(draws) || draws < 0) {
      throw new ArgumentError('Generator', 'the number of draws is not a whole number', {
        got: String(draws),
        expected: 'a whole number of 0 or more',
      });
    }
    this.seed = seed;
    this.draws = draws;
  }

  /** The key of the next draw as plain words: seedLow, seedHigh, drawLow, drawHigh. Counts the draw. */
  drawKeyWords(): Int32Array {
    const words = new Int32Array([...wordsOf(this.seed), ...wordsOf(this.draws)]);
    this.draws += 1;
    return words;
  }

  /** A seed for another generator, of 53 random bits. Counts as a draw. */
  drawSeed(): number {
    const words = new Uint32Array(2);
    fillBits(words, this.drawKeyWords());
    const [low = 0, high = 0] = words;
    return (high % 2 ** 21) * 2 ** 32 + low;
  }

  /** The key of the next draw, int32 [4], as the innermost transform sees it. Counts the draw. */
  drawKey(): Tensor {
    return drawKeyAt(innermostLevel(), this);
  }

  /** The key that is `draws` draws after another. */
  keyAfter(key: Tensor, draws: number): Tensor {
    // Without the carry into the upper word: no function makes 2³² draws.
    return draws === 0 ? key : key.add(upload('Generator', Int32Array.of(0, 0, draws, 0), 'int32', [4]));
  }

  /** The key of the next draw below all transforms, int32 [4]. Counts the draw. For levels. */
  drawKeyEager(): Tensor {
    return upload('Generator', this.drawKeyWords(), 'int32', [4]);
  }
}

/** The lower and the upper 32 bits of a whole number in two's complement. */
function wordsOf(value: number): [low: number, high: number] {
  return [value | 0, Math.floor(value / 2 ** 32) | 0];
}

let standard: Generator | undefined;

/** The generator that random operations draw from unless given another; seeded by chance unless by {@link setSeed}. */
export function defaultGenerator(): Generator {
  standard ??= new Generator({ seed: chanceSeed() });
  return standard;
}

/**
 * Seeds the generator that random operations draw from unless given another, and starts it anew.
 *
 * @param seed - any safe integer
 * @throws ArgumentError if it is not a safe integer
 * @source `keras.utils.set_random_seed`, `torch.manual_seed`
 *
 * @example
 * setSeed(1);
 * const first = await uniform([2]).array();
 * setSeed(1);
 * const again = await uniform([2]).array(); // the same two numbers
 */
export function setSeed(seed: number): void {
  defaultGenerator().state = { seed, draws: 0 };
}

/** 53 bits from the platform's source of randomness. */
function chanceSeed(): number {
  const [low, high] = crypto.getRandomValues(new Uint32Array(2)) as unknown as [number, number];
  return low + (high % 2 ** 21) * 2 ** 32;
}
