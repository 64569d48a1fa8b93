import { isFloating } from '../../dtype.ts';
import type { Kernels, View } from '../../engine/engine.ts';
import type { Abstract } from '../../primitive.ts';
import { aroundAxis, arrayFor, bigintsOf, type Handle, numbersOf } from './arrays.ts';

interface Direction {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

/** Running totals along an axis; `join` and `start` say of what. */
function running<Element extends number | bigint>(
  from: ArrayLike<Element>,
  to: { [index: number]: Element },
  shape: readonly number[],
  { axis, exclusive, reverse }: Direction,
  start: Element,
  join: (total: Element, x: Element) => Element,
): void {
  const { outer, size, inner } = aroundAxis(shape, axis);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let total = start;
      for (let step = 0; step < size; step++) {
        const at = (o * size + (reverse ? size - 1 - step : step)) * inner + i;
        const next = join(total, from[at]!);
        to[at] = exclusive ? total : next;
        total = next;
      }
    }
  }
}

/** Sums of floats run in float64, of integers in their own bits, which wrap. */
function cumulativeSum(x: View<Handle>, params: Direction, output: Abstract): Handle {
  const y = arrayFor(output);
  if (y instanceof BigInt64Array) running(bigintsOf(x), y, x.shape, params, 0n, (sum, v) => sum + v);
  else if (isFloating(output.dtype)) running(numbersOf(x), y, x.shape, params, 0, (sum, v) => sum + v);
  else running(numbersOf(x), y, x.shape, params, 0, (sum, v) => (sum + v) | 0);
  return y;
}

function cumulativeProduct(x: View<Handle>, params: Direction, output: Abstract): Handle {
  const y = arrayFor(output);
  const wrap = (product: bigint, v: bigint) => BigInt.asIntN(64, product * v);
  if (y instanceof BigInt64Array) running(bigintsOf(x), y, x.shape, params, 1n, wrap);
  else if (isFloating(output.dtype)) running(numbersOf(x), y, x.shape, params, 1, (product, v) => product * v);
  else running(numbersOf(x), y, x.shape, params, 1, Math.imul);
  return y;
}

/** Running sums and products. */
export const cumulativeKernels = {
  cumSum: ([x], params, [output]) => [cumulativeSum(x, params, output)],
  cumProd: ([x], params, [output]) => [cumulativeProduct(x, params, output)],
} satisfies Partial<Kernels<Handle>>;
