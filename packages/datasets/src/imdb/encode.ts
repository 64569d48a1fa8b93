import { ArgumentError, DataError } from '@mariana/tensor';
import { RandomState } from '../random/random-state.ts';

/** How reviews become numbers; names and defaults are Keras's. */
export interface ImdbEncoding {
  /** Only numbers below this are kept, so that an embedding of as many rows is enough; all unless given. */
  numWords?: number | undefined;
  /**
   * Numbers below this are left out too: the most frequent words, which say little.
   * @defaultValue 0
   */
  skipTop?: number | undefined;
  /** Only reviews with fewer numbers than this are kept; all unless given. */
  maxLen?: number | undefined;
  /**
   * By which the reviews are shuffled.
   * @defaultValue 113
   */
  seed?: number | undefined;
  /**
   * The number that every review begins with; null for none. 0 is left for padding.
   * @defaultValue 1
   */
  startChar?: number | null | undefined;
  /**
   * The number for words that are left out; with null they leave no trace.
   * @defaultValue 2
   */
  oovChar?: number | null | undefined;
  /**
   * What is added to a word's rank: the most frequent word, of rank 1, is 4 unless told otherwise.
   * @defaultValue 3
   */
  indexFrom?: number | undefined;
}

/** The names of those options. */
export const encodingNames = [
  'numWords',
  'skipTop',
  'maxLen',
  'seed',
  'startChar',
  'oovChar',
  'indexFrom',
] as const satisfies readonly (keyof ImdbEncoding)[];

/** Reviews as ranks of their words, and 1 for praise, 0 for blame. */
export interface RankedReviews {
  readonly words: readonly ArrayLike<number>[];
  readonly labels: ArrayLike<number>;
}

/** Reviews as numbers. */
export interface EncodedReviews {
  readonly reviews: Int32Array[];
  readonly labels: Int32Array;
}

/** Checks the options and fills in their defaults. */
export function checkEncoding(op: string, options: ImdbEncoding) {
  const { numWords, skipTop = 0, maxLen, seed = 113, startChar = 1, oovChar = 2, indexFrom = 3 } = options;
  const whole = (name: string, value: number | null | undefined, min: number, max = 2 ** 31 - 1) => {
    if (value === undefined || value === null) return;
    if (Number.isSafeInteger(value) && value >= min && value <= max) return;
    const expected = `a whole number from ${min} to ${max}`;
    throw new ArgumentError(op, `${name} is not allowed`, { got: String(value), expected });
  };
  whole('numWords', numWords, 1);
  whole('skipTop', skipTop, 0);
  whole('maxLen', maxLen, 1);
  whole('seed', seed, 0, 2 ** 32 - 1);
  whole('startChar', startChar, 0);
  whole('oovChar', oovChar, 0);
  whole('indexFrom', indexFrom, 0);
  return { numWords, skipTop, maxLen, seed, startChar, oovChar, indexFrom };
}

/**
 * Shuffles reviews and turns ranks into numbers, as Keras does, in its order.
 *
 * @throws DataError if `maxLen` leaves no review
 * @source `load_data` in `keras.src.datasets.imdb`
 */
export function encodeReviews(
  op: string,
  parts: { readonly train: RankedReviews; readonly test: RankedReviews },
  options: ImdbEncoding,
): { train: EncodedReviews; test: EncodedReviews } {
  const checked = checkEncoding(op, options);
  const random = new RandomState(checked.seed); // one for both parts: the test's order follows from the training's size
  const train = shuffle(parts.train, random);
  const test = shuffle(parts.test, random);
  const marked = [train, test].map((part) => part.map(([words, label]) => [mark(words, checked), label] as const));
  const kept = marked.map((part) => part.filter(([review]) => review.length < (checked.maxLen ?? Infinity)));
  if (kept.some((part) => part.length === 0)) {
    throw new DataError(op, 'maxLen leaves no review', { got: `${checked.maxLen}`, expected: 'a larger one' });
  }
  const limit = checked.numWords ?? largest(kept.flat()); // Keras's: the last of all words is left out then
  const finish = (part: readonly (readonly [Int32Array, number])[]) => ({
    reviews: part.map(([review]) => limitWords(review, limit, checked)),
    labels: Int32Array.from(part, ([, label]) => label),
  });
  return { train: finish(kept[0] ?? []), test: finish(kept[1] ?? []) };
}

function shuffle({ words, labels }: RankedReviews, random: RandomState): [ArrayLike<number>, number][] {
  return Array.from(random.shuffled(words.length), (i) => [words[i] as ArrayLike<number>, labels[i] as number]);
}

/** The ranks, shifted, after the number that says that a review begins. */
export function mark(
  words: ArrayLike<number>,
  { startChar, indexFrom }: { readonly startChar: number | null; readonly indexFrom: number },
): Int32Array {
  const first = startChar === null ? 0 : 1;
  const review = new Int32Array(first + words.length);
  if (startChar !== null) review[0] = startChar;
  for (let i = 0; i < words.length; i++) review[first + i] = (words[i] as number) + indexFrom;
  return review;
}

/** The numbers from skipTop up to the limit, the others as `oovChar`, or left out. */
export function limitWords(
  review: Int32Array,
  limit: number,
  { skipTop, oovChar }: { readonly skipTop: number; readonly oovChar: number | null },
): Int32Array {
  const isKept = (number: number) => number >= skipTop && number < limit;
  if (oovChar === null) return review.filter(isKept);
  return review.map((number) => (isKept(number) ? number : oovChar));
}

function largest(reviews: readonly (readonly [Int32Array, number])[]): number {
  let most = 0;
  for (const [review] of reviews) for (const number of review) if (number > most) most = number;
  return most;
}
