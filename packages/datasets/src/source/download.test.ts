import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DataError } from '@mariana/tensor';
import { describe, expect, test, vi } from 'vitest';
import type { LoadProgress } from './source.ts';
import { type Answer, expectWhole, images, labels, World } from './source-fixture.ts';

const world = new World();

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
    world.answers['/a/images.gz'] = answer;
    const error = await world.load().catch((error: unknown) => error as DataError);
    expect(DataError.isInstance(error)).toBe(true);
    expect((error as DataError).message).toMatch(/^digits\.load: the data set digits was not found anywhere/);
    expect((error as DataError).message).toMatch(message);
    expect((error as DataError).message).toContain(`${world.base}/b/images cannot be fetched. Got status 404`);
    expect(await world.cached()).toEqual([]);
  });

  test('the second address is asked when the first fails; an address without .gz brings the file itself', async () => {
    world.answers['/a/images.gz'] = cutOff({});
    world.answers['/b/images'] = (_, response) => response.end(images);
    expectWhole(await world.load());
    expect((await world.cached()).sort()).toEqual(['images', 'labels.gz']);
  });

  test('what arrived before the failure is kept: the next try asks for the rest alone', async () => {
    const labelsAnswer = world.answers['/a/labels.gz']!;
    world.answers['/a/labels.gz'] = cutOff({});
    await expect(world.load()).rejects.toThrow(DataError);
    expect(await world.cached()).toEqual(['images.gz']);
    world.answers['/a/labels.gz'] = labelsAnswer;
    world.asked = [];
    expectWhole(await world.load());
    expect(world.asked).toEqual(['/a/labels.gz']);
  });

  test('a signal ends it with its reason, nothing kept', async () => {
    const controller = new AbortController();
    world.answers['/a/images.gz'] = (_, response) => {
      response.write(half);
      setTimeout(() => controller.abort(new Error('enough')), 20);
    };
    await expect(world.load({ signal: controller.signal })).rejects.toThrow('enough');
    expect(world.asked).toEqual(['/a/images.gz']);
    expect(await world.cached()).toEqual([]);
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
    const result = await world.load({ cache });
    expectWhole(result);
    expect(result.origin.place).toBe('download');
    expect(result.origin.notices.length).toBe(1); // not one a file
    expect(world.notices[0]).toMatch(
      /^digits\.load: the data is loaded, but not kept for the next time: writeFile: .* cannot be/,
    );
    expect(world.notices[0]).toMatch(message);
  }

  test('a file where its folder should be', async () => {
    await world.put('file', 'x');
    await expectDataWithNotice(join(world.root, 'file'), /ENOTDIR|EEXIST/);
    expect(await readFile(join(world.root, 'file'), 'utf8')).toBe('x');
  });

  // The kernel's own file systems take no new folder, not even from root, whom permissions do not stop.
  test.runIf(process.platform === 'linux')('a read-only file system (Linux)', async () => {
    await expectDataWithNotice('/sys/mariana', /EPERM|EROFS|EACCES/);
  });

  // Needs a user whom permissions bind: run the tests as one who is not root.
  test.runIf(process.platform !== 'win32' && process.getuid?.() !== 0)('a read-only folder', async () => {
    await mkdir(join(world.root, 'locked'));
    await chmod(join(world.root, 'locked'), 0o500);
    await expectDataWithNotice(join(world.root, 'locked'), /EACCES/);
  });

  test('no home for it at all', async () => {
    const cacheFolder = () => Promise.reject(new DataError('openCache', 'there is no home directory'));
    const result = await world.load({}, { ...world.platform, cacheFolder });
    expectWhole(result);
    expect(world.notices).toEqual(['digits.load: openCache: there is no home directory.']);
  });
});

test('progress: grows to the whole of each file', async () => {
  const packed = gzipSync(images);
  world.answers['/a/images.gz'] = (_, response) =>
    response.writeHead(200, { 'content-length': packed.length }).end(packed);
  const seen: LoadProgress[] = [];
  await world.load({ onProgress: (progress) => seen.push(progress) });
  const ofImages = seen.filter(({ file }) => file === 'images');
  expect(ofImages.at(-1)).toEqual({ file: 'images', loaded: packed.length, total: packed.length });
  expect(ofImages.every(({ loaded }, i) => i === 0 || loaded > ofImages[i - 1]!.loaded)).toBe(true);
  expect(seen.at(-1)).toMatchObject({ file: 'labels', loaded: gzipSync(labels).length });
});

test('notices go to console.warn unless told', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  await world.put('cache/digits/images', 'x');
  await world.load({ onNotice: undefined });
  expect(warn).toHaveBeenCalledWith(expect.stringMatching(/images is truncated/));
  warn.mockRestore();
});
