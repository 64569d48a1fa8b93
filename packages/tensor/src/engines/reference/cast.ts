import { integerRange, isFloating, isInteger, saturated, type TypedArray } from '../../dtype.ts';
import type { Kernels } from '../../engine/engine.ts';
import { arrayFor, bigintsOf, elementsOf, type Handle, numbersOf } from './arrays.ts';

/** Elements in another dtype. */
export const castKernel: Kernels<Handle>['cast'] = ([x], { from, to }, [output]) => {
  const y = arrayFor(output);
  if (to === 'bool') {
    const elements = elementsOf(x);
    for (let i = 0; i < y.length; i++) y[i] = Number(elements[i]!) === 0 ? 0 : 1; // NaN is not 0
  } else if (from === 'int64') {
    const elements = bigintsOf(x);
    const whole = isInteger(to);
    for (let i = 0; i < y.length; i++) y[i] = Number(whole ? BigInt.asIntN(32, elements[i]!) : elements[i]!);
  } else if (isFloating(from) && isInteger(to)) {
    truncate(numbersOf(x), y, integerRange(to));
  } else if (to === 'int64') {
    const elements = numbersOf(x);
    for (let i = 0; i < y.length; i++) y[i] = BigInt(elements[i]!);
  } else {
    y.set(numbersOf(x) as never); // storing rounds and wraps
  }
  return [y];
};

/** Drops fractions; NaN is 0, and what lies outside of the dtype's range its nearest end. */
function truncate(from: ReturnType<typeof numbersOf>, to: TypedArray, [min, max]: readonly [number, number]): void {
  if (to instanceof BigInt64Array) {
    for (let i = 0; i < to.length; i++) {
      const v = from[i]!;
      to[i] = Number.isNaN(v) ? 0n : (saturated(Math.trunc(v), 'int64') as bigint);
    }
    return;
  }
  for (let i = 0; i < to.length; i++) {
    const v = from[i]!;
    to[i] = Number.isNaN(v) ? 0 : Math.max(min, Math.min(max, v)); // storing drops the fraction
  }
}
