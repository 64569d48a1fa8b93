import { FormatError } from '@mariana/tensor';
import { type Bytes, countBytes } from '../bytes/bytes.ts';
import { readZip } from './zip.ts';

/** The arrays that a NumPy file is read into, by dtype. */
export interface NpyData {
  bool: Uint8Array;
  uint8: Uint8Array;
  int8: Int8Array;
  int32: Int32Array;
  int64: BigInt64Array;
  float32: Float32Array;
  float64: Float64Array;
}

/** The dtypes that a NumPy file is read into. 16-bit integers become int32, unsigned 32-bit ones int64. */
export type NpyDType = keyof NpyData;

/** What a NumPy file holds. */
export type NpyArray = {
  [D in NpyDType]: {
    readonly dtype: D;
    readonly shape: readonly number[];
    /** The elements, row-major, in this machine's byte order. */
    readonly data: NpyData[D];
  };
}[NpyDType];

/** Options of {@link parseNpy}. */
export interface NpyOptions {
  /** The file's name, for error texts. */
  name?: string | undefined;
}

/** Options of {@link readNpz}. */
export interface NpzOptions extends NpyOptions {
  /**
   * The most bytes that its arrays may take together.
   * @defaultValue 2147483647
   */
  maxBytes?: number | undefined;
}

type Reader = (view: DataView, at: number, little: boolean) => number | bigint;
interface ElementType {
  readonly dtype: NpyDType;
  readonly width: number;
  readonly make: (size: number) => NpyData[NpyDType];
  readonly read: Reader;
}

const bytesOf = (size: number) => new Uint8Array(size);
const ints = (size: number) => new Int32Array(size);
const longs = (size: number) => new BigInt64Array(size);

/** NumPy's kinds and widths. Objects ('O') would be pickles, which run code when read: they are not here, see sequences.ts. */
const elementTypes: Readonly<Record<string, ElementType>> = {
  b1: { dtype: 'bool', width: 1, make: bytesOf, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) },
  u1: { dtype: 'uint8', width: 1, make: bytesOf, read: (view, at) => view.getUint8(at) },
  i1: { dtype: 'int8', width: 1, make: (size) => new Int8Array(size), read: (view, at) => view.getInt8(at) },
  u2: { dtype: 'int32', width: 2, make: ints, read: (view, at, little) => view.getUint16(at, little) },
  i2: { dtype: 'int32', width: 2, make: ints, read: (view, at, little) => view.getInt16(at, little) },
  u4: { dtype: 'int64', width: 4, make: longs, read: (view, at, little) => BigInt(view.getUint32(at, little)) },
  i4: { dtype: 'int32', width: 4, make: ints, read: (view, at, little) => view.getInt32(at, little) },
  i8: { dtype: 'int64', width: 8, make: longs, read: (view, at, little) => view.getBigInt64(at, little) },
  f4: {
    dtype: 'float32',
    width: 4,
    make: (n) => new Float32Array(n),
    read: (view, at, little) => view.getFloat32(at, little),
  },
  f8: {
    dtype: 'float64',
    width: 8,
    make: (n) => new Float64Array(n),
    read: (view, at, little) => view.getFloat64(at, little),
  },
};

/**
 * Reads an `.npy` file, as `numpy.save` writes it. Pickled objects are refused: nothing in the file is run.
 *
 * @param bytes - the whole file
 * @returns dtype, shape and elements
 * @throws FormatError that says what is wrong with the file, and where
 * @source numpy.lib.format
 *
 * @example
 * const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }";
 * const file = new Uint8Array(10 + header.length + 4);
 * file.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length]);
 * file.set(new TextEncoder().encode(header), 10);
 * file.set([1, 2, 3, 4], 10 + header.length);
 * parseNpy(file).shape; // [2, 2]
 * parseNpy(file).data; // [1, 2, 3, 4]
 */
export function parseNpy(bytes: Uint8Array, { name = 'the file' }: NpyOptions = {}): NpyArray {
  return parse('parseNpy', name, bytes);
}

/**
 * Reads an `.npz` file, as `numpy.savez` and `numpy.savez_compressed` write it.
 *
 * @param bytes - the whole file
 * @returns the arrays, by name
 * @throws FormatError that says what is wrong with the file, and where
 * @source numpy.savez
 *
 * @example
 * const digits = async (file: Uint8Array) => {
 *   const arrays = await readNpz(file, { name: 'mnist.npz' });
 *   return arrays.get('x_train')?.shape; // for Keras's MNIST [60000, 28, 28]
 * };
 * await digits(new Uint8Array(100)); // throws FormatError
 */
