import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DataError } from '@mariana/tensor';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Bytes } from '../bytes/bytes.ts';
import { sha256 } from '../bytes/sha256.ts';
import { platform as node } from '../platform/node.ts';
import type { Platform } from '../platform/platform.ts';
import { resolveSource } from './resolve.ts';
import type { LoadOptions, LoadProgress, Source } from './source.ts';

const images = Uint8Array.from({ length: 70_000 }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 13) % 251); // little to compress
const labels = Uint8Array.from({ length: 300 }, (_, i) => i % 10);

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let root: string;
let server: Server;
let base: string;
let answers: Record<string, Answer>;
let asked: string[];
let source: Source;
let notices: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mariana datasets-'));
  answers = {
    '/a/images.gz': (_, response) => response.end(gzipSync(images)),
    '/a/labels.gz': (_, response) => response.end(gzipSync(labels)),
  };
  asked = [];
  notices = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const answer = answers[request.url ?? ''];
    if (answer) answer(request, response);
    else response.writeHead(404).end('nothing here');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  source = await sourceOf();
  vi.stubEnv('MARIANA_DATA', '');
  vi.stubEnv('MARIANA_CACHE', join(root, 'cache'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await rm(root, { recursive: true, force: true });
});

async function sourceOf(): Promise<Source> {
  const file = async (name: string, content: Bytes) => ({
    name,
    bytes: content.length,
    sha256: await sha256(content),
    gzip: true,
    urls: [`${base}/a/${name}.gz`, `${base}/b/${name}`],
  });
  const files = [await file('images', images), await file('labels', labels)];
  return { name: 'digits', folders: ['digits'], forms: [{ files, package: { name: 'digits-data', folder: 'data' } }] };
}

/** Node.js's platform, with packages in a folder of the test. */
const platform: Platform = {
  ...node,
  packageFolder: async (name) => {
    const folder = join(root, 'node_modules', name);
    return (await readdir(folder).catch(() => undefined)) && node.dataFolder(folder);
  },
};

const load = (options: LoadOptions = {}) =>
  resolveSource('digits.load', source, { onNotice: (notice) => notices.push(notice), ...options }, platform);

