import type { DType, TypedArray } from '@mariana/tensor';

/** What tfjs engines hold. uint8 and int8 are kept as int32, whose values they wrap to. */
export const heldDTypes: ReadonlySet<DType> = new Set<DType>(['float32', 'int32', 'uint8', 'int8', 'bool']);

/** The dtypes in which backends keep arrays. */
export type StoredDType = 'float32' | 'int32' | 'bool';

/** The backend's dtype for one of ours. */
export function storedAs(dtype: DType): StoredDType {
  return dtype === 'float32' || dtype === 'bool' ? dtype : 'int32';
}

/** Elements as a backend takes them: its own copy where it keeps the array. */
export function toBackend(data: TypedArray, dtype: DType, copy: boolean): Float32Array | Int32Array | Uint8Array {
  if (dtype === 'uint8' || dtype === 'int8') return Int32Array.from(data as Uint8Array | Int8Array);
  const values = data as Float32Array | Int32Array | Uint8Array;
  return copy ? values.slice() : values;
}

/** Elements as a backend gives them, in our typed array, which is the caller's to change. */
export function fromBackend(data: TypedArray, dtype: DType, copy: boolean): TypedArray {
  if (dtype === 'uint8') return Uint8Array.from(data as Int32Array);
  if (dtype === 'int8') return Int8Array.from(data as Int32Array);
  return copy ? (data as Float32Array).slice() : data;
}
