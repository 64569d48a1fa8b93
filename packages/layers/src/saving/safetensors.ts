import { bytesPerElement, type DType, type Shape, sizeOf, type TypedArray } from '@mariana/tensor';
import { isJsonObject, type Json, type JsonObject } from '../options/json.ts';
import { decodeElements, encodeElements } from './elements.ts';
import { formatError } from './format-error.ts';
import { parseJson } from './json.ts';

/** A named array in a file. */
export interface StoredTensor {
  readonly dtype: DType;
  readonly shape: Shape;
  /** In row-major order; half types as a Float32Array. */
  readonly data: TypedArray;
}

/** What a safetensors file holds. */
export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** Texts beside the tensors. */
  readonly metadata: ReadonlyMap<string, string>;
}

const names = {
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
  Object.entries(names).map(([dtype, name]) => [name, dtype as DType]),
);

/** The format's own bound on its header, in bytes. */
const maxHeader = 100_000_000;
const where = 'safetensors';

/**
 * The bytes of a safetensors file: eight bytes of header size, the header in JSON, then the arrays one after the other.
 *
 * @param file - arrays by name, and texts beside them
 * @source https://github.com/huggingface/safetensors (format)
 *
 * @example
 * const data = new Float32Array([1, 2]);
 * const bytes = writeSafetensors({ tensors: new Map([['w', { dtype: 'float32', shape: [2], data }]]), metadata: new Map() });
 * readSafetensors(bytes).tensors.get('w').data; // Float32Array [1, 2]
 */
export function writeSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array<ArrayBuffer> {
  // Arrays of wide elements stand first, so that each begins at a multiple of its element's size.
  const entries = [...tensors].sort(([, a], [, b]) => bytesPerElement(b.dtype) - bytesPerElement(a.dtype));
  const header: Record<string, Json> = metadata.size === 0 ? {} : { __metadata__: Object.fromEntries(metadata) };
  let end = 0;
  for (const [name, { dtype, shape }] of entries) {
    const begin = end;
    end += sizeOf(shape) * bytesPerElement(dtype);
    header[name] = { dtype: names[dtype], shape, data_offsets: [begin, end] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(start + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(text, 8);
  bytes.fill(0x20, 8 + text.length, start);
  let position = start;
  for (const [, { dtype, data }] of entries) {
    const part = encodeElements(data, dtype);
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

/**
 * Reads a safetensors file. Every number in it is checked before it is used, and nothing in it is run.
 *
 * @param bytes - the whole file
 * @returns its arrays, copied, and the texts beside them
 * @throws FormatError that says what is wrong and where
 * @source https://github.com/huggingface/safetensors (format)
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { header, start } = readHeader(bytes);
  const tensors = new Map<string, StoredTensor>();
  const places: { readonly name: string; readonly begin: number; readonly end: number }[] = [];
  for (const [name, json] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const entry = readEntry(name, json, bytes.length - start);
    places.push({ name, ...entry });
    const part = bytes.subarray(start + entry.begin, start + entry.end);
    tensors.set(name, { dtype: entry.dtype, shape: entry.shape, data: decodeElements(name, part, entry.dtype) });
  }
  checkPlaces(places, bytes.length - start);
  return { tensors, metadata: readMetadata(header.__metadata__) };
}

function readHeader(bytes: Uint8Array): { header: JsonObject; start: number } {
  if (bytes.length < 8) throw formatError(where, 'the file is too short', bytes.length, 'at least 8 bytes');
  const size = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const room = Math.min(bytes.length - 8, maxHeader);
  if (size > BigInt(room)) {
    throw formatError(where, 'the size of the header, in bytes 0 to 7, is more than there is', size, `at most ${room}`);
  }
  const start = 8 + Number(size);
  if (bytes[8] !== 0x7b) throw formatError(where, 'the header does not begin with {', bytes[8], 'byte 8 to be 123');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, start));
  } catch {
    throw formatError(where, 'the header is not UTF-8', `bytes 8 to ${start - 1}`, 'UTF-8');
  }
  const header = parseJson('safetensors header', text);
  if (!isJsonObject(header)) throw formatError(where, 'the header is not an object', header, 'an object');
  return { header, start };
}

function readEntry(name: string, json: Json, room: number) {
  const place = `safetensors, tensor '${name.slice(0, 80)}'`;
  if (!isJsonObject(json)) throw formatError(place, 'its entry is not an object', json, 'an object');
  const { dtype: code, shape, data_offsets: offsets, ...others } = json;
  const dtype = typeof code === 'string' ? dtypeOf.get(code) : undefined;
  if (dtype === undefined) throw formatError(place, 'its dtype is unknown', code, [...dtypeOf.keys()].join(', '));
  if (!isCounts(shape))
    throw formatError(place, 'its shape is not a list of sizes', shape, 'whole numbers of 0 or more');
  if (!isCounts(offsets) || offsets.length !== 2) {
    throw formatError(place, 'its data_offsets are not two positions', offsets, 'two whole numbers');
  }
  const [begin, end] = offsets as readonly [number, number];
  if (begin > end || end > room)
    throw formatError(place, 'its data lie outside of the file', offsets, `positions from 0 to ${room}`);
  // A product of sizes that is not exact is larger than any file.
  const size = sizeOf(shape) * bytesPerElement(dtype);
  if (size !== end - begin)
    throw formatError(
      place,
      'its data do not fill its shape',
      `${end - begin} bytes for [${shape}] of ${code}`,
      `${size} bytes`,
    );
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw formatError(place, 'its entry has an unknown name', other, 'dtype, shape, data_offsets');
  return { dtype, shape, begin, end };
}

function isCounts(json: Json | undefined): json is readonly number[] {
  return Array.isArray(json) && json.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
}

/** The data must follow each other without a gap or an overlap, up to the end of the file. */
function checkPlaces(places: readonly { name: string; begin: number; end: number }[], room: number): void {
  let expected = 0;
  for (const { name, begin, end } of [...places].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== expected) {
      const wrong = begin < expected ? 'overlap those of another tensor' : 'begin after a gap';
      throw formatError(
        `safetensors, tensor '${name.slice(0, 80)}'`,
        `its data ${wrong}`,
        `from ${begin}`,
        `from ${expected}`,
      );
    }
    expected = end;
  }
  if (expected !== room) throw formatError(where, 'bytes are left over after the last tensor', room - expected, 'none');
}

function readMetadata(json: Json | undefined): Map<string, string> {
  if (json === undefined) return new Map();
  if (!isJsonObject(json)) throw formatError(where, '__metadata__ is not an object', json, 'texts by name');
  return new Map(
    Object.entries(json).map(([name, value]) => {
      if (typeof value !== 'string') throw formatError(where, `__metadata__.${name} is not a text`, value, 'a string');
      return [name, value];
    }),
  );
}
