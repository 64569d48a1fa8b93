import { execFileSync } from 'node:child_process';
import {
  chmod,
  mkdtemp,
  open,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ArgumentError, DataError, FormatError, referenceEngine, setEngine } from '@mariana/tensor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dense } from '../core/dense.ts';
import { input } from '../core/input.ts';
import { sequential } from '../model/sequential.ts';
import { openFileSource } from '../platform/file-source.ts';
import { loadModel } from './load-model.ts';
import { readHeader, readSafetensors, writeSafetensors } from './safetensors.ts';

let folder: string;
beforeAll(async () => {
  setEngine(referenceEngine());
  folder = await realpath(await mkdtemp(join(tmpdir(), 'mariana files ')));
});
afterAll(() => rm(folder, { recursive: true }));

/** Of every POSIX system. */
const pipeMaker = 'mkfifo';

const makeModel = () => sequential([input({ shape: [2] }), dense({ units: 3, name: 'd' })]);

test('a file: URL is the path that it names, for saving and loading', async () => {
  const model = makeModel();
  const place = await mkdtemp(join(folder, 'ünï #'));
  const url = pathToFileURL(join(place, 'a b.safetensors'));
  await model.save(url);
  await model.save(url.href.replace('a%20b', 'c%20d'));
  expect((await readdir(place)).sort()).toEqual(['a b.safetensors', 'c d.safetensors']);
  for (const source of [url, url.href]) expect((await loadModel(source)).countParams()).toBe(9);
  await makeModel().loadWeights(url);
});

test('an address is not a path to write to', async () => {
  for (const place of ['https://example.org/m.safetensors', new URL('s3://bucket/m.safetensors')]) {
    await expect(makeModel().save(place)).rejects.toThrow('save: this is not a path');
  }
  expect(await readdir('.')).not.toContain('https:');
});

test.skipIf(process.platform === 'win32')('saving keeps the mode of a file and the place of a link', async () => {
  const [path, link] = [join(folder, 'private.safetensors'), join(folder, 'link.safetensors')];
  await writeFile(path, '');
  await chmod(path, 0o600);
  await symlink(path, link);
  await makeModel().save(link);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await loadModel(path)).countParams()).toBe(9);
  expect(await realpath(link)).toBe(path);
});

test('the extension of another format is refused, with what to use instead', async () => {
  const model = makeModel();
  for (const [name, extension] of [
    ['m.h5', '.h5'],
    ['m.hdf5', '.hdf5'],
    ['m.keras', '.keras'],
    ['m.json', '.json'],
    ['m.pt', '.pt'],
    ['m.onnx', '.onnx'],
    ['m.pb', '.pb'],
    ['m.weights.h5', '.h5'],
    ['v1.5', '.5'],
  ] as const) {
    const instead = `${name.slice(0, -extension.length)}.safetensors`;
    const message = `Got '${extension}'. Expected a name that ends in .safetensors, or has no extension. Save it as '${instead}'.`;
    await expect(model.save(join(folder, name))).rejects.toThrow(message);
    await expect(model.save(pathToFileURL(join(folder, name)))).rejects.toThrow(ArgumentError);
  }
  await model.save(join(folder, 'with.dots.SafeTensors'));
  await model.save(join(folder, 'folder.v2', 'plain'));
  await model.save(join(folder, '.hidden'));
  expect((await loadModel(join(folder, 'folder.v2/plain'))).countParams()).toBe(9);
});

test.skipIf(process.platform === 'win32')('what is not a regular file is not waited for', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync(pipeMaker, [pipe]);
  for (const place of [pipe, '/dev/zero', folder]) {
    await expect(loadModel(place)).rejects.toThrow('it is not a regular file');
    await expect(loadModel(place)).rejects.toThrow(DataError);
  }
});

test('a file that is cut off is refused', async () => {
  const path = join(folder, 'cut.safetensors');
  await makeModel().save(path);
  const { length } = await readFile(path);
  for (const size of [0, 7, 8, 100, length - 1]) {
    await truncate(path, size);
    await expect(loadModel(path)).rejects.toThrow(FormatError);
    await makeModel().save(path);
  }
});

test('a file of more than 2 GiB is read by position, without what is not needed', async () => {
  const path = join(folder, 'large.safetensors');
  const size = 2 ** 31 + 1000;
  const header = new TextEncoder().encode(
    JSON.stringify({
      large: { dtype: 'U8', shape: [size], data_offsets: [0, size] },
      last: { dtype: 'F32', shape: [2], data_offsets: [size, size + 8] },
    }).padEnd(160),
  );
  const file = await open(path, 'w');
  await file.write(BigUint64Array.of(BigInt(header.length)), 0, 8, 0);
  await file.write(header, 0, header.length, 8);
  await file.write(Float32Array.of(1.5, -2), 0, 8, 8 + header.length + size); // sparse: little of it is on the disk
  await file.close();
  const source = await openFileSource(path);
  const { entries } = await readHeader('test', source);
  const [last, large] = [new Float32Array(2), new Uint8Array(3)];
  await source.readInto(new Uint8Array(last.buffer), entries.get('last')?.position as number, undefined);
  await source.readInto(large, (entries.get('large')?.position as number) + size - 3, undefined);
  await source.close();
  await rm(path);
  expect([...last]).toEqual([1.5, -2]);
  expect([...large]).toEqual([0, 0, 0]);
});

test('weights from bytes, a Blob and a path are the same', async () => {
  const model = makeModel();
  const { tensors, metadata } = readSafetensors(await model.toBytes());
  const bytes = writeSafetensors({ tensors, metadata });
  const path = join(folder, 'same.safetensors');
  await writeFile(path, bytes);
  const values = await Promise.all(
    [bytes, new Blob([bytes]), path].map(async (source) => {
      const copy = makeModel();
      await copy.loadWeights(source);
      return Promise.all(copy.getWeights().map((value) => value.array()));
    }),
  );
  expect(values[1]).toEqual(values[0]);
  expect(values[2]).toEqual(values[0]);
});
