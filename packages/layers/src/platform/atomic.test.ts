import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAtomically } from './atomic.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'mariana atomic ')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const pieces = [Uint8Array.of(1, 2), new Uint8Array(0), new Uint8Array(100_000).fill(3)];
const content = Buffer.concat(pieces);
const modeOf = async (path: string) => (await stat(path)).mode & 0o7777;
/** Of every POSIX system. */
const pipeMaker = 'mkfifo';
/** Windows has neither modes nor, for most users, links. */
const onPosix = test.skipIf(process.platform === 'win32');

test('makes the folders and the file, and nothing else', async () => {
  const path = join(folder, 'a/b/file.bin');
  await writeAtomically(path, pieces);
  expect(await readFile(path)).toEqual(content);
  expect(await readdir(join(folder, 'a/b'))).toEqual(['file.bin']);
});

test.runIf(process.platform === 'linux')(
  'a folder that cannot be made is an error at once',
  { timeout: 5000 },
  async () => {
    await expect(writeAtomically('/proc/mariana/a/file.bin', pieces)).rejects.toThrow('ENOENT');
  },
);

test('an error in the middle leaves the old file and no other', async () => {
  const path = join(folder, 'file.bin');
  await writeFile(path, 'old');
  async function* broken() {
    yield Uint8Array.of(1);
    throw new Error('no more');
  }
  await expect(writeAtomically(path, broken())).rejects.toThrow('no more');
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['file.bin']);
});

test('readers see the old content or the new, and writers do not disturb each other', async () => {
  const path = join(folder, 'file.bin');
  await writeAtomically(path, [new Uint8Array(1000).fill(0)]);
  let writing = true;
  const writers = Promise.all(
    Array.from({ length: 10 }, (_, i) => writeAtomically(path, [new Uint8Array(300_000 + i).fill(i)])),
  ).finally(() => {
    writing = false;
  });
  while (writing) {
    const seen = await readFile(path);
    expect(seen.every((byte) => byte === seen[0])).toBe(true);
    expect([1000, 300_000 + (seen[0] as number)]).toContain(seen.length);
  }
  await writers;
  expect(await readdir(folder)).toEqual(['file.bin']);
});

onPosix('a file keeps its mode, whatever the umask', async () => {
  const path = join(folder, 'file.bin');
  for (const mode of [0o600, 0o640, 0o666, 0o444]) {
    await rm(path, { force: true });
    await writeFile(path, 'old');
    await chmod(path, mode);
    await writeAtomically(path, pieces);
    expect(await modeOf(path)).toBe(mode);
    expect(await readFile(path)).toEqual(content);
  }
  await writeAtomically(join(folder, 'new.bin'), pieces);
  expect(await modeOf(join(folder, 'new.bin'))).toBe(0o666 & ~process.umask());
});

onPosix('a private file is private while it is written', async () => {
  const path = join(folder, 'file.bin');
  await writeFile(path, 'old', { mode: 0o600 });
  const modes = new Map<string, number>();
  async function* watched() {
    for (const name of await readdir(folder)) modes.set(name, await modeOf(join(folder, name)));
    yield* pieces;
  }
  await writeAtomically(path, watched());
  expect([...modes.values()]).toEqual([0o600, 0o600]);
  expect([...modes.keys()].sort()[0]).toMatch(new RegExp(`^\\.mariana-${process.pid}-[0-9a-f]{8}\\.tmp$`));
});

onPosix('a symbolic link stays, and the file that it leads to is replaced', async () => {
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'data/real.bin'), 'old', { mode: 0o600 });
  await symlink('data/real.bin', join(folder, 'relative'));
  await symlink(join(folder, 'relative'), join(folder, 'chain'));
  await symlink('data', join(folder, 'linked folder'));
  for (const name of ['relative', 'chain', 'linked folder/real.bin']) {
    await writeFile(join(folder, 'data/real.bin'), 'old');
    await writeAtomically(join(folder, name), pieces);
    expect(await readFile(join(folder, 'data/real.bin'))).toEqual(content);
  }
  expect(await modeOf(join(folder, 'data/real.bin'))).toBe(0o600);
  expect(await readlink(join(folder, 'relative'))).toBe('data/real.bin');
  expect((await lstat(join(folder, 'chain'))).isSymbolicLink()).toBe(true);
  expect(await readdir(join(folder, 'data'))).toEqual(['real.bin']);
  expect((await readdir(folder)).sort()).toEqual(['chain', 'data', 'linked folder', 'relative']);
});

onPosix('a link to a file that is not there yet leads to the new file; a circle is refused', async () => {
  await symlink('later/file.bin', join(folder, 'link'));
  await writeAtomically(join(folder, 'link'), pieces);
  expect(await readFile(join(folder, 'later/file.bin'))).toEqual(content);
  await symlink('circle', join(folder, 'circle'));
  await expect(writeAtomically(join(folder, 'circle'), pieces)).rejects.toThrow('too many symbolic links');
});

test('what is not a regular file is not replaced', async () => {
  await mkdir(join(folder, 'taken'));
  await writeFile(join(folder, 'file'), 'x');
  await expect(writeAtomically(join(folder, 'taken'), pieces)).rejects.toThrow('not a regular file');
  await expect(writeAtomically(join(folder, 'file/below'), pieces)).rejects.toThrow(/ENOTDIR|EEXIST/);
  expect((await readdir(folder)).sort()).toEqual(['file', 'taken']);
});

onPosix('a pipe stays', async () => {
  execFileSync(pipeMaker, [join(folder, 'pipe')]);
  await expect(writeAtomically(join(folder, 'pipe'), pieces)).rejects.toThrow('not a regular file');
  expect((await lstat(join(folder, 'pipe'))).isFIFO()).toBe(true);
});

test('a name as long as the system takes', async () => {
  const name = 'n'.repeat(255);
  await writeAtomically(join(folder, name), pieces);
  expect(await readdir(folder)).toEqual([name]);
});

test('the temporary files of killed processes go after some minutes, and nothing else does', async () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const long = new Date(Date.now() - 11 * 60_000);
  const stale = `.mariana-${gone}-0123abcd.tmp`;
  const kept = [
    `.mariana-${gone}-0123abce.tmp`, // fresh
    `.mariana-${process.pid}-0123abcd.tmp`, // its process runs
    `.mariana-${gone}-0123abcdef.tmp`, // no name of ours
    `mariana-${gone}-0123abcd.tmp`,
    '.file.bin.tmp',
  ];
  for (const name of [stale, ...kept]) await writeFile(join(folder, name), 'half');
  for (const name of [stale, ...kept.slice(1)]) await utimes(join(folder, name), long, long);
  await mkdir(join(folder, `.mariana-${gone}-00000000.tmp`)); // a folder
  await utimes(join(folder, `.mariana-${gone}-00000000.tmp`), long, long);
  await writeAtomically(join(folder, 'file.bin'), pieces);
  expect((await readdir(folder)).sort()).toEqual([...kept, `.mariana-${gone}-00000000.tmp`, 'file.bin'].sort());
});
