import { ArgumentError, DataError } from '@mariana/tensor';
import { platform } from '#platform';
import { fetchBytes, type LoadOptions } from './fetch-bytes.ts';

/** Where a saved model is read from: a path (Node.js), an address, or the contents of the file. */
export type WeightSource = string | URL | Uint8Array | ArrayBuffer | Blob;

/** Bytes that are read by position, so that a large file never stands in memory as a whole. */
export interface ByteSource {
  /** How it is named in messages. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Fills `target` with the bytes from `position` on, which must be there. */
  readInto(target: Uint8Array, position: number, signal: AbortSignal | undefined): Promise<void>;
  /** Lets go of the file. */
  close(): Promise<void>;
}

/**
 * Reads from a source, and closes it.
 *
 * @param op - who asks, for messages
 * @param source - a path, an address or the contents
 * @param options - limits of what is fetched, and a signal that aborts
 * @param read - gets the source open
 * @throws DataError if it cannot be read; the signal's reason if that aborts; what `read` throws
 */
export async function withSource<Result>(
  op: string,
  source: WeightSource,
  options: LoadOptions,
  read: (opened: ByteSource) => Promise<Result>,
): Promise<Result> {
  options.signal?.throwIfAborted();
  const opened = await openSource(op, source, options);
  try {
    return await read(opened);
  } finally {
    await opened.close();
  }
}

/** Fills `target`, or throws a DataError that names the source. */
export async function readBytes(
  op: string,
  source: ByteSource,
  target: Uint8Array,
  position: number,
  signal?: AbortSignal | undefined,
): Promise<void> {
  await source.readInto(target, position, signal).catch((cause: Error) => {
    signal?.throwIfAborted();
    throw new DataError(op, `${source.name} cannot be read`, { got: cause.message, cause });
  });
}

async function openSource(op: string, source: WeightSource, options: LoadOptions): Promise<ByteSource> {
  if (source instanceof Uint8Array) return memorySource(source);
  if (source instanceof ArrayBuffer) return memorySource(new Uint8Array(source));
  if (source instanceof Blob) return blobSource(source);
  if (typeof source === 'string' || source instanceof URL) {
    return (await platform.openFile(op, source)) ?? memorySource(await fetchBytes(op, source, options));
  }
  throw new ArgumentError(op, 'this is not a source of a model', {
    got: String(source),
    expected: 'a path, an address, a Uint8Array, an ArrayBuffer or a Blob',
  });
}

/** Bytes in memory. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    name: 'the bytes',
    size: bytes.length,
    readInto: async (target, position) => target.set(bytes.subarray(position, position + target.length)),
    close: async () => {},
  };
}

function blobSource(blob: Blob): ByteSource {
  return {
    name: 'the Blob',
    size: blob.size,
    readInto: async (target, position) =>
      target.set(new Uint8Array(await blob.slice(position, position + target.length).arrayBuffer())),
    close: async () => {},
  };
}
