import { DataError } from '@mariana/tensor';
import { fetchBytes } from './fetch-bytes.ts';
import type { Platform } from './platform.ts';

// Node.js's modules are imported inside functions, so that a bundle which picks this file by mistake still loads.

/** The platform of Node.js, Deno and Bun. */
export const platform: Platform = {
  async readFile(source) {
    if (/^https?:/.test(String(source))) return fetchBytes(source);
    const { readFile } = await import('node:fs/promises');
    const bytes = await readFile(source).catch((cause: NodeJS.ErrnoException) => {
      throw new DataError('loadModel', `${source} cannot be read`, { got: cause.message, cause });
    });
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  },

  async writeFile(target, bytes) {
    const { fileURLToPath } = await import('node:url');
    const { resolve } = await import('node:path');
    const path = resolve(target instanceof URL ? fileURLToPath(target) : target);
    await writeAtomically(path, bytes).catch((cause: NodeJS.ErrnoException) => {
      throw new DataError('save', `${path} cannot be written`, { got: cause.message, cause });
    });
  },
};

/**
 * The bytes go to a new file beside the target, are flushed to the disk, and take the target's name last: whoever reads
 * meanwhile, or after a crash, finds the old file or the new one.
 */
async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const { mkdir, open, rename, rm } = await import('node:fs/promises');
  const { basename, dirname, join } = await import('node:path');
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  await removeStale(folder, basename(path));
  const temporary = join(folder, `.${basename(path)}.${crypto.randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {}); // the first error is the one to tell
    throw error;
  }
}

/** What a process that was killed while it saved the same file has left, an hour ago or more. */
async function removeStale(folder: string, name: string): Promise<void> {
  const { readdir, rm, stat } = await import('node:fs/promises');
  const { join } = await import('node:path');
  for (const entry of await readdir(folder)) {
    if (!entry.startsWith(`.${name}.`) || !/\.[0-9a-f-]{36}\.tmp$/.test(entry)) continue;
    const path = join(folder, entry);
    const age = Date.now() - (await stat(path).then(({ mtimeMs }) => mtimeMs, Date.now));
    if (age > 3_600_000) await rm(path, { force: true }).catch(() => {}); // tidying is no reason to fail
  }
}
