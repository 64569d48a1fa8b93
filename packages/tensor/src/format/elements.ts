import { type DType, isFloating, type TypedArray } from '../dtype.ts';
import { formatFloats } from './floats.ts';

/** Each element as text, all of one width. */
export function formatElements(data: TypedArray, dtype: DType): string[] {
  if (isFloating(dtype)) return formatFloats(Array.from(data as Float64Array), dtype);
  const texts = Array.from(data as ArrayLike<number | bigint>, (x) => (dtype === 'bool' ? String(x !== 0) : String(x)));
  const width = texts.reduce((most, { length }) => Math.max(most, length), 0);
  return texts.map((text) => text.padStart(width));
}