export async function readNpz(bytes: Uint8Array, options: NpzOptions = {}): Promise<Map<string, NpyArray>> {
  const { name = 'the file', maxBytes = 2 ** 31 - 1 } = options;
  const members = await readZip(bytes as Bytes, { op: 'readNpz', name, maxBytes });
  const arrays = new Map<string, NpyArray>();
  for (const [member, content] of members) {
    if (!member.endsWith('.npy')) throw new FormatError('readNpz', `${name} has a member that is no array, ${member}`);
    arrays.set(member.slice(0, -'.npy'.length), parse('readNpz', `${member} in ${name}`, content));
  }
  return arrays;
}

function parse(op: string, name: string, bytes: Uint8Array): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { start, ...header } = npyHeader(op, name, bytes);
  const { type, little, shape } = plainType(op, name, header);
  const size = shape.reduce((product, dim) => product * dim, 1);
  const length = start + size * type.width;
  if (bytes.length !== length) {
    const wrong = bytes.length < length ? 'is truncated' : `has bytes after its end, from byte ${length} on`;
    throw new FormatError(op, `${name} ${wrong}`, {
      got: countBytes(bytes.length),
      expected: `${length}: a header of ${start} and ${size} elements of ${countBytes(type.width)} each`,
    });
  }
  const data = type.make(size);
  for (let i = 0; i < size; i++) data[i] = type.read(view, start + i * type.width, little) as never;
  return { dtype: type.dtype, shape, data } as NpyArray;
}

/** What an `.npy` file says before its elements. */
export interface NpyHeader {
  /** '<' or '>' for the byte order, '|' where there is none. */
  readonly order: string;
  /** NumPy's kind and width: 'i4', or 'O' for Python objects. */
  readonly code: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

/** The header of an `.npy` file, and the byte where its elements begin. */
export function npyHeader(op: string, name: string, bytes: Uint8Array): NpyHeader & { readonly start: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { header, start } = readHeader(op, name, bytes, view);
  return { ...parseHeader(op, name, header), start };
}

/** `\x93NUMPY`, two bytes of version, the header's length, the header. */
function readHeader(op: string, name: string, bytes: Uint8Array, view: DataView): { header: string; start: number } {
  const magic = [0x93, ...new TextEncoder().encode('NUMPY')];
  if (!magic.every((byte, at) => bytes[at] === byte)) {
    throw new FormatError(op, `${name} does not begin as a NumPy file does`, {
      expected: '93 4e 55 4d 50 59 at byte 0',
    });
  }
  const major = bytes[6];
  const lengthSize = major === 1 ? 2 : 4;
  if (major === undefined || major < 1 || major > 3) {
    throw new FormatError(op, `${name} is of an unknown version, at byte 6`, {
      got: String(major),
      expected: '1, 2 or 3',
    });
  }
  const at = 8 + lengthSize;
  if (bytes.length < at) throw new FormatError(op, `${name} ends inside the header, at byte ${bytes.length}`);
  const start = at + (lengthSize === 2 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (bytes.length < start) {
    throw new FormatError(op, `${name} ends inside the header`, {
      got: countBytes(bytes.length),
      expected: `at least ${start}`,
    });
  }
  return { header: new TextDecoder().decode(bytes.subarray(at, start)), start };
}

/** The header is a Python dictionary of three keys; only the form that NumPy writes is taken. */
function parseHeader(op: string, name: string, header: string): NpyHeader {
  const match =
    /^\{'descr': '([<>|=]?)([a-zA-Z]\d*)', 'fortran_order': (True|False), 'shape': \(((?:\d+L?, ?)*(?:\d+L?)?)\), ?\}\s*$/.exec(
      header,
    );
  if (match === null) {
    throw new FormatError(op, `${name} has a header that is not read`, {
      got: header.trim().slice(0, 120),
      expected: 'descr, fortran_order and shape of one plain dtype',
    });
  }
  const [, order = '', code = '', fortran, dims = ''] = match;
  const shape = dims.split(',').flatMap((dim) => (dim.trim() === '' ? [] : Number.parseInt(dim, 10)));
  return { order, code, fortran: fortran === 'True', shape };
}

function plainType(op: string, name: string, { order, code, fortran, shape }: NpyHeader) {
  const refuse = (wrong: string, got: string, expected: string) =>
    new FormatError(op, `${name} ${wrong}`, { got, expected });
  const type = elementTypes[code];
  if (type === undefined) {
    const wrong = code.startsWith('O')
      ? 'holds Python objects, which would run code when read'
      : 'has a dtype that is not read';
    throw refuse(wrong, `'${order}${code}'`, `one of ${Object.keys(elementTypes).join(', ')}`);
  }
  if (fortran && shape.length > 1) {
    throw refuse('is stored by columns', 'fortran_order True', 'rows: save numpy.ascontiguousarray(x)');
  }
  return { type, little: order !== '>', shape };
}
