import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { platform } from './node.ts';

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'mariana node-')));
  for (const name of ['MARIANA_CACHE', 'XDG_CACHE_HOME', 'LOCALAPPDATA']) vi.stubEnv(name, '');
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

async function install(folder: string, name: string): Promise<string> {
  const path = join(root, folder, 'node_modules', name);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
  return path;
}

test('environment variables that may not be read count as not set', () => {
  const refuse = () => {
    throw new Error('Requires env access, run again with the --allow-env flag');
  };
  vi.stubGlobal('process', Object.create(process, { env: { get: refuse } }));
  expect(platform.environment('MARIANA_DATA')).toBeUndefined();
  vi.unstubAllGlobals();
});

describe('packageFolder', () => {
  test('looks from the working directory upwards, then from the main module', async () => {
    const ofMain = await install('program', 'some-data');
    const ofDirectory = await install('work', 'some-data');
    await mkdir(join(root, 'work/deep/down'), { recursive: true });
    const script = process.argv[1];
    process.argv[1] = join(root, 'program/main.js');
    const cwd = vi.spyOn(process, 'cwd').mockReturnValue(join(root, 'work/deep/down'));
    expect((await platform.packageFolder('some-data'))?.location).toBe(ofDirectory);
    cwd.mockReturnValue(root);
    expect((await platform.packageFolder('some-data'))?.location).toBe(ofMain);
    process.argv[1] = script as string;
    expect(await platform.packageFolder('some-data')).toBeUndefined();
  });
});

describe('cacheFolder', () => {
  const place = async () => (await platform.cacheFolder(undefined)).location;

  test('the given place, then MARIANA_CACHE, then the usual folder of the system', async () => {
    expect((await platform.cacheFolder(join(root, 'given'))).location).toBe(join(root, 'given'));
    vi.spyOn(process, 'platform', 'get').mockReturnValue('linux');
    expect(await place()).toBe(join(homedir(), '.cache/mariana'));
    vi.stubEnv('XDG_CACHE_HOME', join(root, 'xdg'));
    expect(await place()).toBe(join(root, 'xdg/mariana'));
    vi.stubEnv('MARIANA_CACHE', join(root, 'named'));
    expect(await place()).toBe(join(root, 'named'));
  });

  test('asking for it makes nothing', async () => {
    const folder = await platform.cacheFolder(join(root, 'later'));
    expect(await folder.read('mnist/x', 10)).toBeUndefined();
    await expect(platform.dataFolder(join(root, 'later'))).rejects.toThrow(/there is no directory .*later/);
  });
});

describe('reading', () => {
  const folder = () => platform.dataFolder(root);

  test('a file, through a link too', async () => {
    await writeFile(join(root, 'file'), Uint8Array.of(1, 2, 3));
    await symlink(join(root, 'file'), join(root, 'link'));
    for (const name of ['file', 'link']) {
      expect(await (await folder()).read(name, 3)).toEqual(Uint8Array.of(1, 2, 3));
      await expect((await folder()).read(name, 2)).rejects.toThrow('is too long. Got 3 bytes. Expected at most 2.');
    }
    await writeFile(join(root, 'empty'), '');
    expect(await (await folder()).read('empty', 0)).toEqual(new Uint8Array());
  });

  test('a signal ends it', async () => {
    await writeFile(join(root, 'file'), 'x');
    const signal = AbortSignal.abort(new Error('enough'));
    await expect((await folder()).read('file', 1, signal)).rejects.toThrow('enough');
  });

  test.runIf(process.platform !== 'win32')('what is no file is refused at once, and no folder is opened', async () => {
    execFileSync('mkfifo', [join(root, 'fifo')]);
    await mkdir(join(root, 'folder'));
    await symlink('/dev/zero', join(root, 'endless'));
    const server = createServer().listen(join(root, 'socket'));
    await new Promise((ready) => server.once('listening', ready));
    for (const [name, kind] of Object.entries({
      fifo: 'a FIFO',
      folder: 'a folder',
      endless: 'a device',
      socket: 'a socket',
    })) {
      const message = `readFile: ${join(root, name)} is not a file. Got ${kind}. Expected a regular file.`;
      await expect((await folder()).read(name, 1000)).rejects.toThrow(message);
      if (name === 'folder') continue;
      await expect(platform.dataFolder(join(root, name))).rejects.toThrow(`is not a directory. Got ${kind}.`);
    }
    server.close();
  });
});
