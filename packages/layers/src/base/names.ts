import { snakeCase } from '../options/names.ts';

const counts = new Map<string, number>();

/**
 * The next free name for a layer of a class, as Keras counts them: `dense`, `dense_1`, `dense_2`.
 *
 * @param className - such as `Dense`
 */
export function automaticName(className: string): string {
  const base = snakeCase(className);
  const count = counts.get(base) ?? 0;
  counts.set(base, count + 1);
  return count === 0 ? base : `${base}_${count}`;
}

/**
 * Starts the automatic names of layers at their beginning again: the next `dense` is `dense`, not `dense_7`.
 *
 * @source `keras.backend.clear_session`
 *
 * @example
 * resetLayerNames();
 * dense({ units: 1 }).name; // 'dense'
 */
export function resetLayerNames(): void {
  counts.clear();
}
