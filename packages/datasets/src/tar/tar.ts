import { FormatError } from '@mariana/tensor';
import { countBytes } from '../bytes/bytes.ts';
import { ByteQueue } from './byte-queue.ts';

const block = 512;

/** A file in an archive. */
export interface TarMember {
  /** Its path, with `/`. */
  readonly name: string;
  readonly content: Uint8Array;
}

/** Options of {@link readTar}. */
export interface TarOptions {
  /** Who asks, for error texts. */
  readonly op: string;
  /** The archive's name, for error texts. */
  readonly name: string;
  /** Which files are wanted; the others are passed over. */
  readonly wanted: (name: string) => boolean;
  /** No file that is wanted may be larger. */
  readonly maxBytes: number;
}

/**
 * The files of a tar archive, one after the other as it streams by. Links, devices and what is not wanted are passed over;
 * nothing is written anywhere.
 *
 * @param chunks - the archive, decompressed
 * @throws FormatError where it is damaged, ends early, or names a path that leads out of it
 * @source POSIX.1-2001, "pax Interchange Format", with the long names of GNU tar
 */
export async function* readTar(chunks: AsyncIterable<Uint8Array>, options: TarOptions): AsyncGenerator<TarMember> {
  const queue = new ByteQueue(chunks);
  let longName: string | undefined;
  for (;;) {
    const at = queue.position;
    const header = await queue.take(block);
    if (header === undefined && at === 0) {
      throw wrong(options, at, 'is no archive', 'less than one header', 'a tar archive, which gzip may have packed');
    }
    if (header === undefined) throw wrong(options, at, 'is truncated', 'no end');
    if (header.every((byte) => byte === 0)) return; // two empty blocks, of which the first says it
    const { name, size, type } = readHeader(header, at, options);
    const path = longName ?? name;
    const isFile = type === '0' || type === '\0';
    if (isFile && leadsOut(path))
      throw wrong(options, at, 'has a file whose path leads out of it', `'${path.slice(0, 200)}'`);
    const isWanted = isFile && options.wanted(path);
    const isExtension = type === 'L' || type === 'x';
    const limit = isWanted ? options.maxBytes : isExtension ? 65_536 : Number.MAX_SAFE_INTEGER;
    if (size > limit)
      throw wrong(options, at, `has ${path} of a size that is not allowed`, countBytes(size), `${limit}`);
    const length = Math.ceil(size / block) * block;
    if (isWanted || isExtension) {
      const padded = await queue.take(length);
      if (padded === undefined) throw wrong(options, at, 'is truncated', `it ends inside of ${path}`);
      const content = padded.subarray(0, size);
      if (isExtension) longName = type === 'L' ? textOf(content) : (paxPath(content) ?? longName);
      else yield { name: path, content };
    } else if (!(await queue.skip(length))) {
      throw wrong(options, at, 'is truncated', `it ends inside of ${path}`);
    }
    if (!isExtension && type !== 'g') longName = undefined;
  }
}

interface Header {
  readonly name: string;
  readonly size: number;
  /** '0' or a zero byte for files, '5' for folders, 'L' and 'x' for what tells of the next. */
  readonly type: string;
}

function readHeader(header: Uint8Array, at: number, options: TarOptions): Header {
  let sum = 0;
  header.forEach((byte, i) => {
    sum += i >= 148 && i < 156 ? 32 : byte; // the checksum itself counts as blanks
  });
  if (octal(header.subarray(148, 156)) !== sum) {
    throw wrong(options, at, 'has no sound header', undefined, 'a tar archive');
  }
  const size = octal(header.subarray(124, 136));
  if (size === undefined) throw wrong(options, at, 'has a file of a size that is not read');
  const prefix = textOf(header.subarray(257, 262)) === 'ustar' ? textOf(header.subarray(345, 500)) : '';
  const name = textOf(header.subarray(0, 100));
  return { name: prefix === '' ? name : `${prefix}/${name}`, size, type: String.fromCharCode(header[156] as number) };
}

/** The text before the first zero byte. */
function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** A number in octal digits; undefined for anything else, such as the binary form of sizes above 8 GiB. */
function octal(bytes: Uint8Array): number | undefined {
  const text = textOf(bytes).trim();
  return /^[0-7]{1,11}$/.test(text) ? Number.parseInt(text, 8) : undefined;
}

/** The path in a pax header, whose records are `LENGTH KEY=VALUE\n`. */
function paxPath(content: Uint8Array): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(new TextDecoder().decode(content))?.[1];
}

function leadsOut(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:/i.test(path) || path.split(/[\\/]/).includes('..');
}

function wrong({ op, name }: TarOptions, at: number, what: string, got?: string, expected?: string): FormatError {
  return new FormatError(op, `${name} ${what}, at byte ${at} of the archive`, { got, expected });
}
