import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ArgumentError, DataError, FormatError, referenceEngine, setEngine } from '@mariana/tensor';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Bytes } from '../bytes/bytes.ts';
import { md5 } from '../bytes/md5.ts';
import { readPickle } from '../npz/pickle.ts';
import { ArrayOf } from '../npz/pickle-values.ts';
import { padSequences } from '../preprocessing/pad-sequences.ts';
import { RandomState } from '../random/random-state.ts';
import { encodeReviews } from './encode.ts';
import fixture from './fixtures/keras.json' with { type: 'json' };
import { imdb } from './imdb.ts';
import { readKerasArchive } from './keras-archive.ts';
import { readArchive } from './raw-reviews.ts';
import { parseWordIndex } from './word-index.ts';
import { wordsOf } from './words.ts';

const archive = async () => new Uint8Array(await readFile(new URL('fixtures/small.npz', import.meta.url))) as Bytes;
const hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

let place: string;
beforeEach(async () => {
  setEngine(referenceEngine());
  place = await mkdtemp(join(tmpdir(), 'mariana imdb-'));
  vi.stubEnv('MARIANA_DATA', '');
  vi.stubEnv('MARIANA_CACHE', join(place, 'cache'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(place, { recursive: true, force: true });
});

test.each(fixture.cases)("Keras's numbers, order and split: $options", async ({ options, train, test: part }) => {
  const encoded = encodeReviews('imdb.load', await readKerasArchive(await archive()), options);
  const plain = ({ reviews, labels }: typeof encoded.train) => ({
    reviews: reviews.map((review) => [...review]),
    labels: [...labels],
  });
  expect(plain(encoded.train)).toEqual(train);
  expect(plain(encoded.test)).toEqual(part);
});

test.each(fixture.shuffles)("NumPy's shuffle: seed $seed, $n numbers", ({ seed, n, order }) => {
  expect([...new RandomState(seed).shuffled(n)]).toEqual(order);
});

test.each(fixture.pads)('padSequences: $options', async ({ options, rows }) => {
  expect(await padSequences(fixture.sequences, options as never).array()).toEqual(rows);
});

describe('pickles', () => {
  test.each(fixture.pickles.map((bytes, protocol) => [protocol, bytes] as const))('protocol %i', (_, bytes) => {
    const array = readPickle('test', 'f', hex(bytes), 0);
    expect(array).toBeInstanceOf(ArrayOf);
    expect((array as ArrayOf).items).toEqual(fixture.pickled);
  });

  test('every prefix is refused', () => {
    const bytes = hex(fixture.pickles[4] as string);
    for (let end = 0; end < bytes.length; end++) {
      expect(() => readPickle('test', 'f', bytes.subarray(0, end), 0)).toThrow(FormatError);
    }
  });

  test.each<[string, string, string]>([
    [
      'code to run',
      "cos\nsystem\n(S'true'\ntR.",
      'f names something of Python that is not allowed, at byte 11. Got os.system.',
    ],
    ['an inherited name', 'c__proto__\nconstructor\n.', 'names something of Python that is not allowed'],
    ['a dictionary', '}.', "has an instruction that is not allowed, at byte 1. Got 7d ('}')."],
    ['a list in itself', ']q\u0000h\u0000a.', 'holds a list at two places'],
    ['a long text', 'T\u00ff\u00ff\u00ff\u007f', 'is truncated'],
    ['nothing to take', 'a.', 'takes a value that is not there'],
    ['a call of no function', ')R.', 'takes a value that is not there'],
    ['more after the end', 'N.N', 'has bytes after its end'],
  ])('%s', (_, text, message) => {
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    expect(() => readPickle('test', 'f', bytes, 0)).toThrow(FormatError);
    expect(() => readPickle('test', 'f', bytes, 0)).toThrow(message);
  });
});

test('md5 is that of others', () => {
  for (const length of [0, 1, 55, 56, 64, 119, 1000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37) & 255);
    expect(md5(bytes)).toBe(createHash('md5').update(bytes).digest('hex'));
  }
});

test('words: tags, case, apostrophes, other letters', () => {
  expect(wordsOf("It's GREAT!<br /><br />Don’t miss 'Amélie' (2001)--ever.")).toEqual([
    "it's",
    'great',
    "don't",
    'miss',
    'amélie',
    '2001',
    'ever',
  ]);
});

/** A tar archive of files. */
function tar(files: Record<string, string>, change: (header: Buffer) => void = () => {}): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, text]) => {
    const header = Buffer.alloc(512);
    header.write(name);
    header.write(Buffer.byteLength(text).toString(8).padStart(11, '0'), 124);
    header.write('0ustar', 156);
    change(header);
    header.fill(' ', 148, 156);
    header.write(
      header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0'),
      148,
    );
    const body = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512);
    body.write(text);
    return [header, body];
  });
  return new Uint8Array(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

const raw = {
  'aclImdb/README': 'x'.repeat(2000),
  'aclImdb/train/pos/10_9.txt': 'good good film',
  'aclImdb/train/pos/2_10.txt': 'A good film.',
  'aclImdb/train/neg/0_1.txt': 'A bad film<br />',
  'aclImdb/train/unsup/0_0.txt': 'left left left left out',
  'aclImdb/test/pos/0_8.txt': 'good, unheard of',
  'aclImdb/test/neg/0_2.txt': 'bad',
};
const ranks = [
  ['film', 1],
  ['good', 2],
  ['a', 3],
  ['bad', 4],
] as const;

describe('raw reviews', () => {
  test('an archive, gzipped or not, in any order', async () => {
    const reversed = Object.fromEntries(Object.entries(raw).reverse());
    for (const bytes of [tar(raw), new Uint8Array(gzipSync(tar(raw))), tar(reversed)]) {
      const { train, test: part, wordIndex } = await readArchive(bytes as Bytes, 'a.tar');
      expect([...wordIndex]).toEqual(
        [
          ['film', 1],
          ['good', 2],
          ['a', 3],
          ['bad', 4],
        ].sort((a, b) => Number(a[1]) - Number(b[1])),
      );
      expect(train).toEqual({
        words: [
          [3, 4, 1],
          [3, 2, 1],
          [2, 2, 1],
        ],
        labels: [0, 1, 1],
      });
      expect(part).toEqual({ words: [[4], [2]], labels: [0, 1] });
    }
  });

  test('load: a named archive, a folder that holds it, and MARIANA_DATA', async () => {
    await writeFile(join(place, 'mine.tgz'), gzipSync(tar(raw)));
    for (const [name, text] of Object.entries(raw)) {
      await mkdir(dirname(join(place, name)), { recursive: true });
      await writeFile(join(place, name), text);
    }
    const options = { numWords: 6, download: false } as const;
    const first = await imdb.load({ ...options, directory: join(place, 'mine.tgz') });
    expect(first.origin.description).toBe(`the raw reviews in ${join(place, 'mine.tgz')}`);
    const second = await imdb.load({ ...options, directory: place });
    expect(second.train.reviews).toEqual(first.train.reviews);
    vi.stubEnv('MARIANA_DATA', join(place, 'aclImdb'));
    const third = await imdb.load(options);
    expect(third.test.reviews).toEqual(first.test.reviews);
    expect(await third.train.labels.data()).toEqual(await first.train.labels.data());
    expect(imdb.encode('Good film, BAD', third.wordIndex ?? new Map(), { numWords: 6 })).toEqual([1, 5, 4, 2]);
    expect([...(third.wordIndex ?? [])]).toEqual(ranks.map((entry) => [...entry]));
  });

  test('nothing there: an error that says which file to get where', async () => {
    const failed = imdb.load({ download: false });
    await expect(failed).rejects.toThrow(DataError);
    await expect(failed).rejects.toThrow(/imdb\.npz.*aclImdb_v1\.tar\.gz from https:/);
    await expect(imdb.load({ numWords: 0 })).rejects.toThrow('imdb.load: numWords is not allowed. Got 0.');
  });

  test('damaged archives', async () => {
    const read = (bytes: Uint8Array) => readArchive(bytes as Bytes, 'a.tar');
    const whole = tar(raw);
    await expect(read(whole.subarray(0, 200))).rejects.toThrow('a.tar is no archive, at byte 0 of the archive.');
    await expect(read(whole.subarray(0, 700))).rejects.toThrow('a.tar is truncated');
    await expect(read(whole.subarray(0, whole.length - 1024))).rejects.toThrow('is truncated');
    await expect(read(new Uint8Array(600).fill(65))).rejects.toThrow('has no sound header, at byte 0');
    await expect(read(new Uint8Array(gzipSync(whole)).subarray(0, 200))).rejects.toThrow('is not a sound gzip file');
    for (const name of ['../../etc/train/pos/1_1.txt', '/aclImdb/train/pos/1_1.txt', 'C:\\train\\pos\\1_1.txt']) {
      await expect(read(tar({ [name]: 'x' }))).rejects.toThrow('has a file whose path leads out of it');
    }
    const huge = tar(raw, (header) => header.write('77777777777', 124));
    await expect(read(huge)).rejects.toThrow(FormatError);
    const bomb = tar({ 'train/pos/1_1.txt': 'x' }, (header) => header.write('77777777777', 124));
    await expect(read(bomb)).rejects.toThrow('of a size that is not allowed');
    await expect(read(tar({ 'train/pos/1_1.txt': 'x' }))).rejects.toThrow('has no reviews in train/neg/');
    await expect(read(tar({ 'train/pos/1_1.txt': 'x', 'train/pos/01_2.txt': 'y' }))).rejects.toThrow('two reviews');
  });
});

test('an archive of more than there can be is not read to its end', async () => {
  const bytes = new Uint8Array(gzipSync(tar({ ...raw, 'aclImdb/train/unsup/0_0.txt': 'x'.repeat(100_000) })));
  const read = (most: { reviews: number; all: number }) => readArchive(bytes, 'a.tar.gz', most);
  await expect(read({ reviews: 20, all: 1e6 })).rejects.toThrow(
    /^imdb\.load: a\.tar\.gz has reviews of more than is allowed\. Got \d+ bytes and more\. Expected at most 20 bytes\.$/,
  );
  await expect(read({ reviews: 1e6, all: 50_000 })).rejects.toThrow(
    /^imdb\.load: a\.tar\.gz decompresses to more than is allowed\. Got \d+ bytes and more\. Expected at most 50000 bytes\.$/,
  );
  expect((await read({ reviews: 1e6, all: 1e6 })).train.labels.length).toBeGreaterThan(0);
});

test.runIf(process.platform !== 'win32')('a FIFO in place of the data is an error', async () => {
  const options = { onNotice: () => {}, download: false };
  for (const name of ['imdb.npz', 'aclImdb_v1.tar.gz']) execFileSync('mkfifo', [join(place, name)]);
  await expect(imdb.load({ ...options, directory: place })).rejects.toThrow('is not a file. Got a FIFO.');
  await expect(imdb.load({ ...options, directory: join(place, 'aclImdb_v1.tar.gz') })).rejects.toThrow('Got a FIFO.');
  await expect(imdb.load({ ...options, directory: '/dev/zero' })).rejects.toThrow('is not a directory. Got a device.');
});

test('a signal that is aborted ends the search, also for raw reviews', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  for (const [name, text] of Object.entries(raw)) {
    await mkdir(dirname(join(place, name)), { recursive: true });
    await writeFile(join(place, name), text);
  }
  await writeFile(join(place, 'a.tar'), tar(raw));
  await expect(imdb.load({ directory: place, signal })).rejects.toThrow('enough');
  await expect(imdb.load({ directory: join(place, 'a.tar'), signal })).rejects.toThrow('enough');
});

