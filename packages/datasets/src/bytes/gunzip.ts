import { FormatError } from '@mariana/tensor';
import { type Bytes, countBytes, joinBytes } from './bytes.ts';

/** Options of {@link gunzip}. */
export interface GunzipOptions {
  /** Who asks, for error texts. */
  op: string;
  /** The file's name, for error texts. */
  name: string;
  /** No more than this many bytes come out: a few kilobytes of gzip can hold gigabytes. */
  maxBytes: number;
}

/** Whether the bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Decompresses a gzip file with the platform's own `DecompressionStream`, which checks its checksum and length too.
 *
 * @param bytes - the whole file
 * @returns the content
 * @throws FormatError when the file is truncated or damaged, or holds more than `maxBytes`
 */
export function gunzip(bytes: Bytes, options: GunzipOptions): Promise<Bytes> {
  return decompress(bytes, 'gzip', options);
}

/** The same for the bare stream within a zip archive, which has no checksum. */
export function inflate(bytes: Bytes, options: GunzipOptions): Promise<Bytes> {
  return decompress(bytes, 'deflate-raw', options);
}

async function decompress(
  bytes: Bytes,
  format: 'gzip' | 'deflate-raw',
  { op, name, maxBytes }: GunzipOptions,
): Promise<Bytes> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)).getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new FormatError(op, `${name} is not a sound ${format} ${format === 'gzip' ? 'file' : 'stream'}`, {
        got: `${reasonOf(cause)}, after ${countBytes(size)} of content from ${countBytes(bytes.length)}`,
        expected: 'a complete one',
        cause,
      });
    });
    if (done) return joinBytes(chunks);
    size += value.length;
    if (size > maxBytes) {
      await reader.cancel();
      throw new FormatError(op, `${name} decompresses to more than is allowed`, {
        got: `${countBytes(size)} and more`,
        expected: `at most ${countBytes(maxBytes)}`,
      });
    }
    chunks.push(value);
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // Node.js says "unexpected end of file" in the cause of a bare TypeError.
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
