import { FormatError } from '@mariana/tensor';
import { type Bytes, countBytes } from '../bytes/bytes.ts';
import { crc32 } from '../bytes/crc32.ts';
import { inflate } from '../bytes/gunzip.ts';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;

/** A member of an archive, as its central directory has it. */
interface Entry {
  name: string;
  method: number;
  crc: number;
  packedSize: number;
  size: number;
  localAt: number;
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
 * The members of a zip archive, stored or deflated, each checked against its checksum.
 *
 * @throws FormatError that says what is wrong and where; also for what is not read: zip64, encryption, other methods
 * @source PKWARE, APPNOTE.TXT, ".ZIP File Format Specification"
 */
export async function readZip(bytes: Bytes, options: ZipOptions): Promise<Map<string, Bytes>> {
  const entries = readDirectory(bytes, options);
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (total > options.maxBytes) {
    throw wrong(options, 'holds more than is allowed', countBytes(total), `at most ${countBytes(options.maxBytes)}`);
  }
  const members = new Map<string, Bytes>();
  for (const entry of entries) {
    if (members.has(entry.name)) throw wrong(options, `has two members of the name ${entry.name}`);
    members.set(entry.name, await readMember(bytes, entry, options));
  }
  return members;
}

function readDirectory(bytes: Bytes, options: ZipOptions): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view, options);
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  let at = view.getUint32(end + 16, true);
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
  return entries;
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

async function readMember(bytes: Bytes, entry: Entry, options: ZipOptions): Promise<Bytes> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { name, method, localAt, packedSize, size } = entry;
  if (localAt + 30 > bytes.length || view.getUint32(localAt, true) !== localSignature) {
    throw wrong(options, `has no member ${name} at byte ${localAt}`);
  }
  const start = localAt + 30 + view.getUint16(localAt + 26, true) + view.getUint16(localAt + 28, true);
  if (start + packedSize > bytes.length) throw wrong(options, `has a member ${name} that runs past its end`);
  const packed = bytes.subarray(start, start + packedSize);
  if (method !== 0 && method !== 8) {
    throw wrong(options, `has a member ${name} of a compression that is not read`, `method ${method}`, '0 or 8');
  }
  const label = `${name} in ${options.name}`;
  const content = method === 0 ? packed : await inflate(packed, { op: options.op, name: label, maxBytes: size });
  if (content.length !== size)
    throw wrong(options, `has a member ${name} of a wrong size`, `${content.length}`, `${size}`);
  const crc = crc32(content);
  if (crc !== entry.crc) {
    throw wrong(options, `has a damaged member, ${name}`, `CRC-32 ${crc.toString(16)}`, entry.crc.toString(16));
  }
  return content;
}

function wrong({ op, name }: ZipOptions, what: string, got?: string, expected?: string): FormatError {
  return new FormatError(op, `${name} ${what}`, { got, expected });
}
