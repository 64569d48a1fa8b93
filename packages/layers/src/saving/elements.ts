import { allocateArray, bytesPerElement, type DType, type TypedArray } from '@mariana/tensor';
import { formatError } from './format-error.ts';

/** The bytes of elements as files hold them: little-endian. */
export function encodeElements(data: TypedArray, dtype: DType): Uint8Array {
  if (dtype === 'float16' || dtype === 'bfloat16') {
    throw formatError('safetensors', 'half types cannot be written yet', dtype, 'float32');
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return littleEndian() ? bytes : swapped(bytes, bytesPerElement(dtype));
}

/** Memory into which the bytes of a file are read, and the elements that they make there, without another copy. */
export interface ElementBuffer {
  readonly bytes: Uint8Array;
  /** The elements, once the bytes are in; half types widened to float32. */
  elements(name: string): TypedArray;
}

/** Memory for so many elements. */
export function elementBuffer(dtype: DType, size: number): ElementBuffer {
  if (dtype === 'float16' || dtype === 'bfloat16') {
    const bytes = new Uint8Array(2 * size);
    return { bytes, elements: () => widen(bytes, dtype === 'float16' ? float16 : bfloat16) };
  }
  const data = allocateArray(dtype, size);
  const bytes = new Uint8Array(data.buffer);
  return {
    bytes,
    elements(name) {
      if (!littleEndian()) bytes.set(swapped(bytes, bytesPerElement(dtype)));
      if (dtype === 'bool') checkBools(name, bytes);
      return data;
    },
  };
}

function checkBools(name: string, bytes: Uint8Array): void {
  const wrong = bytes.findIndex((byte) => byte > 1);
  if (wrong < 0) return;
  throw formatError(`safetensors, tensor '${name}'`, `element ${wrong} is not a bool`, bytes[wrong], '0 or 1');
}

function littleEndian(): boolean {
  return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
}

function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const result = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) result[i] = bytes[i - (i % width) + width - 1 - (i % width)] as number;
  return result;
}

function widen(bytes: Uint8Array, decode: (bits: number) => number): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) => decode(view.getUint16(2 * i, true)));
}

/** Sign, 5 bits of exponent, 10 of mantissa. */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const mantissa = bits & 1023;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * mantissa * 2 ** -24 : sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/** The upper half of a float32. */
function bfloat16(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits * 65536);
  return view.getFloat32(0);
}
