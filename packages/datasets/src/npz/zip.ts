import { FormatError } from '@mariana/tensor';
import { type Bytes, countBytes } from '../bytes/bytes.ts';
import { crc32 } from '../bytes/crc32.ts';
import { checkPackedSize, type GunzipOptions, inflate } from '../bytes/gunzip.ts';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;

/** A member of an archive, as its central directory has it. */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly localAt: number;
}

/** A member, and where its packed content lies. */
interface PlacedEntry extends Entry {
  readonly start: number;
  readonly end: number;
}

/** A file in an archive. */
export interface ZipMember {
  readonly name: string;
  /**
   * Its content, checked against its checksum.
   *
   * @param sizeOf - reads the size from the beginning of the content, so that no more is unpacked than a header says
   * @throws FormatError if it is damaged, or not as long as the archive or its own header says
   */
  read(sizeOf?: GunzipOptions['sizeOf']): Promise<Bytes>;
}

/** Options of {@link readZip}. */
export interface ZipOptions {
  op: string;
  /** The archive's name, for error texts. */
  name: string;
  /** No more than this many bytes come out in all. */
  maxBytes: number;
}

/**
 * The members of a zip archive, stored or deflated. Nothing is unpacked before the whole directory is known to be sound:
 * no name twice, no byte in two members, no member larger than its packed bytes can make it.
 *
 * @throws FormatError that says what is wrong and where; also for what is not read: zip64, encryption, other methods
 * @source PKWARE, APPNOTE.TXT, ".ZIP File Format Specification"
 */
export function zipMembers(bytes: Bytes, options: ZipOptions): ZipMember[] {
  const { entries, directoryAt } = readDirectory(bytes, options);
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (total > options.maxBytes) {
    throw wrong(options, 'holds more than is allowed', countBytes(total), `at most ${countBytes(options.maxBytes)}`);
  }
  const placed = entries.map((entry) => placeOf(bytes, entry, directoryAt, options));
  checkApart(placed, options);
  return placed.map((entry) => ({ name: entry.name, read: (sizeOf) => readMember(bytes, entry, options, sizeOf) }));
}

/** Each name and each byte belongs to one member. */
function checkApart(entries: readonly PlacedEntry[], options: ZipOptions): void {
  const names = new Set<string>();
  for (const { name } of entries) {
    if (names.has(name)) throw wrong(options, `has two members of the name ${name}`);
    names.add(name);
  }
  const sorted = [...entries].sort((a, b) => a.localAt - b.localAt);
  for (const [i, entry] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before === undefined || before.end <= entry.localAt) continue;
    const got = `${before.name} from byte ${before.localAt} to ${before.end}, ${entry.name} from byte ${entry.localAt} on`;
    throw wrong(options, 'has members that overlap', got, 'each byte in one member');
  }
}

function readDirectory(bytes: Bytes, options: ZipOptions): { entries: Entry[]; directoryAt: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view, options);
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const directoryAt = view.getUint32(end + 16, true);
  let at = directoryAt;
  if (count === 0xffff || at === 0xffffffff) throw wrong(options, 'is a zip64 archive, which is not read');
  if (at + size !== end) {
    throw wrong(options, `has a central directory that does not end where its end record begins, at byte ${end}`);
  }
  const entries = Array.from({ length: count }, () => {
    if (at + 46 > end || view.getUint32(at, true) !== entrySignature) {
      throw wrong(options, `has no entry of the central directory at byte ${at}`);
    }
    const next =
      at + 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw wrong(options, `has an entry at byte ${at} that runs past the central directory`);
    const entry = readEntry(bytes, view, at, options);
    at = next;
    return entry;
  });
  if (at !== end) throw wrong(options, `has more in its central directory than ${count} entries, at byte ${at}`);
  return { entries, directoryAt };
}

/** The end record is the last thing in an archive, but for a comment of up to 65,535 bytes. */
function findEnd(view: DataView, options: ZipOptions): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) !== endSignature) continue;
    if (at + 22 + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  throw wrong(options, 'is not a zip archive, or is truncated', `${countBytes(view.byteLength)} without an end record`);
}

function readEntry(bytes: Bytes, view: DataView, at: number, options: ZipOptions): Entry {
  const nameLength = view.getUint16(at + 28, true);
  const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
  if (view.getUint16(at + 8, true) & 1) throw wrong(options, `has an encrypted member, ${name}, which is not read`);
  return {
    name,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedSize: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    localAt: view.getUint32(at + 42, true),
  };
}

/** Finds the packed content of a member, and checks that there can be as much in it as the directory says. */
function placeOf(bytes: Bytes, entry: Entry, directoryAt: number, options: ZipOptions): PlacedEntry {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { name, method, localAt, packedSize, size } = entry;
  if (localAt + 30 > bytes.length || view.getUint32(localAt, true) !== localSignature) {
    throw wrong(options, `has no member ${name} at byte ${localAt}`);
  }
  const start = localAt + 30 + view.getUint16(localAt + 26, true) + view.getUint16(localAt + 28, true);
  const end = start + packedSize;
  if (end > directoryAt) throw wrong(options, `has a member ${name} that runs into the central directory`);
  if (method !== 0 && method !== 8) {
    throw wrong(options, `has a member ${name} of a compression that is not read`, `method ${method}`, '0 or 8');
  }
  if (method === 0 && size !== packedSize) {
    throw wrong(options, `has a stored member ${name} of two sizes`, `${size} and ${packedSize}`, 'one');
  }
  if (method === 8) checkPackedSize({ op: options.op, name: `${name} in ${options.name}` }, packedSize, size);
  return { ...entry, start, end };
}

async function readMember(
  bytes: Bytes,
  { name, method, start, end, size, crc: expected }: PlacedEntry,
  options: ZipOptions,
  sizeOf: GunzipOptions['sizeOf'],
): Promise<Bytes> {
  const packed = bytes.subarray(start, end);
  const label = `${name} in ${options.name}`;
  const content =
    method === 0 ? packed : await inflate(packed, { op: options.op, name: label, maxBytes: size, sizeOf });
  if (content.length !== size) {
    throw wrong(options, `has a member ${name} of a wrong size`, `${content.length}`, `${size}`);
  }
  const crc = crc32(content);
  if (crc !== expected) {
    throw wrong(options, `has a damaged member, ${name}`, `CRC-32 ${crc.toString(16)}`, expected.toString(16));
  }
  return content;
}

function wrong({ op, name }: ZipOptions, what: string, got?: string, expected?: string): FormatError {
  return new FormatError(op, `${name} ${what}`, { got, expected });
}
