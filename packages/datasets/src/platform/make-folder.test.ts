import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAtomically } from './atomic.ts';
import { makeFolder } from './make-folder.ts';

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'mariana folder '));
});
afterEach(() => rm(place, { recursive: true }));

test('a folder is made with those that it lies in, by several at a time, and may be there', async () => {
  const folder = join(place, 'a', 'b', 'c');
  await Promise.all([makeFolder(folder), makeFolder(folder), makeFolder(join(place, 'a', 'd'))]);
  await makeFolder(folder);
  expect((await stat(folder)).isDirectory()).toBe(true);
});

test('a folder inside of a file cannot be made', async () => {
  await writeFile(join(place, 'file'), '');
  await expect(makeFolder(join(place, 'file', 'b'))).rejects.toThrow('ENOTDIR');
});

test.runIf(process.platform === 'linux').each(['/proc/mariana', '/proc/mariana/a/b'])(
  'where no folder can be made, writing a file fails at once: %s',
  { timeout: 5000 },
  async (folder) => {
    await expect(writeAtomically(join(folder, 'file'), new Uint8Array(1))).rejects.toThrow('ENOENT');
  },
);
