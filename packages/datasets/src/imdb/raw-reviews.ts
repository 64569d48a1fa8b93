import { FormatError } from '@mariana/tensor';
import { type Bytes, countBytes } from '../bytes/bytes.ts';
import { decompressed, isGzip } from '../bytes/gunzip.ts';
import type { Folder } from '../platform/platform.ts';
import { readTar } from '../tar/tar.ts';
import type { RankedReviews } from './encode.ts';
import { rankWords, wordsOf } from './words.ts';

const op = 'imdb.load';
/** The longest review has 14 kB. */
const maxReview = 1_000_000;
/** The most bytes that an archive may hold: the official one has 66 MB of reviews that are wanted, and 0.3 GB in all. */
const maxArchive = { reviews: 2 ** 28, all: 2 ** 31 };
/** Reviews of a folder that are read at a time. */
const atOnce = 64;

/** The archive's layout: a review's part, judgement, number and stars. The unlabelled reviews, train/unsup, are left out. */
const pattern = /^(?:\.\/)?(?:[^/]+\/)?(train|test)\/(pos|neg)\/(\d{1,9})_(\d{1,2})\.txt$/;

/** Reviews as ranks, and the ranks of the words. */
export interface RawImdb {
  readonly train: RankedReviews;
  readonly test: RankedReviews;
  readonly wordIndex: ReadonlyMap<string, number>;
}

/**
 * The reviews in the authors' archive.
 *
 * @param bytes - the archive, gzipped or not
 * @param name - how it is named in messages
 * @param most - bytes that it may hold
 * @throws FormatError that says what is wrong with it
 */
export async function readArchive(bytes: Bytes, name: string, most = maxArchive): Promise<RawImdb> {
  const texts = new Map<string, string>();
  let size = 0;
  const options = { op, name, maxBytes: maxReview, wanted: (path: string) => pattern.test(path) };
  for await (const member of readTar(chunksOf(bytes, name, most.all), options)) {
    const key = keyOf(member.name);
    if (texts.has(key)) throw new FormatError(op, `${name} has two reviews ${key}`);
    size += member.content.length;
    if (size > most.reviews) throw tooMuch(`${name} has reviews of more than is allowed`, size, most.reviews);
    texts.set(key, new TextDecoder().decode(member.content));
  }
  return rank(texts, name);
}

/**
 * The reviews in the folder that the archive unpacks to.
 *
 * @param folder - where it is
 * @param prefix - which folder in it: '' or `aclImdb/`
 * @param signal - ends it early
 * @returns undefined where there are none
 */
export async function readReviewFolder(
  folder: Folder,
  prefix: string,
  signal?: AbortSignal,
): Promise<RawImdb | undefined> {
  const paths: string[] = [];
  for (const inside of ['train/neg', 'train/pos', 'test/neg', 'test/pos']) {
    const names = await folder.list?.(prefix + inside);
    if (names === undefined) return undefined;
    paths.push(...names.map((name) => `${inside}/${name}`).filter((path) => pattern.test(path)));
  }
  const texts = new Map<string, string>();
  for (let from = 0; from < paths.length; from += atOnce) {
    const some = paths.slice(from, from + atOnce);
    const contents = await Promise.all(some.map((path) => folder.read(prefix + path, maxReview, signal)));
    some.forEach((path, i) => {
      texts.set(keyOf(path), new TextDecoder().decode(contents[i]));
    });
  }
  return rank(texts, folder.pathOf(prefix));
}

/** `train/neg/17`: which review it is. */
function keyOf(path: string): string {
  const [, part, judgement, number] = pattern.exec(path) as RegExpExecArray;
  return `${part}/${judgement}/${Number(number)}`;
}

/** The ranks of all words; test words that no training review has are left out, as in Keras's file. */
function rank(texts: ReadonlyMap<string, string>, name: string): RawImdb {
  const keys = [...texts.keys()].sort(byNumber);
  const of = (part: string) => keys.filter((key) => key.startsWith(part));
  for (const part of ['train/neg/', 'train/pos/', 'test/neg/', 'test/pos/']) {
    if (of(part).length > 0) continue;
    throw new FormatError(op, `${name} has no reviews in ${part}`, {
      got: `${texts.size} reviews elsewhere`,
      expected: 'aclImdb/{train,test}/{pos,neg}/NUMBER_STARS.txt',
    });
  }
  const words = new Map(keys.map((key) => [key, wordsOf(texts.get(key) as string)]));
  const wordsIn = (key: string) => words.get(key) as string[];
  const wordIndex = rankWords(of('train/').map(wordsIn));
  const partOf = (part: string): RankedReviews => ({
    words: of(part).map((key) => ranksOf(wordsIn(key), wordIndex)),
    labels: of(part).map((key) => (key.includes('/pos/') ? 1 : 0)),
  });
  return { train: partOf('train/'), test: partOf('test/'), wordIndex };
}

/** The ranks of words; those that have none are left out. */
export function ranksOf(words: readonly string[], wordIndex: ReadonlyMap<string, number>): number[] {
  return words.flatMap((word) => wordIndex.get(word) ?? []);
}

/** First by folder, then by number, whatever order they came in. */
function byNumber(a: string, b: string): number {
  const [folderA, folderB] = [a, b].map((key) => key.slice(0, key.lastIndexOf('/'))) as [string, string];
  if (folderA !== folderB) return folderA < folderB ? -1 : 1;
  return Number(a.slice(folderA.length + 1)) - Number(b.slice(folderB.length + 1));
}

/** The archive's content, decompressed if need be, up to a limit. */
async function* chunksOf(bytes: Bytes, name: string, most: number): AsyncGenerator<Uint8Array, void, undefined> {
  if (!isGzip(bytes)) return yield bytes;
  let size = 0;
  for await (const chunk of decompressed(bytes, 'gzip', { op, name })) {
    size += chunk.length;
    if (size > most) throw tooMuch(`${name} decompresses to more than is allowed`, size, most);
    yield chunk;
  }
}

function tooMuch(wrong: string, size: number, most: number): FormatError {
  return new FormatError(op, wrong, { got: `${countBytes(size)} and more`, expected: `at most ${countBytes(most)}` });
}
