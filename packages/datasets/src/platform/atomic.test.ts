import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAtomically } from './atomic.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mariana-atomic-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i);

test('makes the folder and the file, and nothing else', async () => {
  await writeAtomically(join(folder, 'a/b/file.bin'), bytes);
  expect(new Uint8Array(await readFile(join(folder, 'a/b/file.bin')))).toEqual(bytes);
  expect(await readdir(join(folder, 'a/b'))).toEqual(['file.bin']);
});

test('replaces a file as a whole: readers see the old content or the new', async () => {
  const path = join(folder, 'file.bin');
  const contents = [new Uint8Array(300_000).fill(1), new Uint8Array(500_000).fill(2)];
  await writeAtomically(path, contents[0]!);
  let done = false;
  const writer = (async () => {
    for (let i = 0; i < 20; i++) await writeAtomically(path, contents[i % 2]!);
    done = true;
  })();
  while (!done) {
    const seen = await readFile(path);
    expect(seen.length).toBe(contents[(seen[0] as number) - 1]!.length);
  }
  await writer;
});

test('writers at the same time do not disturb each other', async () => {
  const path = join(folder, 'file.bin');
  await Promise.all(Array.from({ length: 10 }, (_, i) => writeAtomically(path, new Uint8Array(1000).fill(i))));
  const seen = await readFile(path);
  expect(seen.every((byte) => byte === seen[0])).toBe(true);
  expect(await readdir(folder)).toEqual(['file.bin']);
});

test('a name that cannot be taken: the error is told, and no temporary file stays', async () => {
  await mkdir(join(folder, 'taken/inside'), { recursive: true });
  await expect(writeAtomically(join(folder, 'taken'), bytes)).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
  expect(await readdir(folder)).toEqual(['taken']);
});

test('a file where a folder should be', async () => {
  await writeFile(join(folder, 'file'), 'x');
  await expect(writeAtomically(join(folder, 'file/data/a.bin'), bytes)).rejects.toThrow(/ENOTDIR|EEXIST/);
  expect(await readdir(folder)).toEqual(['file']);
});

test('temporary files that a killed process left go after an hour, others stay', async () => {
  const left = join(folder, '.file.bin.123.tmp');
  const fresh = join(folder, '.file.bin.456.tmp');
  await writeFile(left, 'half');
  await writeFile(fresh, 'half');
  const long = new Date(Date.now() - 2 * 60 * 60 * 1000);
  await utimes(left, long, long);
  await writeAtomically(join(folder, 'file.bin'), bytes);
  expect((await readdir(folder)).sort()).toEqual(['.file.bin.456.tmp', 'file.bin']);
});

/** Of Linux's util-linux. */
const limiter = 'prlimit';
const hasLimits = process.platform === 'linux' && canLimit();

/** Sets how long a file this process may write; the system then stops a write half-way, as a full disk does. */
function limitFileSize(limit: string): void {
  execFileSync(limiter, [`--fsize=${limit}:`, '--pid', String(process.pid)], { stdio: 'ignore' });
}

function canLimit(): boolean {
  try {
    execFileSync(limiter, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

// Runs where the command prlimit is (Linux, package util-linux).
test.runIf(hasLimits)('a write that the system stops half-way leaves the old file and no other', async () => {
  const path = join(folder, 'file.bin');
  await writeAtomically(path, bytes.slice(0, 10));
  limitFileSize('4096');
  try {
    await expect(writeAtomically(path, bytes)).rejects.toThrow(/EFBIG/);
  } finally {
    limitFileSize('unlimited');
  }
  expect(await readdir(folder)).toEqual(['file.bin']);
  expect((await readFile(path)).length).toBe(10);
});
