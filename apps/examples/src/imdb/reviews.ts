import { type Imdb, type ImdbPart, imdb, padSequences } from '@mariana/datasets';
import { MarianaError, type Tensor } from '@mariana/tensor';
import type { TextOutput } from '@mariana/trainer';
import { maxLen, numWords } from './model.ts';

/** Reviews, padded and cut to 200 words, and what they say. */
export interface Padded {
  /** int32 [n, 200] */
  readonly x: Tensor;
  /** float32 [n, 1] */
  readonly y: Tensor;
  readonly reviews: readonly ArrayLike<number>[];
}

/** What a run needs of IMDB. */
export interface Reviews {
  readonly train: Padded;
  readonly test: Padded;
  /** The words and their ranks, where they are to be had. */
  readonly wordIndex: ReadonlyMap<string, number> | undefined;
}

/** Loads the reviews, and says where they came from. */
export async function loadReviews(
  flags: { readonly data: string | undefined; readonly reviews: number },
  output: TextOutput,
  signal: AbortSignal,
): Promise<Reviews> {
  const loaded = await imdb.load({ directory: flags.data, numWords, signal });
  const [train, test] = [padded(loaded.train, flags.reviews), padded(loaded.test, flags.reviews)];
  const count = (part: Padded) => part.reviews.length.toLocaleString('en');
  const from = loaded.origin.description;
  output.write(`Data    IMDB, ${count(train)} reviews to train on and ${count(test)} to test with, from ${from}\n`);
  return { train, test, wordIndex: await wordsOf(loaded, flags.data, signal) };
}

function padded({ reviews, labels }: ImdbPart, most: number): Padded {
  const some = reviews.slice(0, most);
  const y = labels.slice(0, some.length).reshape([some.length, 1]).cast('float32');
  return { x: padSequences(some, { maxLen }), y, reviews: some };
}

/** The words; they are only for people, so that a run goes on without them. */
async function wordsOf({ wordIndex }: Imdb, directory: string | undefined, signal: AbortSignal) {
  if (wordIndex !== undefined) return wordIndex;
  try {
    return await imdb.getWordIndex({ directory, signal });
  } catch (error) {
    if (!MarianaError.isInstance(error)) throw error;
    return undefined;
  }
}

/** The numbers of a text of one's own as a row [1, 200]. */
export function rowOf(text: string, wordIndex: ReadonlyMap<string, number>): Tensor {
  return padSequences([imdb.encode(text, wordIndex, { numWords })], { maxLen });
}

/** The end of a review in words, which is what the model reads; … for words that it does not know. */
export function tailOf(review: ArrayLike<number>, wordIndex: ReadonlyMap<string, number>, count: number): string {
  const wordOf = new Map(Array.from(wordIndex, ([word, rank]) => [rank + 3, word]));
  return Array.from(review, (number) => wordOf.get(number) ?? '…')
    .slice(1)
    .slice(-count)
    .join(' ');
}
