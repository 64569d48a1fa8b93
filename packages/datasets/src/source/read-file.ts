import { DataError, FormatError, MarianaError } from '@mariana/tensor';
import { type Bytes, countBytes } from '../bytes/bytes.ts';
import { gunzip, isGzip } from '../bytes/gunzip.ts';
import { md5 } from '../bytes/md5.ts';
import { sha256 } from '../bytes/sha256.ts';
import type { Folder } from '../platform/platform.ts';
import type { SourceFile } from './source.ts';

/** A file that was found and is what it should be. */
export interface FoundFile {
  content: Bytes;
  /** Its path or address. */
  path: string;
}

/** What gzip can add to content that does not compress. */
export function compressedLimit(bytes: number): number {
  return bytes + Math.ceil(bytes / 1000) + 1024;
}

/**
 * Reads a file of a source from a folder.
 *
 * @param prefixes - the folders in it to look in, each '' or ending in `/`
 * @param signal - ends it early
 * @param onDamage - called for each file of the right name that is damaged, is another or cannot be read
 * @returns the first sound file, or undefined where there is none
 */
export async function readFile(
  folder: Folder,
  prefixes: readonly string[],
  file: SourceFile,
  signal: AbortSignal | undefined,
  onDamage: (error: Error, name: string) => void | Promise<void>,
): Promise<FoundFile | undefined> {
  for (const prefix of prefixes) {
    for (const name of file.gzip ? [file.name, `${file.name}.gz`] : [file.name]) {
      const path = folder.pathOf(prefix + name);
      try {
        const bytes = await folder.read(prefix + name, compressedLimit(file.bytes), signal);
        if (bytes !== undefined) return { content: await checkedContent(bytes, file, path), path };
      } catch (error) {
        if (!MarianaError.isInstance(error)) throw error;
        await onDamage(error, prefix + name);
      }
    }
  }
  return undefined;
}

/**
 * The content of a file, decompressed if need be, once it is known to be the content that is pinned.
 *
 * @param path - how the file is named in errors
 * @throws DataError or FormatError that says what is wrong
 */
export async function checkedContent(bytes: Bytes, file: SourceFile, path: string): Promise<Bytes> {
  const packed = file.gzip && isGzip(bytes);
  const content = packed ? await gunzip(bytes, { op: 'readFile', name: path, maxBytes: file.bytes }) : bytes;
  if (content.length !== file.bytes) {
    const wrong = content.length < file.bytes ? 'is truncated' : 'is too long';
    throw new FormatError('readFile', `${path} ${wrong}`, {
      got: countBytes(content.length),
      expected: countBytes(file.bytes),
    });
  }
  const pinned = file.sha256 ?? file.md5;
  const hash = file.sha256 === undefined ? md5(content) : await sha256(content);
  if (hash !== pinned) {
    throw new DataError('readFile', `${path} is damaged, or is another file`, {
      got: `${file.sha256 === undefined ? 'MD5' : 'SHA-256'} ${hash}`,
      expected: pinned,
    });
  }
  return content;
}
