import { DataError } from '@mariana/tensor';
import type { Bytes } from '../bytes/bytes.ts';
import { writeAtomically } from './atomic.ts';
import { codeOf, kindOf, readRegularFile } from './node-file.ts';
import type { CacheFolder, Platform } from './platform.ts';

// Node.js's modules are imported inside functions, so that a bundle which picks this file by mistake still loads.

/** The platform of Node.js, Deno and Bun. */
export const platform: Platform = {
  environment,

  async cacheFolder(location) {
    const { resolve } = await import('node:path');
    return new Directory(resolve(location ?? (await usualCache())));
  },

  async dataFolder(location) {
    const { stat } = await import('node:fs/promises');
    const { resolve } = await import('node:path');
    const path = resolve(location);
    const stats = await stat(path).catch((cause: unknown) => {
      throw new DataError('openDirectory', `there is no directory ${path}`, { got: String(cause), cause });
    });
    if (!stats.isDirectory())
      throw new DataError('openDirectory', `${path} is not a directory`, { got: kindOf(stats) });
    return new Directory(path);
  },

  async packageFolder(name) {
    const { createRequire } = await import('node:module');
    const { dirname, resolve } = await import('node:path');
    // Data packages are installed by the program, not by this package: it is asked for where the program is.
    const places = [resolve('package.json'), process.argv[1] && resolve(process.argv[1]), import.meta.url];
    for (const place of places) {
      if (!place) continue;
      try {
        return new Directory(dirname(createRequire(place).resolve(`${name}/package.json`)));
      } catch {
        // not installed here: the next place may have it
      }
    }
    return undefined;
  },
};

function environment(name: string): string | undefined {
  try {
    return process.env[name] || undefined;
  } catch {
    return undefined; // Deno without --allow-env
  }
}

async function usualCache(): Promise<string> {
  const { homedir } = await import('node:os');
  const { join } = await import('node:path');
  const named = environment('MARIANA_CACHE');
  if (named) return named;
  const local = process.platform === 'win32' ? environment('LOCALAPPDATA') : undefined;
  if (local) return join(local, 'mariana', 'cache');
  const shared = environment('XDG_CACHE_HOME');
  if (shared) return join(shared, 'mariana');
  try {
    const home = homedir();
    if (home)
      return process.platform === 'darwin' ? join(home, 'Library/Caches/mariana') : join(home, '.cache/mariana');
  } catch {
    // a user without an entry in the system's list of users
  }
  throw new DataError('openCache', 'there is no home directory to keep a cache in', {
    fix: 'Set MARIANA_CACHE to a directory',
  });
}

class Directory implements CacheFolder {
  readonly location: string;

  constructor(location: string) {
    this.location = location;
  }

  pathOf(name: string): string {
    return `${this.location}/${name}`;
  }

  read(name: string, maxBytes: number, signal?: AbortSignal): Promise<Bytes | undefined> {
    return readRegularFile(this.pathOf(name), maxBytes, signal);
  }

  async list(name: string): Promise<string[] | undefined> {
    const { readdir } = await import('node:fs/promises');
    try {
      return await readdir(this.pathOf(name));
    } catch (cause) {
      const code = codeOf(cause);
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      throw new DataError('listFolder', `${this.pathOf(name)} cannot be listed`, { got: String(cause), cause });
    }
  }

  async write(name: string, bytes: Bytes): Promise<void> {
    const path = this.pathOf(name);
    await writeAtomically(path, bytes).catch((cause: unknown) => {
      throw new DataError('writeFile', `${path} cannot be written`, {
        got: String(cause),
        fix: fixes[codeOf(cause) ?? ''] ?? 'Name another directory in MARIANA_CACHE',
        cause,
      });
    });
  }

  async remove(name: string): Promise<void> {
    const { rm } = await import('node:fs/promises');
    await rm(this.pathOf(name), { force: true }).catch(() => {}); // it will be overwritten or reported again
  }
}

const fixes: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space on the disk, or name a directory on another one in MARIANA_CACHE',
  EDQUOT: 'Free some space in the quota, or name another directory in MARIANA_CACHE',
};