async function put(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

async function putWhole(folder: string): Promise<void> {
  await put(`${folder}/images`, images);
  await put(`${folder}/labels.gz`, gzipSync(labels));
}

const cached = () => readdir(join(root, 'cache/digits')).catch(() => []);

function expectWhole({ files }: Awaited<ReturnType<typeof load>>): void {
  expect(Buffer.compare(files.get('images')!, images)).toBe(0);
  expect(Buffer.compare(files.get('labels')!, labels)).toBe(0);
}

describe('order of places', () => {
  test('cache, MARIANA_DATA, npm package, download: each is asked only when those before it have nothing', async () => {
    await putWhole('cache/digits');
    await putWhole('data');
    await putWhole('node_modules/digits-data/data');
    vi.stubEnv('MARIANA_DATA', join(root, 'data'));
    const places: string[] = [];
    for (const next of ['cache', 'data', 'node_modules', undefined]) {
      const result = await load();
      expectWhole(result);
      places.push(result.origin.place);
      if (next === 'data') vi.stubEnv('MARIANA_DATA', '');
      if (next) await rm(join(root, next), { recursive: true });
    }
    expect(places).toEqual(['cache', 'directory', 'package', 'download']);
    expect(asked).toEqual(['/a/images.gz', '/a/labels.gz']);
    expect(notices).toEqual([]);
  });

  test('what was downloaded is there the next time, without a network', async () => {
    const first = await load();
    expect(first.origin).toMatchObject({ place: 'download', location: base.slice('http://'.length) });
    expect(first.origin.files).toEqual([`${base}/a/images.gz`, `${base}/a/labels.gz`]);
    expect(first.origin.description).toBe(`downloaded from ${base.slice('http://'.length)}`);
    expect((await cached()).sort()).toEqual(['images.gz', 'labels.gz']);
    const second = await load({ download: false });
    expectWhole(second);
    expect(second.origin).toMatchObject({ place: 'cache', notices: [] });
    expect(second.origin.description).toBe(`cache ${join(root, 'cache')}`);
    expect(asked.length).toBe(2);
  });

  test('a package says its name and where it is; nothing of it is copied to the cache', async () => {
    await putWhole('node_modules/digits-data/data');
    const { origin } = await load();
    expect(origin.description).toBe(`npm package digits-data (${join(root, 'node_modules/digits-data')})`);
    expect(await cached()).toEqual([]);
  });

  test('only the missing file is downloaded', async () => {
    await put('cache/digits/images', images);
    const result = await load();
    expectWhole(result);
    expect(result.origin.place).toBe('download');
    expect(asked).toEqual(['/a/labels.gz']);
  });

  test('cache: false neither reads nor writes', async () => {
    await putWhole('cache/digits');
    expect((await load({ cache: false })).origin.place).toBe('download');
    expect((await load({ cache: join(root, 'cache') })).origin.place).toBe('cache');
  });
});

describe('directories', () => {
  test('files may lie in it or in a folder named for the data set, gzipped or not', async () => {
    await put('data/images.gz', gzipSync(images));
    await put('data/digits/labels', labels);
    vi.stubEnv('MARIANA_DATA', join(root, 'data'));
    const result = await load();
    expectWhole(result);
    expect(result.origin.files).toEqual([join(root, 'data/images.gz'), join(root, 'data/digits/labels')]);
  });

  test('a MARIANA_DATA that has part of it says what it lacks, in the error at the end', async () => {
    await put('data/images', images);
    vi.stubEnv('MARIANA_DATA', join(root, 'data'));
    await expect(load({ download: false })).rejects.toThrow(
      `digits.load: the data set digits was not found on this machine. Got nothing of it in ${join(root, 'cache')}; ` +
        `${join(root, 'data')} lacks labels; the npm package digits-data is not installed; downloads are not allowed. ` +
        'Expected images or images.gz, labels or labels.gz. ' +
        'npm install digits-data, or put the files in a directory and name it in MARIANA_DATA.',
    );
  });

  test('a MARIANA_DATA that does not exist is an error, and no reason to download', async () => {
    vi.stubEnv('MARIANA_DATA', join(root, 'nowhere'));
    await expect(load()).rejects.toThrow(/^digits\.load: MARIANA_DATA names no directory\. Got '.*nowhere': .*ENOENT/);
    await put('file', 'x');
    vi.stubEnv('MARIANA_DATA', join(root, 'file'));
    await expect(load()).rejects.toThrow(/file is not a directory/);
    expect(asked).toEqual([]);
  });

  test('the option directory is the only place then', async () => {
    await putWhole('cache/digits');
    await mkdir(join(root, 'empty'));
    await expect(load({ directory: join(root, 'empty') })).rejects.toThrow(
      /was not found in .*empty\. Got nothing of it/,
    );
    await expect(load({ directory: join(root, 'missing') })).rejects.toThrow(/the option directory names no directory/);
    await putWhole('data');
    expect((await load({ directory: join(root, 'data') })).origin.place).toBe('directory');
    expect(asked).toEqual([]);
  });
});

describe('damaged files', () => {
  test.each<[string, string, Uint8Array | Buffer, RegExp]>([
    ['cut', 'images', images.slice(0, 1000), /images is truncated\. Got 1000 bytes\. Expected 70000 bytes\.$/],
    ['cut, gzipped', 'images.gz', gzipSync(images).subarray(0, 300), /images\.gz is not a sound gzip file/],
    [
      'another file',
      'images',
      images.slice().fill(3),
      /images is damaged, or is another file\. Got SHA-256 [0-9a-f]{64}\. Expected/,
    ],
    ['longer', 'images', new Uint8Array(80_000), /images is too long\. Got 80000 bytes/],
    [
      'a little longer',
      'images',
      new Uint8Array(70_001),
      /images is too long\. Got 70001 bytes\. Expected 70000 bytes/,
    ],
    ['empty', 'images', new Uint8Array(), /images is truncated\. Got 0 bytes/],
  ])('%s in the cache: it is reported, removed and fetched again', async (_, name, content, message) => {
    await put(`cache/digits/${name}`, content);
    await put('cache/digits/labels', labels);
    const result = await load();
    expectWhole(result);
    expect(result.origin.notices).toEqual([expect.stringMatching(message)]);
    expect(notices).toEqual([expect.stringMatching(/^digits\.load: readFile: /)]);
    expect((await cached()).sort()).toEqual(['images.gz', 'labels']);
    expect((await load()).origin).toMatchObject({ place: 'cache', notices: [] });
  });

  test('in MARIANA_DATA: it is reported and left alone, and the next place is asked', async () => {
    await putWhole('data');
    await put('data/images', images.slice(1));
    vi.stubEnv('MARIANA_DATA', join(root, 'data'));
    const { origin } = await load();
    expect(origin.place).toBe('download');
    expect(origin.notices).toEqual([expect.stringMatching(/data\/images is truncated/)]);
    expect((await readFile(join(root, 'data/images'))).length).toBe(images.length - 1);
  });

  test('a sound gzipped file beside a damaged one is taken', async () => {
    await putWhole('data');
    await put('data/images', images.slice(1));
    await put('data/images.gz', gzipSync(images));
    expectWhole(await load({ directory: join(root, 'data') }));
  });

  test('in the option directory: an error that says so', async () => {
    await putWhole('data');
    await put('data/labels.gz', 'no gzip');
    await expect(load({ directory: join(root, 'data') })).rejects.toThrow(
      /Got .*labels\.gz is truncated\. Got 7 bytes/,
    );
  });

  test('a folder where a file should be', async () => {
    await mkdir(join(root, 'data/images'), { recursive: true });
    await expect(load({ directory: join(root, 'data') })).rejects.toThrow(/images cannot be read\. Got .*EISDIR/);
  });
});

describe('downloads that fail', () => {
  const half = gzipSync(images).subarray(0, 2000);

  test.each<[string, Answer, RegExp]>([
    [
      'cut, with its length announced',
      cutOff({ 'content-length': 5000 }),
      /cannot be fetched\. Got .*after 2000 bytes of 5000/,
    ],
    ['cut, in chunks', cutOff({ 'transfer-encoding': 'chunked' }), /cannot be fetched\. Got .*after 2000 bytes/],
    ['short, and ended as if it were whole', (_, response) => response.end(half), /is not a sound gzip file/],
    ['another file', (_, response) => response.end(gzipSync(images.slice().fill(1))), /is damaged, or is another file/],
    ['a page instead', (_, response) => response.end('<html>Sign in</html>'), /images\.gz is truncated/],
    ['endless', (_, response) => response.end(new Uint8Array(200_000)), /cannot be fetched\. Got more than \d+ bytes/],
    [
      'a bomb',
      (_, response) => response.end(gzipSync(new Uint8Array(20_000_000))),
      /decompresses to more than is allowed/,
    ],
    ['an error', (_, response) => response.writeHead(500).end(), /cannot be fetched\. Got status 500/],
    ['no answer', (_, response) => response.destroy(), /cannot be fetched\. Got fetch failed \(/],
  ])('%s: a DataError that says so, nothing kept', async (_, answer, message) => {
    answers['/a/images.gz'] = answer;
    const error = await load().catch((error: unknown) => error as DataError);
    expect(DataError.isInstance(error)).toBe(true);
    expect((error as DataError).message).toMatch(/^digits\.load: the data set digits was not found anywhere/);
    expect((error as DataError).message).toMatch(message);
    expect((error as DataError).message).toContain(`${base}/b/images cannot be fetched. Got status 404`);
    expect(await cached()).toEqual([]);
  });

  test('the second address is asked when the first fails; an address without .gz brings the file itself', async () => {
    answers['/a/images.gz'] = cutOff({});
    answers['/b/images'] = (_, response) => response.end(images);
    expectWhole(await load());
    expect((await cached()).sort()).toEqual(['images', 'labels.gz']);
  });

  test('what arrived before the failure is kept: the next try asks for the rest alone', async () => {
    const labelsAnswer = answers['/a/labels.gz']!;
    answers['/a/labels.gz'] = cutOff({});
    await expect(load()).rejects.toThrow(DataError);
    expect(await cached()).toEqual(['images.gz']);
    answers['/a/labels.gz'] = labelsAnswer;
    asked = [];
    expectWhole(await load());
    expect(asked).toEqual(['/a/labels.gz']);
  });

  test('a signal ends it with its reason, nothing kept', async () => {
    const controller = new AbortController();
    answers['/a/images.gz'] = (_, response) => {
      response.write(half);
      setTimeout(() => controller.abort(new Error('enough')), 20);
    };
    await expect(load({ signal: controller.signal })).rejects.toThrow('enough');
    expect(asked).toEqual(['/a/images.gz']);
    expect(await cached()).toEqual([]);
  });

  function cutOff(headers: Record<string, string | number>): Answer {
    return (_, response) => {
      response.writeHead(200, headers);
      response.write(half, () => setTimeout(() => response.destroy(), 10));
    };
  }
});

describe('a cache that cannot be written', () => {
  async function expectDataWithNotice(cache: string, message: RegExp): Promise<void> {
    const result = await load({ cache });
    expectWhole(result);
    expect(result.origin.place).toBe('download');
    expect(result.origin.notices.length).toBe(1); // not one a file
    expect(notices[0]).toMatch(
      /^digits\.load: the data is loaded, but not kept for the next time: writeFile: .* cannot be/,
    );
    expect(notices[0]).toMatch(message);
  }

  test('a file where its folder should be', async () => {
    await put('file', 'x');
    await expectDataWithNotice(join(root, 'file'), /ENOTDIR|EEXIST/);
    expect(await readFile(join(root, 'file'), 'utf8')).toBe('x');
  });

  // The kernel's own file systems take no new folder, not even from root, whom permissions do not stop.
  test.runIf(process.platform === 'linux')('a read-only file system (Linux)', async () => {
    await expectDataWithNotice('/sys/mariana', /EPERM|EROFS|EACCES/);
  });

  // Needs a user whom permissions bind: run the tests as one who is not root.
  test.runIf(process.platform !== 'win32' && process.getuid?.() !== 0)('a read-only folder', async () => {
    await mkdir(join(root, 'locked'));
    await chmod(join(root, 'locked'), 0o500);
    await expectDataWithNotice(join(root, 'locked'), /EACCES/);
  });

  test('no home for it at all', async () => {
    const result = await resolveSource(
      'digits.load',
      source,
      { onNotice: (notice) => notices.push(notice) },
      {
        ...platform,
        cacheFolder: async () => Promise.reject(new DataError('openCache', 'there is no home directory')),
      },
    );
    expectWhole(result);
    expect(notices).toEqual(['digits.load: openCache: there is no home directory.']);
  });
});

test('progress: grows to the whole of each file', async () => {
  const packed = gzipSync(images);
  answers['/a/images.gz'] = (_, response) => response.writeHead(200, { 'content-length': packed.length }).end(packed);
  const seen: LoadProgress[] = [];
  await load({ onProgress: (progress) => seen.push(progress) });
  const ofImages = seen.filter(({ file }) => file === 'images');
  expect(ofImages.at(-1)).toEqual({ file: 'images', loaded: packed.length, total: packed.length });
  expect(ofImages.every(({ loaded }, i) => i === 0 || loaded > ofImages[i - 1]!.loaded)).toBe(true);
  expect(seen.at(-1)).toMatchObject({ file: 'labels', loaded: gzipSync(labels).length });
});

test('notices go to console.warn unless told', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  await put('cache/digits/images', 'x');
  await load({ onNotice: undefined });
  expect(warn).toHaveBeenCalledWith(expect.stringMatching(/images is truncated/));
  warn.mockRestore();
});
