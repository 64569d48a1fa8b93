import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkOutFolder, OutFolderError, openOutFolder } from '../src/program/out-folder.mjs';

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'mariana out '));
});
afterEach(() => rm(place, { recursive: true }));

describe('the folder for results', () => {
  test('is made, with the run noted in it', async () => {
    const out = await openOutFolder(join(place, 'a', 'b'), { flags: { epochs: 1 } }, 'mariana test');
    await out.write('x.txt', 'x');
    expect(await readdir(out.path)).toEqual(['run.json', 'x.txt']);
    expect(JSON.parse(await readFile(join(out.path, 'run.json'), 'utf8'))).toMatchObject({ flags: { epochs: 1 } });
  });

  test('may be one of an earlier run: its files are replaced, others stay', async () => {
    const first = await openOutFolder(place, {}, 'mariana test');
    await first.write('history.json', 'old');
    await writeFile(join(place, 'notes.txt'), 'mine');
    const second = await openOutFolder(place, {}, 'mariana test');
    await second.write('history.json', 'new');
    expect(await readFile(join(place, 'history.json'), 'utf8')).toBe('new');
    expect(await readFile(join(place, 'notes.txt'), 'utf8')).toBe('mine');
  });

  test('with files of somebody else is refused, and left as it is', async () => {
    await writeFile(join(place, 'history.json'), 'mine');
    await expect(openOutFolder(place, {}, 'mariana test')).rejects.toThrow(
      'holds other files. Name a new or an empty folder.',
    );
    expect(await readdir(place)).toEqual(['history.json']);
    await writeFile(join(place, 'run.json'), '{"program":"another"}');
    await expect(openOutFolder(place, {}, 'mariana test')).rejects.toThrow(OutFolderError);
  });

  test('that cannot be made says why', async () => {
    await writeFile(join(place, 'file'), '');
    await expect(openOutFolder(join(place, 'file', 'b'), {}, 'mariana test')).rejects.toThrow(
      'cannot be written to. ENOTDIR',
    );
  });

  test('is checked by writing there, which leaves no trace', async () => {
    await checkOutFolder(join(place, 'a', 'b'), 'mariana test');
    expect(await readdir(place)).toEqual([]);
    const { path } = await openOutFolder(join(place, 'a'), {}, 'mariana test');
    await checkOutFolder(path, 'mariana test');
    expect(await readdir(path)).toEqual(['run.json']);
    await expect(checkOutFolder(path, 'another')).rejects.toThrow('holds other files');
  });

  test.each(['file', 'file/b'])('that is a file, or in one, says so: %s', async (name) => {
    await writeFile(join(place, 'file'), '');
    await expect(checkOutFolder(join(place, name), 'mariana test')).rejects.toThrow(
      /cannot be written to\. ENOTDIR.*Name another folder\./,
    );
  });

  // Node.js's own recursive mkdir never returns here.
  test.runIf(process.platform === 'linux').each(['/proc/mariana', '/proc/mariana/a/b', '/sys/mariana/a'])(
    'that no system makes is refused at once: %s',
    { timeout: 5000 },
    async (folder) => {
      await expect(checkOutFolder(folder, 'mariana test')).rejects.toThrow(OutFolderError);
    },
  );

  test('that goes away leaves nothing half-written', async () => {
    const out = await openOutFolder(join(place, 'a'), {}, 'mariana test');
    await rm(out.path, { recursive: true });
    await expect(out.write('x.txt', 'x')).rejects.toThrow(OutFolderError);
    expect(await readdir(place)).toEqual([]);
  });
});
