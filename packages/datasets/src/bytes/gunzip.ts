import { FormatError } from '@mariana/tensor';
import { type Bytes, countBytes, joinBytes } from './bytes.ts';

/** Whose content is decompressed, for error texts. */
export interface PackedName {
  /** Who asks. */
  readonly op: string;
  /** The file's name. */
  readonly name: string;
}

/** Options of {@link gunzip}. */
export interface GunzipOptions extends PackedName {
  /** No more than this many bytes come out: a few kilobytes of gzip can hold gigabytes. */
  readonly maxBytes: number;
  /**
   * Reads the size of the content from its beginning; undefined where more of it is needed, an error where it is of another
   * format. No more than that size comes out.
   */
  readonly sizeOf?: ((beginning: Uint8Array) => number | undefined) | undefined;
}

/** How compressed content may be; bytes of gzip and zip are both of the format deflate. */
type Packing = 'gzip' | 'deflate-raw';

/** The most bytes that one compressed byte can stand for: 258 bytes are repeated by a code of 2 bits, and none by less. */
const mostPerByte = 1032;

/** Whether the bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Decompresses a gzip file with the platform's own `DecompressionStream`, which checks its checksum and length too.
 *
 * @param bytes - the whole file
 * @returns the content
 * @throws FormatError when the file is truncated or damaged, or holds more than it says or than `maxBytes`
 */
export function gunzip(bytes: Bytes, options: GunzipOptions): Promise<Bytes> {
  return decompress(bytes, 'gzip', options);
}

/** The same for the bare stream within a zip archive, which has no checksum. */
export function inflate(bytes: Bytes, options: GunzipOptions): Promise<Bytes> {
  return decompress(bytes, 'deflate-raw', options);
}

/**
 * Checks that compressed bytes can hold as much as a header says, before memory is taken for it.
 *
 * @throws FormatError if they cannot
 */
export function checkPackedSize({ op, name }: PackedName, packed: number, size: number): void {
  if (size <= packed * mostPerByte) return;
  throw new FormatError(op, `${name} cannot be as long as its header says`, {
    got: `${countBytes(size)} from ${countBytes(packed)}`,
    expected: `at most ${mostPerByte} times as many`,
  });
}

async function decompress(bytes: Bytes, packing: Packing, options: GunzipOptions): Promise<Bytes> {
  const { op, name, maxBytes, sizeOf } = options;
  const chunks: Uint8Array[] = [];
  let size = 0;
  let promised: number | undefined;
  for await (const chunk of decompressed(bytes, packing, options)) {
    chunks.push(chunk);
    size += chunk.length;
    if (promised === undefined && sizeOf !== undefined) {
      promised = sizeOf(size === chunk.length ? chunk : joinBytes(chunks));
      if (promised !== undefined && promised > maxBytes) throw tooLong(options, `a header for ${countBytes(promised)}`);
      if (promised !== undefined) checkPackedSize(options, bytes.length, promised);
    }
    if (size > (promised ?? Infinity)) {
      throw new FormatError(op, `${name} is longer than its header says`, {
        got: `${countBytes(size)} and more`,
        expected: countBytes(promised as number),
      });
    }
    if (size > maxBytes) throw tooLong(options, `${countBytes(size)} and more`);
  }
  return joinBytes(chunks);
}

function tooLong({ op, name, maxBytes }: GunzipOptions, got: string): FormatError {
  return new FormatError(op, `${name} decompresses to more than is allowed`, {
    got,
    expected: `at most ${countBytes(maxBytes)}`,
  });
}

/**
 * The content of compressed bytes, in chunks, as they are asked for.
 *
 * @throws FormatError where they are truncated or damaged
 */
export async function* decompressed(
  bytes: Bytes,
  packing: Packing,
  { op, name }: PackedName,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(packing)).getReader();
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new FormatError(op, `${name} is not a sound ${packing} ${packing === 'gzip' ? 'file' : 'stream'}`, {
          got: `${reasonOf(cause)}, after ${countBytes(size)} of content from ${countBytes(bytes.length)}`,
          expected: 'a complete one',
          cause,
        });
      });
      if (done) return;
      size += value.length;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {}); // nothing that is left is wanted
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // Node.js says "unexpected end of file" in the cause of a bare TypeError.
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
