import type { Kernels } from '../../engine/engine.ts';
import { aroundAxis, arrayFor, elementsOf, type Handle } from './arrays.ts';

type Element = number | bigint;

/** Where `a` goes beside `b`: smaller ones first, NaN last. */
function ascending(a: Element, b: Element): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** Larger ones first, NaN last. */
function descendingOrder(a: Element, b: Element): number {
  if (a > b) return -1;
  if (a < b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** Sorting along an axis. */
export const sortKernels = {
  sort: ([x], { axis, descending }, [values, places]) => {
    const [sorted, indices] = [arrayFor(values), arrayFor(places)];
    const from = elementsOf(x);
    const { outer, size, inner } = aroundAxis(x.shape, axis);
    const order = descending ? descendingOrder : ascending;
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const start = o * size * inner + i;
        const along = Array.from({ length: size }, (_, place) => place);
        along.sort((a, b) => order(from[start + a * inner]!, from[start + b * inner]!)); // stable since ES2019
        along.forEach((place, rank) => {
          sorted[start + rank * inner] = from[start + place * inner]!;
          indices[start + rank * inner] = place;
        });
      }
    }
    return [sorted, indices];
  },
} satisfies Partial<Kernels<Handle>>;