test('damaged archives of Keras', async () => {
  const bytes = await archive();
  for (let end = 0; end < bytes.length; end += 13) {
    await expect(readKerasArchive(bytes.slice(0, end) as Bytes)).rejects.toThrow(FormatError);
  }
  await writeFile(join(place, 'imdb.npz'), bytes);
  await expect(imdb.load({ directory: place, onNotice: () => {} })).rejects.toThrow('imdb.npz is truncated');
});

describe('arguments that are not what they should be', () => {
  test.each<[string, unknown, unknown, string]>([
    [
      'a record for the ranks',
      'a film',
      {},
      'imdb.encode: wordIndex is not a Map. Got an object. Expected a Map from words to ranks, as `await imdb.getWordIndex()` gives it. Make one with new Map(Object.entries(wordIndex)).',
    ],
    ['no ranks', 'a film', undefined, 'imdb.encode: wordIndex is not a Map. Got undefined.'],
    [
      'ranks that are still awaited',
      'a film',
      Promise.resolve(new Map()),
      'Got a promise. Expected a Map from words to ranks, as `await imdb.getWordIndex()` gives it. Await it.',
    ],
    ['no text', 5, new Map(), 'imdb.encode: text is not a string. Got a number.'],
  ])('%s', (_, text, wordIndex, message) => {
    expect(() => imdb.encode(text as string, wordIndex as Map<string, number>)).toThrow(ArgumentError);
    expect(() => imdb.encode(text as string, wordIndex as Map<string, number>)).toThrow(message);
  });

  test('an option of another name', async () => {
    const message = 'an option is not one of the choices. Got "numWord". Expected one of';
    expect(() => imdb.encode('', new Map(), { numWord: 5 } as never)).toThrow(`imdb.encode: ${message}`);
    await expect(imdb.load({ numWord: 5, directory: place } as never)).rejects.toThrow(`imdb.load: ${message}`);
    await expect(imdb.getWordIndex({ numWord: 5 } as never)).rejects.toThrow(`imdb.getWordIndex: ${message}`);
  });
});

test('word index: only words and ranks', () => {
  const parse = (text: string) => parseWordIndex(new TextEncoder().encode(text), 'f');
  expect([...parse('{"the": 1, "__proto__": 2}')]).toEqual([
    ['the', 1],
    ['__proto__', 2],
  ]);
  for (const text of ['', '[]', 'null', '{"a": 1.5}', '{"a": "1"}']) expect(() => parse(text)).toThrow(FormatError);
});
