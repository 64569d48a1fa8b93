import { choiceError } from './errors.ts';

/**
 * The element types that tensors have. `float16` and `bfloat16` store: operations compute in float32 and round their
 * results to them, to the nearest, from halfway to the even one. They are read as a Float32Array.
 */
export const dtypes = ['bool', 'uint8', 'int8', 'int32', 'int64', 'float16', 'bfloat16', 'float32', 'float64'] as const;

/** The name of an element type. */
export type DType = (typeof dtypes)[number];

/** The dtypes that gradients flow through. */
export type FloatDType = 'float16' | 'bfloat16' | 'float32' | 'float64';

/** The dtypes of two bytes that numbers are stored in and computed in float32. */
export type HalfDType = 'float16' | 'bfloat16';

/** Which typed array holds which dtype, when elements are read or given. bool is a byte of 0 or 1. */
export interface TypedArrayOf {
  bool: Uint8Array;
  uint8: Uint8Array;
  int8: Int8Array;
  int32: Int32Array;
  int64: BigInt64Array;
  float16: Float32Array;
  bfloat16: Float32Array;
  float32: Float32Array;
  float64: Float64Array;
}

/** Any array of elements that a tensor can be read into or made from. */
export type TypedArray = TypedArrayOf[DType];

const constructors = {
  bool: Uint8Array,
  uint8: Uint8Array,
  int8: Int8Array,
  int32: Int32Array,
  int64: BigInt64Array,
  float16: Float32Array,
  bfloat16: Float32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

const sizes: Record<DType, number> = {
  bool: 1,
  uint8: 1,
  int8: 1,
  int32: 4,
  int64: 8,
  float16: 2,
  bfloat16: 2,
  float32: 4,
  float64: 8,
};

/** The bytes that one element takes. */
export function bytesPerElement(dtype: DType): number {
  return sizes[dtype];
}

/** A zeroed typed array for `size` elements of a dtype. */
export function allocateArray<D extends DType>(dtype: D, size: number): TypedArrayOf[D] {
  return new constructors[dtype](size) as TypedArrayOf[D];
}

/** The dtype that a typed array's elements have as a tensor; undefined for what is not a typed array, or one of none. */
export function typedArrayDType(value: unknown): DType | undefined {
  if (value instanceof Float32Array) return 'float32';
  if (value instanceof Int32Array) return 'int32';
  if (value instanceof Uint8Array || value instanceof Uint8ClampedArray) return 'uint8';
  if (value instanceof Float64Array) return 'float64';
  if (value instanceof Int8Array) return 'int8';
  if (value instanceof BigInt64Array) return 'int64';
  return undefined;
}

/** Whether gradients flow through the dtype. */
export function isFloating(dtype: DType): dtype is FloatDType {
  return dtype === 'float32' || dtype === 'float64' || dtype === 'float16' || dtype === 'bfloat16';
}

/** Whether the dtype stores floats in two bytes. */
export function isHalf(dtype: DType): dtype is HalfDType {
  return dtype === 'float16' || dtype === 'bfloat16';
}

/** Whether the dtype holds whole numbers (bool is not one of them). */
export function isInteger(dtype: DType): boolean {
  return dtype === 'int32' || dtype === 'int64' || dtype === 'uint8' || dtype === 'int8';
}

/** The inclusive range of an integer dtype; int64's is that of the integers a double holds exactly. */
export function integerRange(dtype: DType): readonly [min: number, max: number] {
  if (dtype === 'bool') return [0, 1];
  if (dtype === 'uint8') return [0, 255];
  if (dtype === 'int8') return [-128, 127];
  if (dtype === 'int32') return [-2147483648, 2147483647];
  return [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
}

/** The integer of an integer dtype that is nearest to an integer or an infinity, as its typed array takes it; floats stay. */
export function saturated(value: number, dtype: DType): number | bigint {
  if (isFloating(dtype)) return value;
  if (dtype === 'int64') {
    if (value >= 2 ** 63) return 2n ** 63n - 1n;
    return value < -(2 ** 63) ? -(2n ** 63n) : BigInt(value);
  }
  const [min, max] = integerRange(dtype);
  return Math.max(min, Math.min(max, value));
}

/**
 * Checks a dtype's name.
 *
 * @throws ArgumentError that lists the dtypes
 */
export function checkDType(op: string, dtype: unknown): DType {
  if (!dtypes.includes(dtype as DType)) throw choiceError(op, 'dtype', dtype, dtypes);
  return dtype as DType;
}

/** The order of promotion within a kind: the later one holds both. */
const integers: readonly DType[] = ['bool', 'uint8', 'int8', 'int32', 'int64'];
const floats: readonly DType[] = ['float16', 'bfloat16', 'float32', 'float64'];

/**
 * The dtype in which two dtypes meet.
 *
 * | pair | result |
 * | --- | --- |
 * | the same twice | that |
 * | bool and another | the other |
 * | two integers | the wider; uint8 with int8 gives int32 |
 * | an integer and a float | the float |
 * | two floats | the wider; float16 with bfloat16 gives float32 |
 *
 * @source PyTorch's promotion table, but for uint8 with int8 (int16 there)
 *
 * @example
 * promote('uint8', 'int8'); // 'int32'
 */
export function promote(a: DType, b: DType): DType {
  if (a === b) return a;
  if (isFloating(a) || isFloating(b)) {
    if (!isFloating(a)) return b;
    if (!isFloating(b)) return a;
    const [low, high] = floats.indexOf(a) < floats.indexOf(b) ? [a, b] : [b, a];
    return low === 'float16' && high === 'bfloat16' ? 'float32' : high;
  }
  const [low, high] = integers.indexOf(a) < integers.indexOf(b) ? [a, b] : [b, a];
  return low === 'uint8' && high === 'int8' ? 'int32' : high;
}
