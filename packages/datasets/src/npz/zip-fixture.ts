import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../bytes/crc32.ts';

/** A member of a zip archive, made for a test; what is given beside name and content is written as it is, true or not. */
export interface ZipEntryLike {
  name: string;
  content: Uint8Array;
  /** 0 stored, 8 deflated. */
  method?: 0 | 8;
  /** What lies in the archive, for the content as `method` packs it. */
  packed?: Uint8Array;
  packedSize?: number;
  size?: number;
  /** Where its local header is said to be; nothing is written for it then. */
  at?: number;
}

/** A zip archive, made for a test. */
export function zipOf(entries: readonly ZipEntryLike[]): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let end = 0;
  for (const entry of entries) {
    const { name, content, method = 0 } = entry;
    const packed = entry.packed ?? (method === 0 ? content : deflateRawSync(content));
    const { packedSize = packed.length, size = content.length, at = end } = entry;
    const common = Buffer.alloc(26); // from the version to the length of the extra field
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packedSize, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(name.length, 22);
    if (entry.at === undefined) {
      const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
      parts.push(local);
      end += local.length;
    }
    const rest = Buffer.alloc(14); // from the length of the comment to the place of the local header
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, rest, Buffer.from(name)]));
  }
  const last = Buffer.alloc(22);
  last.write('PK\x05\x06', 'latin1');
  last.writeUInt16LE(entries.length, 8);
  last.writeUInt16LE(entries.length, 10);
  last.writeUInt32LE(Buffer.concat(directory).length, 12);
  last.writeUInt32LE(end, 16);
  return new Uint8Array(Buffer.concat([...parts, ...directory, last]));
}
