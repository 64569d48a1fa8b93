import { FormatError } from '@mariana/tensor';
import { type Bytes, countBytes } from '../bytes/bytes.ts';
import { gunzip, isGzip } from '../bytes/gunzip.ts';

/** The arrays that an IDX file is read into, by dtype. */
export interface IdxData {
  uint8: Uint8Array;
  int8: Int8Array;
  int32: Int32Array;
  float32: Float32Array;
  float64: Float64Array;
}

/** The dtypes that an IDX file is read into. The format's 16-bit integers become int32, since tensors have no int16. */
export type IdxDType = keyof IdxData;

/** What an IDX file holds. */
export type IdxArray = {
  [D in IdxDType]: {
    readonly dtype: D;
    readonly shape: readonly number[];
    /** The elements, row-major, in this machine's byte order. */
    readonly data: IdxData[D];
  };
}[IdxDType];

/** Options of {@link parseIdx}. */
export interface IdxOptions {
  /** The file's name, for error texts. */
  name?: string | undefined;
}

/** Options of {@link readIdx}. */
export interface ReadIdxOptions extends IdxOptions {
  /**
   * The most bytes that a gzipped file may decompress to.
   * @defaultValue 2147483647
   */
  maxBytes?: number | undefined;
}

interface ElementType {
  width: number;
  /** Makes the elements from the bytes after the header, where they are big-endian. */
  read(body: DataView<ArrayBufferLike>, size: number): ElementsOf<IdxDType>;
}

type ElementsOf<D extends IdxDType> = { [K in D]: { readonly dtype: K; readonly data: IdxData[K] } }[D];

/** What the third byte of a file says about its elements. */
const elementTypes: ReadonlyMap<number, ElementType> = /* @__PURE__ */ new Map<number, ElementType>([
  [0x08, { width: 1, read: ({ buffer, byteOffset }, n) => elements('uint8', new Uint8Array(buffer, byteOffset, n)) }],
  [0x09, { width: 1, read: ({ buffer, byteOffset }, n) => elements('int8', new Int8Array(buffer, byteOffset, n)) }],
  [
    0x0b,
    {
      width: 2,
      read: (body, n) =>
        elements(
          'int32',
          fill(new Int32Array(n), (i) => body.getInt16(2 * i)),
        ),
    },
  ],
  [
    0x0c,
    {
      width: 4,
      read: (body, n) =>
        elements(
          'int32',
          fill(new Int32Array(n), (i) => body.getInt32(4 * i)),
        ),
    },
  ],
  [
    0x0d,
    {
      width: 4,
      read: (body, n) =>
        elements(
          'float32',
          fill(new Float32Array(n), (i) => body.getFloat32(4 * i)),
        ),
    },
  ],
  [
    0x0e,
    {
      width: 8,
      read: (body, n) =>
        elements(
          'float64',
          fill(new Float64Array(n), (i) => body.getFloat64(8 * i)),
        ),
    },
  ],
]);

function elements<D extends IdxDType>(dtype: D, data: IdxData[D]): ElementsOf<IdxDType> {
  return { dtype, data } as ElementsOf<IdxDType>;
}

function fill<A extends Int32Array | Float32Array | Float64Array>(array: A, at: (index: number) => number): A {
  for (let i = 0; i < array.length; i++) array[i] = at(i);
  return array;
}

/**
 * Reads an IDX file, gzipped or not: the format of MNIST and its relatives.
 *
 * @param bytes - the whole file
 * @param options - its name, and how much it may decompress to
 * @returns dtype, shape and elements; 8-bit elements are a view of the content, not a copy
 * @throws FormatError that says what is wrong with the file, and at which byte
 *
 * @example
 * const file = new Uint8Array([0, 0, 0x08, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]);
 * const { dtype, shape, data } = await readIdx(file);
 * dtype; // 'uint8'
 * shape; // [2, 3]
 * data; // [1, 2, 3, 4, 5, 6]
 */
export async function readIdx(bytes: Uint8Array, options: ReadIdxOptions = {}): Promise<IdxArray> {
  const { name = 'the file', maxBytes = 2 ** 31 - 1 } = options;
  const op = 'readIdx';
  if (!isGzip(bytes)) return parse(op, name, bytes);
  const sizeOf = (beginning: Uint8Array) => (hasHeader(beginning) ? readHeader(op, name, beginning).length : undefined);
  return parse(op, name, await gunzip(bytes as Bytes, { op, name, maxBytes, sizeOf }));
}

