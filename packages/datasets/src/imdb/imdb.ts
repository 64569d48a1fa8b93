import { ArgumentError, checkOptions, type Tensor, tensor, useEngine } from '@mariana/tensor';
import { platform } from '#platform';
import type { Bytes } from '../bytes/bytes.ts';
import { resolveSource } from '../source/resolve.ts';
import { type DataOrigin, type LoadOptions, loadOptionNames } from '../source/source.ts';
import {
  checkEncoding,
  type EncodedReviews,
  encodeReviews,
  encodingNames,
  type ImdbEncoding,
  limitWords,
  mark,
} from './encode.ts';
import { findReviews } from './find.ts';
import { wordIndexSource } from './imdb-source.ts';
import { ranksOf } from './raw-reviews.ts';
import { parseWordIndex } from './word-index.ts';
import { wordsOf } from './words.ts';

/** Options of {@link imdb.load}. */
export interface ImdbOptions extends LoadOptions, ImdbEncoding {}

/** Reviews and what they say. */
export interface ImdbPart {
  /** A list of numbers for each review, of its own length. {@link padSequences} makes a tensor of them. */
  readonly reviews: readonly Int32Array[];
  /** int32 [n]: 1 for praise, 0 for blame. */
  readonly labels: Tensor;
}

/** What {@link imdb.load} gives. */
export interface Imdb {
  /** 25,000 reviews to train on. */
  readonly train: ImdbPart;
  /** 25,000 reviews to test with, of other films. */
  readonly test: ImdbPart;
  /** The rank of each word, where the reviews came as words; with Keras's file, `imdb.getWordIndex()` loads it. */
  readonly wordIndex: ReadonlyMap<string, number> | undefined;
  /** Where the data came from. */
  readonly origin: DataOrigin;
}

/**
 * IMDB: 50,000 reviews of films, half of them praise, half of them blame.
 *
 * @source Maas et al., "Learning Word Vectors for Sentiment Analysis", 2011; `keras.datasets.imdb`
 */
export const imdb = {
  /**
   * Loads the reviews, as numbers, shuffled: order, split and numbers are Keras's where its file is read.
   *
   * It takes Keras's `imdb.npz` from the cache, from `directory` or the directory that MARIANA_DATA names, or by download
   * (17 MB, checked against a pinned hash); or there, in the authors' form, the folder `aclImdb` or its archive
   * `aclImdb_v1.tar.gz`. `directory` may also name an archive (.tar.gz, .tgz, .tar) itself. In raw reviews `<br />` counts
   * as a blank, letters become small, and a word is a run of letters and digits, with apostrophes inside of it; words are
   * ranked by how often they occur in the training reviews.
   *
   * @param options - Keras's options; where to look; what to call meanwhile
   * @returns reviews as lists of numbers, and labels as tensors on the engine in use
   * @throws DataError that says where it was looked for and which file to get where
   * @throws ArgumentError if an option is not allowed
   * @throws FormatError if a file is damaged or another
   *
   * @example
   * const load = async (directory: string) => {
   *   const { train } = await imdb.load({ directory, numWords: 10_000 });
   *   return padSequences(train.reviews, { maxLen: 200 }).shape; // for the whole set [25000, 200]
   * };
   * await load('/no/such/folder'); // throws DataError
   */
  load: async (options: ImdbOptions = {}): Promise<Imdb> => {
    checkOptions('imdb.load', options, [...loadOptionNames, ...encodingNames]);
    checkEncoding('imdb.load', options); // before anything is downloaded
    const { origin, wordIndex, ...found } = await findReviews(options, platform);
    const { train, test } = encodeReviews('imdb.load', found, options);
    await useEngine(); // the one in use, or the fastest there is
    return { train: partOf(train), test: partOf(test), wordIndex, origin };
  },

  /**
   * Loads the rank of each word in Keras's file: from the cache, the directory that MARIANA_DATA names, or by download
   * (1.6 MB). In reviews `indexFrom` is added to it.
   *
   * @param options - where to look
   * @returns 88,584 words and their ranks; 1 is the most frequent
   * @throws DataError that says where it was looked for and how to get it
   *
   * @example
   * const wordOf = async (number: number) => {
   *   const ranks = await imdb.getWordIndex();
   *   return [...ranks].find(([, rank]) => rank + 3 === number)?.[0]; // for 4, 'the'
   * };
   * typeof wordOf; // 'function'
   */
  getWordIndex: async (options: LoadOptions = {}): Promise<ReadonlyMap<string, number>> => {
    checkOptions('imdb.getWordIndex', options, loadOptionNames);
    const { files } = await resolveSource('imdb.getWordIndex', wordIndexSource, options, platform);
    return parseWordIndex(files.get('imdb_word_index.json') as Bytes, 'imdb_word_index.json');
  },

  /**
   * Turns a text of one's own into numbers, by the rule that raw reviews are read by.
   *
   * @param text - a review
   * @param wordIndex - a Map with the rank of each word, as {@link imdb.getWordIndex} gives it; words without one are left out
   * @param options - as the reviews were loaded with
   * @returns its numbers
   * @throws ArgumentError if an argument is not of that type, or an option is not allowed
   *
   * @example
   * imdb.encode('A film!', new Map([['a', 1], ['film', 2]])); // [1, 4, 5]
   */
  encode: (text: string, wordIndex: ReadonlyMap<string, number>, options: ImdbEncoding = {}): number[] => {
    checkText(text, wordIndex);
    checkOptions('imdb.encode', options, encodingNames);
    const checked = checkEncoding('imdb.encode', options);
    const numbers = mark(ranksOf(wordsOf(text), wordIndex), checked);
    return Array.from(limitWords(numbers, checked.numWords ?? Infinity, checked));
  },
};

function checkText(text: unknown, wordIndex: unknown): void {
  if (typeof text !== 'string') {
    throw new ArgumentError('imdb.encode', 'text is not a string', { got: `a ${typeof text}`, expected: 'a review' });
  }
  if (wordIndex instanceof Map) return;
  const isPromise = wordIndex instanceof Promise;
  const isRecord = typeof wordIndex === 'object' && wordIndex !== null;
  throw new ArgumentError('imdb.encode', 'wordIndex is not a Map', {
    got: isPromise ? 'a promise' : isRecord ? 'an object' : String(wordIndex),
    expected: 'a Map from words to ranks, as `await imdb.getWordIndex()` gives it',
    fix: isPromise ? 'Await it' : isRecord ? 'Make one with new Map(Object.entries(wordIndex))' : undefined,
  });
}

function partOf({ reviews, labels }: EncodedReviews): ImdbPart {
  return { reviews, labels: tensor(labels) };
}
