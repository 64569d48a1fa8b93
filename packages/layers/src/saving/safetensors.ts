import { ArgumentError, bytesPerElement, type DType, type Shape, sizeOf, type TypedArray } from '@mariana/tensor';
import type { Json } from '../options/json.ts';
import { type ByteSource, readBytes } from './byte-source.ts';
import { elementBuffer, encodeElements } from './elements.ts';
import { dtypeCodes, headerSize, metadataName, parseHeader, type SafetensorsHeader } from './safetensors-header.ts';

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

/** An array that is to be written, of which only shape and dtype are known yet. */
type Outline = Pick<StoredTensor, 'dtype' | 'shape'>;

/**
 * The bytes of a safetensors file: eight bytes of header size, the header in JSON, then the arrays one after the other.
 *
 * @param file - arrays by name, and texts beside them
 * @throws ArgumentError for an array named `__metadata__`, which the format reserves
 * @source https://github.com/huggingface/safetensors (format)
 *
 * @example
 * const data = new Float32Array([1, 2]);
 * const bytes = writeSafetensors({ tensors: new Map([['w', { dtype: 'float32', shape: [2], data }]]), metadata: new Map() });
 * readSafetensors(bytes).tensors.get('w').data; // Float32Array [1, 2]
 */
export function writeSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array<ArrayBuffer> {
  const order = inFileOrder(tensors);
  const header = encodeHeader(order, metadata);
  const bytes = new Uint8Array(order.reduce((sum, [, outline]) => sum + bytesOf(outline), header.length));
  bytes.set(header);
  let position = header.length;
  for (const [, { dtype, data }] of order) {
    const part = encodeElements(data, dtype);
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

/** Arrays of wide elements stand first, so that each begins at a multiple of its element's size. */
export function inFileOrder<Entry extends Outline>(tensors: Iterable<readonly [string, Entry]>): [string, Entry][] {
  const copy = [...tensors].map(([name, entry]): [string, Entry] => [name, entry]);
  return copy.sort(([, a], [, b]) => bytesPerElement(b.dtype) - bytesPerElement(a.dtype));
}

/** What stands before the arrays: the size of the header, and the header. */
export function encodeHeader(
  order: readonly (readonly [string, Outline])[],
  metadata: ReadonlyMap<string, string>,
): Uint8Array<ArrayBuffer> {
  // fromEntries makes properties of its own of all names, `__proto__` among them.
  const entries: [string, Json][] = metadata.size === 0 ? [] : [[metadataName, Object.fromEntries(metadata)]];
  let end = 0;
  for (const [name, outline] of order) {
    if (name === metadataName) {
      throw new ArgumentError('safetensors', `a tensor is named '${metadataName}', which the format reserves`, {
        expected: 'another name',
      });
    }
    const begin = end;
    end += bytesOf(outline);
    entries.push([name, { dtype: dtypeCodes[outline.dtype], shape: outline.shape, data_offsets: [begin, end] }]);
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const size = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + size).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(size), true);
  bytes.set(text, 8);
  return bytes;
}

function bytesOf({ shape, dtype }: Outline): number {
  return sizeOf(shape) * bytesPerElement(dtype);
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
  const start = 8 + headerSize(bytes.subarray(0, 8), bytes.length);
  const { entries, metadata } = parseHeader(bytes.subarray(8, start), bytes.length - start);
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { dtype, shape, position }] of entries) {
    const buffer = elementBuffer(dtype, sizeOf(shape));
    buffer.bytes.set(bytes.subarray(position, position + buffer.bytes.length));
    tensors.set(name, { dtype, shape, data: buffer.elements(name) });
  }
  return { tensors, metadata };
}

/** The header of a file of any size, of which nothing else is read. */
export async function readHeader(op: string, source: ByteSource, signal?: AbortSignal): Promise<SafetensorsHeader> {
  const first = new Uint8Array(Math.min(8, source.size));
  await readBytes(op, source, first, 0, signal);
  const header = new Uint8Array(headerSize(first, source.size));
  await readBytes(op, source, header, 8, signal);
  return parseHeader(header, source.size - 8 - header.length);
}
