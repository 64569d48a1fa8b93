import { ArrayOf, DTypeOf, Global, type PickleValue, Tuple } from './pickle-values.ts';

/**
 * What one of NumPy's names makes of its arguments, as far as an array needs it.
 *
 * @returns undefined for anything else
 */
export function numpyArray(callee: PickleValue | undefined, given: PickleValue | undefined): PickleValue | undefined {
  if (!(callee instanceof Global && given instanceof Tuple)) return undefined;
  const [first, second] = given.items;
  if (callee.kind === 'reconstruct') {
    // _reconstruct(ndarray, (0,), b'b'): an array that waits for its state
    return first instanceof Global && first.kind === 'ndarray' ? new ArrayOf() : undefined;
  }
  if (callee.kind === 'dtype') return typeof first === 'string' ? new DTypeOf(first) : undefined;
  const encodes = callee.kind === 'encode' && typeof first === 'string' && second === 'latin1';
  return encodes ? new TextEncoder().encode(first) : undefined;
}

/**
 * An array or dtype with the state that its pickle gives it.
 *
 * @returns undefined for anything else
 */
export function withState(target: PickleValue | undefined, state: PickleValue | undefined): PickleValue | undefined {
  if (!(state instanceof Tuple)) return undefined;
  if (target instanceof DTypeOf) return target; // byte order and alignment: nothing that objects have
  if (!(target instanceof ArrayOf) || target.items !== undefined) return undefined;
  const [, shape, dtype, fortran, items] = state.items;
  const sizes = shape instanceof Tuple ? shape.items : [];
  const fits =
    dtype instanceof DTypeOf &&
    /^[O]\d?$/.test(dtype.code) &&
    fortran === false &&
    Array.isArray(items) &&
    sizes.length > 0 &&
    sizes.every((size) => typeof size === 'number' && size >= 0) &&
    (sizes as number[]).reduce((product, size) => product * size, 1) === items.length;
  if (!fits) return undefined;
  target.shape = sizes as number[];
  target.items = items;
  return target;
}
