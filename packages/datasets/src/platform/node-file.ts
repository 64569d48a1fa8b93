import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { DataError } from '@mariana/tensor';
import { type Bytes, countBytes } from '../bytes/bytes.ts';

/** How much is read before the signal is looked at again. */
const chunkSize = 2 ** 24;

/**
 * The content of a regular file. Anything else is refused before it is opened: opening a FIFO waits for whoever writes to
 * it, and a device may never end.
 *
 * @returns undefined where there is no such file
 * @throws DataError if it is no regular file, cannot be read, or is longer than `maxBytes`
 * @throws the signal's reason when that aborts
 */
export async function readRegularFile(
  path: string,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<Bytes | undefined> {
  const { open, stat } = await import('node:fs/promises');
  signal?.throwIfAborted();
  try {
    const stats = await stat(path);
    if (!stats.isFile()) {
      throw new DataError('readFile', `${path} is not a file`, { got: kindOf(stats), expected: 'a regular file' });
    }
    if (stats.size > maxBytes) {
      throw new DataError('readFile', `${path} is too long`, {
        got: countBytes(stats.size),
        expected: `at most ${maxBytes}`,
      });
    }
    const file = await open(path, 'r');
    try {
      return await readBytes(file, stats.size, signal);
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (DataError.isInstance(cause)) throw cause;
    signal?.throwIfAborted();
    const code = codeOf(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new DataError('readFile', `${path} cannot be read`, { got: String(cause), cause });
  }
}

/** As many bytes as the file had, and no more, should it grow meanwhile. */
async function readBytes(file: FileHandle, size: number, signal: AbortSignal | undefined): Promise<Bytes> {
  const bytes = new Uint8Array(size);
  let at = 0;
  while (at < size) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(bytes, at, Math.min(chunkSize, size - at), at);
    if (bytesRead === 0) break; // it has become shorter
    at += bytesRead;
  }
  return at === size ? bytes : bytes.slice(0, at);
}

/** What a path names that is not what it should be. */
export function kindOf(stats: Stats): string {
  if (stats.isFile()) return 'a file';
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  return stats.isCharacterDevice() || stats.isBlockDevice() ? 'a device' : 'something else';
}

/** The system's name of an error: 'ENOENT'. */
export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}
