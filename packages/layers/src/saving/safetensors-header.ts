import { bytesPerElement, type DType, type Shape, sizeOf } from '@mariana/tensor';
import { isJsonObject, type Json, type JsonObject } from '../options/json.ts';
import { formatError } from './format-error.ts';
import { parseJson } from './json.ts';

/** The format's names of dtypes. */
export const dtypeCodes = {
  bool: 'BOOL',
  uint8: 'U8',
  int8: 'I8',
  int32: 'I32',
  int64: 'I64',
  float16: 'F16',
  bfloat16: 'BF16',
  float32: 'F32',
  float64: 'F64',
} as const satisfies Record<DType, string>;

const dtypeOf = /* @__PURE__ */ new Map<string, DType>(
  Object.entries(dtypeCodes).map(([dtype, code]) => [code, dtype as DType]),
);

/** The header's entry that holds texts, which no tensor can be named. */
export const metadataName = '__metadata__';
/** The format's own bound on its header, in bytes. */
const maxHeader = 100_000_000;
const where = 'safetensors';

/** Where an array stands in a file, and what it is. */
export interface TensorEntry {
  readonly dtype: DType;
  readonly shape: Shape;
  /** The first byte, counted from the beginning of the file. */
  readonly position: number;
}

/** What the header of a safetensors file says. */
export interface SafetensorsHeader {
  readonly entries: ReadonlyMap<string, TensorEntry>;
  /** Texts beside the tensors. */
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * The size of the header that follows the first eight bytes.
 *
 * @param first - the first eight bytes, fewer if the file is shorter
 * @param fileSize - of the file, in bytes
 * @throws FormatError
 */
export function headerSize(first: Uint8Array, fileSize: number): number {
  refuseOtherFormats(first);
  if (fileSize < 8) throw formatError(where, 'the file is too short', fileSize, 'at least 8 bytes');
  const size = new DataView(first.buffer, first.byteOffset).getBigUint64(0, true);
  const room = Math.min(fileSize - 8, maxHeader);
  if (size <= BigInt(room)) return Number(size);
  throw formatError(where, 'the size of the header, in bytes 0 to 7, is more than there is', size, `at most ${room}`);
}

/** The files that are most likely to be taken for one of ours, by their first bytes. */
function refuseOtherFormats(first: Uint8Array): void {
  const start = String.fromCharCode(...first.subarray(0, 4));
  const other = start === '\x89HDF' ? 'HDF5 (.h5)' : start === 'PK\x03\x04' ? 'zip (.keras, .pt, .npz)' : undefined;
  if (other !== undefined) throw formatError(where, 'the file has another format', other, 'a safetensors file');
}

/**
 * What a header says. Every number in it is checked, so that nothing has to be read or copied to know that the arrays
 * are there and share no byte.
 *
 * @param bytes - the header, without the eight bytes before it
 * @param room - how many bytes follow it
 * @throws FormatError that says what is wrong and where
 */
export function parseHeader(bytes: Uint8Array, room: number): SafetensorsHeader {
  if (bytes[0] !== 0x7b) throw formatError(where, 'the header does not begin with {', bytes[0], 'byte 8 to be 123');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw formatError(where, 'the header is not UTF-8', `bytes 8 to ${bytes.length + 7}`, 'UTF-8');
  }
  const header = parseJson('safetensors header', text);
  if (!isJsonObject(header)) throw formatError(where, 'the header is not an object', header, 'an object');
  const places = Object.entries(header)
    .filter(([name]) => name !== metadataName)
    .map(([name, json]) => readEntry(name, json, room));
  checkPlaces(places, room);
  const start = 8 + bytes.length;
  const entries = places.map(
    ({ name, begin, dtype, shape }) => [name, { dtype, shape, position: start + begin }] as const,
  );
  return { entries: new Map(entries), metadata: readMetadata(header) };
}

/** An array's entry; its data begin and end at positions after the header. */
interface Place {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
  readonly begin: number;
  readonly end: number;
}

function readEntry(name: string, json: Json, room: number): Place {
  const place = `safetensors, tensor '${name.slice(0, 80)}'`;
  if (!isJsonObject(json)) throw formatError(place, 'its entry is not an object', json, 'an object');
  const { dtype: code, shape, data_offsets: offsets, ...others } = json;
  const dtype = typeof code === 'string' ? dtypeOf.get(code) : undefined;
  if (dtype === undefined) throw formatError(place, 'its dtype is unknown', code, [...dtypeOf.keys()].join(', '));
  if (!isCounts(shape)) throw formatError(place, 'its shape is not a list of sizes', shape, 'integers of 0 or more');
  if (!isCounts(offsets) || offsets.length !== 2) {
    throw formatError(place, 'its data_offsets are not two positions', offsets, 'two integers');
  }
  const [begin, end] = offsets as readonly [number, number];
  if (begin > end || end > room)
    throw formatError(place, 'its data lie outside of the file', offsets, `positions from 0 to ${room}`);
  // A product of sizes that is not exact is larger than any file.
  const size = sizeOf(shape) * bytesPerElement(dtype);
  if (size !== end - begin) {
    const got = `${end - begin} bytes for [${shape}] of ${code}`;
    throw formatError(place, 'its data do not fill its shape', got, `${size} bytes`);
  }
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw formatError(place, 'its entry has an unknown name', other, 'dtype, shape, data_offsets');
  return { name, dtype, shape, begin, end };
}

function isCounts(json: Json | undefined): json is readonly number[] {
  return Array.isArray(json) && json.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
}

/** The data must follow each other without a gap or an overlap, up to the end of the file. */
function checkPlaces(places: readonly Place[], room: number): void {
  let expected = 0;
  for (const { name, begin, end } of [...places].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== expected) {
      const wrong = begin < expected ? 'overlap those of another tensor' : 'begin after a gap';
      const place = `safetensors, tensor '${name.slice(0, 80)}'`;
      throw formatError(place, `its data ${wrong}`, `from ${begin}`, `from ${expected}`);
    }
    expected = end;
  }
  if (expected !== room) throw formatError(where, 'bytes are left over after the last tensor', room - expected, 'none');
}

function readMetadata(header: JsonObject): Map<string, string> {
  const json = header[metadataName];
  if (json === undefined) return new Map();
  if (!isJsonObject(json)) throw formatError(where, '__metadata__ is not an object', json, 'texts by name');
  return new Map(
    Object.entries(json).map(([name, value]) => {
      if (typeof value === 'string') return [name, value];
      throw formatError(where, `__metadata__.${name.slice(0, 80)} is not a text`, value, 'a string');
    }),
  );
}
