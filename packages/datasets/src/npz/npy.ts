import { FormatError } from '@mariana/tensor';
import { type Bytes, countBytes } from '../bytes/bytes.ts';
import { hasNpyHeader, type NpyHeader, npyHeader } from './npy-header.ts';
import { zipMembers } from './zip.ts';

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
  const op = 'readNpz';
  const members = zipMembers(bytes as Bytes, { op, name, maxBytes });
  const other = members.find((member) => !member.name.endsWith('.npy'));
  if (other !== undefined) throw new FormatError(op, `${name} has a member that is no array, ${other.name}`);
  const arrays = new Map<string, NpyArray>();
  for (const member of members) {
    const label = `${member.name} in ${name}`;
    const sizeOf = (beginning: Uint8Array) => {
      return hasNpyHeader(beginning) ? readHeader(op, label, beginning).length : undefined;
    };
    arrays.set(member.name.slice(0, -'.npy'.length), parse(op, label, await member.read(sizeOf)));
  }
  return arrays;
}

function parse(op: string, name: string, bytes: Uint8Array): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { type, little, byColumns, shape, size, start, length } = readHeader(op, name, bytes);
  if (bytes.length !== length) {
    const wrong = bytes.length < length ? 'is truncated' : `has bytes after its end, from byte ${length} on`;
    throw new FormatError(op, `${name} ${wrong}`, {
      got: countBytes(bytes.length),
      expected: `${length}: a header of ${start} and ${size} elements of ${countBytes(type.width)} each`,
    });
  }
  const data = type.make(size);
  const placeOf = byColumns ? columnPlaces(shape) : (i: number) => i;
  for (let i = 0; i < size; i++) data[i] = type.read(view, start + placeOf(i) * type.width, little) as never;
  return { dtype: type.dtype, shape, data } as NpyArray;
}

/** Where the i-th element, row by row, lies in an array that is stored by columns. */
function columnPlaces(shape: readonly number[]): (i: number) => number {
  const fromLast = [...shape].reverse();
  return (i) => {
    let rest = i;
    let place = 0;
    for (const dim of fromLast) {
      place = place * dim + (rest % dim);
      rest = Math.floor(rest / dim);
    }
    return place;
  };
}

/** What a file says before its elements: they begin at `start`, and the file ends at `length`. */
function readHeader(op: string, name: string, bytes: Uint8Array) {
  const header = npyHeader(op, name, bytes);
  const { order, shape, start } = header;
  const type = plainType(op, name, header);
  const size = shape.reduce((product, dim) => product * dim, 1);
  const length = start + size * type.width;
  if (!(length <= Number.MAX_SAFE_INTEGER)) {
    throw new FormatError(op, `${name} has a shape of more elements than any file holds`, {
      got: `[${shape.join(', ')}]`,
      expected: `at most ${Number.MAX_SAFE_INTEGER} bytes in all`,
    });
  }
  return { type, little: order !== '>', byColumns: header.fortran && shape.length > 1, shape, size, start, length };
}

function plainType(op: string, name: string, { order, code }: NpyHeader): ElementType {
  const type = Object.hasOwn(elementTypes, code) ? elementTypes[code] : undefined;
  if (type !== undefined) return type;
  const objects = code.startsWith('O');
  throw new FormatError(
    op,
    `${name} ${objects ? 'holds Python objects, which would run code when read' : 'has a dtype that is not read'}`,
    { got: `'${order}${code}'`, expected: `one of ${Object.keys(elementTypes).join(', ')}` },
  );
}
