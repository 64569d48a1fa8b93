import { type DType, isFloating, type TypedArray } from '../dtype.ts';
import { alignRight } from './columns.ts';
import { formatFloats } from './floats.ts';

/** Each element as text, all of one width. */
export function formatElements(data: TypedArray, dtype: DType): string[] {
  if (isFloating(dtype)) return formatFloats(Array.from(data as Float64Array), dtype);
  const text = (x: number | bigint) => (dtype === 'bool' ? String(x !== 0) : String(x));
  return alignRight(Array.from(data as ArrayLike<number | bigint>, text));
}
