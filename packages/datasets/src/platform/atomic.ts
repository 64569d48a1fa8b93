import type { Bytes } from '../bytes/bytes.ts';
import { makeFolder } from './make-folder.ts';

/** Temporary files that a killed process left are removed after this many milliseconds. */
const stale = 60 * 60 * 1000;

/**
 * Writes a file as a whole or not at all (Node.js). Readers see the old content or the new one, also when the process
 * is killed or the machine stops: the bytes go to a new name in the same folder, are flushed to the disk, and the name
 * is changed last.
 *
 * @throws what the file system says; the temporary file is gone then
 */
export async function writeAtomically(path: string, bytes: Bytes): Promise<void> {
  const { open, rename, rm } = await import('node:fs/promises');
  const { basename, dirname, join } = await import('node:path');
  const folder = dirname(path);
  await makeFolder(folder);
  await removeStale(folder);
  const random = crypto.getRandomValues(new Uint32Array(2)).join('');
  const temporary = join(folder, `.${basename(path)}.${random}.tmp`);
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

async function removeStale(folder: string): Promise<void> {
  const { readdir, rm, stat } = await import('node:fs/promises');
  const { join } = await import('node:path');
  for (const name of await readdir(folder)) {
    if (!/^\..*\.\d+\.tmp$/.test(name)) continue;
    const path = join(folder, name);
    const age =
      Date.now() -
      (await stat(path).then(
        (stats) => stats.mtimeMs,
        () => Date.now(),
      ));
    if (age > stale) await rm(path, { force: true }).catch(() => {}); // tidying is no reason to fail
  }
}
