import type { FileHandle } from 'node:fs/promises';
import type { ByteSource } from '../saving/byte-source.ts';

// Only for Node.js; its modules are imported inside functions, so that a bundle for browsers still loads.

/** One call of the system reads less than 2 GiB, and aborting takes effect between two of them. */
const maxPiece = 64 * 2 ** 20;

/**
 * A file that is read by position, of any size.
 *
 * @throws what the file system says; Error if it is not a regular file: reading a pipe or a device might never end
 */
export async function openFileSource(path: string): Promise<ByteSource> {
  const { open, stat } = await import('node:fs/promises');
  if (!(await stat(path)).isFile()) throw new Error('it is not a regular file'); // opening a pipe would wait already
  const file = await open(path, 'r');
  const { size } = await file.stat();
  return {
    name: path,
    size,
    readInto: (target, position, signal) => readFully(file, target, position, signal),
    close: () => file.close(),
  };
}

async function readFully(
  file: FileHandle,
  target: Uint8Array,
  position: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let done = 0; done < target.length; ) {
    signal?.throwIfAborted();
    const piece = target.subarray(done, done + maxPiece);
    const { bytesRead } = await file.read(piece, 0, piece.length, position + done);
    if (bytesRead === 0) throw new Error('it became shorter while it was read');
    done += bytesRead;
  }
}