/**
 * Reads the content of an IDX file that is not gzipped, without waiting.
 *
 * The format: two zero bytes; a byte for the type of the elements (08 uint8, 09 int8, 0B int16, 0C int32, 0D float32,
 * 0E float64); a byte for the number of dimensions; each dimension's size as a big-endian 32-bit number; the elements,
 * big-endian, row-major. Nothing may be missing, and nothing may follow.
 *
 * @param bytes - the whole file
 * @param options - its name
 * @returns dtype, shape and elements; 8-bit elements are a view of `bytes`, not a copy
 * @throws FormatError that says what is wrong with the file, and at which byte
 * @source http://yann.lecun.com/exdb/mnist/, "The IDX file format"
 *
 * @example
 * parseIdx(new Uint8Array([0, 0, 0x0b, 1, 0, 0, 0, 2, 0xff, 0xff, 1, 0])).data; // [-1, 256]
 */
export function parseIdx(bytes: Uint8Array, { name = 'the file' }: IdxOptions = {}): IdxArray {
  if (isGzip(bytes)) {
    throw new FormatError('parseIdx', `${name} is gzipped`, { fix: 'Read it with readIdx, which decompresses it' });
  }
  return parse('parseIdx', name, bytes);
}

function parse(op: string, name: string, bytes: Uint8Array): IdxArray {
  const { type, shape, size, start, length } = readHeader(op, name, bytes);
  if (bytes.length !== length) {
    const wrong = bytes.length < length ? 'is truncated' : `has bytes after its end, from byte ${length} on`;
    throw new FormatError(op, `${name} ${wrong}`, {
      got: countBytes(bytes.length),
      expected: `${length}: a header of ${start} and ${shape.join(' × ')} elements of ${countBytes(type.width)} each`,
    });
  }
  const body = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start);
  return { ...type.read(body, size), shape };
}

/** Whether the bytes hold a whole header, or enough to tell that they are no IDX file. */
function hasHeader(bytes: Uint8Array): boolean {
  return bytes.length >= 4 + 4 * (bytes[3] ?? Infinity);
}

/** What a file says before its elements: they begin at `start`, and the file ends at `length`. */
function readHeader(op: string, name: string, bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = readMagic(op, name, view);
  const shape = readShape(op, name, view);
  const start = 4 + 4 * shape.length;
  const size = shape.reduce((product, dim) => product * dim, 1);
  const length = start + size * type.width;
  if (length > Number.MAX_SAFE_INTEGER) {
    throw new FormatError(op, `the dimensions of ${name}, from byte 4 on, multiply to more than any file holds`, {
      got: `[${shape.join(', ')}]`,
      expected: `at most ${Number.MAX_SAFE_INTEGER} bytes in all`,
    });
  }
  return { type, shape, size, start, length };
}

function readMagic(op: string, name: string, view: DataView): ElementType {
  if (view.byteLength < 4) {
    throw new FormatError(op, `${name} ends inside the magic number, at byte ${view.byteLength}`, {
      got: countBytes(view.byteLength),
      expected: 'an IDX file, which begins with a magic number of 4 bytes',
    });
  }
  const type = elementTypes.get(view.getUint8(2));
  if (view.getUint16(0) !== 0 || type === undefined) {
    throw new FormatError(op, `${name} does not begin with the magic number of an IDX file`, {
      got: hex(view, 4),
      expected: `00 00 at byte 0, then at byte 2 the type of the elements, ${[...elementTypes.keys()].map(hexByte).join(', ')}`,
    });
  }
  return type;
}

function readShape(op: string, name: string, view: DataView): number[] {
  const rank = view.getUint8(3);
  if (rank === 0) {
    throw new FormatError(op, `${name} has no dimensions, at byte 3`, { got: hex(view, 4), expected: 'at least one' });
  }
  if (view.byteLength < 4 + 4 * rank) {
    throw new FormatError(op, `${name} ends inside the header, at byte ${view.byteLength}`, {
      got: countBytes(view.byteLength),
      expected: `a header of ${4 + 4 * rank} bytes, for ${rank} dimensions`,
    });
  }
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const empty = shape.indexOf(0);
  if (empty !== -1) {
    throw new FormatError(op, `dimension ${empty} of ${name}, at byte ${4 + 4 * empty}, is 0: there is no data`, {
      got: `[${shape.join(', ')}]`,
      expected: 'sizes of at least 1',
    });
  }
  return shape;
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function hex(view: DataView, count: number): string {
  return Array.from({ length: count }, (_, at) => hexByte(view.getUint8(at))).join(' ');
}
