import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

// Only for Node.js; its modules are imported inside functions, so that a bundle for browsers still loads.

/** The content of a file, piece after piece. */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Temporary files carry the number of the process that writes them. */
const temporaryName = /^\.mariana-(\d+)-[0-9a-f]{8}\.tmp$/;
/** A temporary file of a process that is gone is kept for this many milliseconds: the process may run on another machine. */
const staleAge = 10 * 60_000;
/** As many symbolic links as Linux follows. */
const maxLinks = 40;

/**
 * Writes a file as a whole or not at all: the bytes go to a new file beside it, are flushed to the disk, and take the
 * file's name last. Whoever reads meanwhile, or after a crash, finds the old file or the new one.
 *
 * A file that was there keeps its mode and owner, and a symbolic link its place: the file that it leads to is replaced.
 * Missing folders are made. Temporary files that killed processes left in the folder are removed.
 *
 * @param path - absolute
 * @param pieces - the content; read as it is written
 * @throws what the file system says; the temporary file is gone then
 */
export async function writeAtomically(path: string, pieces: Pieces): Promise<void> {
  const { open, rename, rm } = await import('node:fs/promises');
  const { dirname, join } = await import('node:path');
  const target = await followLinks(path);
  const old = await statsOf(target);
  if (old !== undefined && !old.isFile()) throw new Error('it is not a regular file');
  const folder = dirname(target);
  await removeStale(folder);
  const temporary = join(folder, `.mariana-${process.pid}-${crypto.randomUUID().slice(0, 8)}.tmp`);
  try {
    // Never readable by more users than the old file, not even while it is written.
    const file = await open(temporary, 'wx', old === undefined ? 0o666 : old.mode & 0o777);
    try {
      if (old !== undefined) await keepAttributes(file, old);
      for await (const piece of pieces) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {}); // the first error is the one to report
    throw error;
  }
}

/** The file that a path leads to, itself not a link; its folder is made. The file need not exist. */
async function followLinks(path: string): Promise<string> {
  const { readlink, realpath } = await import('node:fs/promises');
  const { basename, dirname, join, resolve } = await import('node:path');
  let next = path;
  for (let links = 0; links <= maxLinks; links++) {
    await makeFolder(dirname(next));
    const target = join(await realpath(dirname(next)), basename(next));
    const link = await readlink(target).catch(() => undefined); // it is no link, or there is nothing
    if (link === undefined) return target;
    next = resolve(dirname(target), link);
  }
  throw new Error('too many symbolic links');
}

/** Makes a folder and those that it lies in. Node.js's own `recursive` never returns for folders in /proc. */
async function makeFolder(path: string): Promise<void> {
  const { mkdir, stat } = await import('node:fs/promises');
  const { dirname } = await import('node:path');
  const unless = (code: string) => (error: NodeJS.ErrnoException) => {
    if (error.code !== code) throw error;
  };
  if (await stat(path).catch(unless('ENOENT'))) return;
  await makeFolder(dirname(path));
  await mkdir(path).catch(unless('EEXIST')); // another program was faster
}

async function statsOf(path: string): Promise<Stats | undefined> {
  const { lstat } = await import('node:fs/promises');
  return lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

async function keepAttributes(file: FileHandle, old: Stats): Promise<void> {
  const { uid, gid } = await file.stat();
  if (uid !== old.uid || gid !== old.gid) await file.chown(old.uid, old.gid).catch(() => {}); // only root may
  await file.chmod(old.mode & 0o7777); // last: a new owner resets some bits, and umask others
}

/** Removes the temporary files of processes that are gone. Nothing else has such a name. */
async function removeStale(folder: string): Promise<void> {
  const { readdir, rm } = await import('node:fs/promises');
  const { join } = await import('node:path');
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = temporaryName.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const path = join(folder, name);
    const stats = await statsOf(path).catch(() => undefined);
    const isStale = stats?.isFile() === true && Date.now() - stats.mtimeMs > staleAge;
    if (isStale) await rm(path, { force: true }).catch(() => {}); // tidying is no reason to fail
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it runs, for another user
  }
}
