import { Generator, permutation, referenceEngine, setEngine } from '@mariana/tensor';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Order, rangeOrder, repeatedOrder, shuffledOrder, skippedOrder, takenOrder } from './order.ts';

/** All of a pass, read `step` indices at a time. */
function read(order: Order, pass = 0, step = 3): number[] {
  const next = order.open(pass);
  const all: number[] = [];
  for (;;) {
    const indices = next(step);
    all.push(...indices);
    if (indices.length < step) return all;
  }
}

beforeEach(() => setEngine(referenceEngine()));

const ascending = (a: number, b: number) => a - b;

const wrappers = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom('take', 'skip'), count: fc.nat(15) }),
    fc.record({ kind: fc.constant('repeat'), count: fc.nat(3) }),
  ),
  { maxLength: 4 },
);

test('take, skip and repeat are what they are for arrays, however many are read at a time', () => {
  fc.assert(
    fc.property(fc.nat(12), wrappers, fc.integer({ min: 1, max: 40 }), (size, list, step) => {
      let order = rangeOrder(size);
      let expected = Array.from({ length: size }, (_, i) => i);
      for (const { kind, count } of list) {
        if (kind === 'take') [order, expected] = [takenOrder(order, count), expected.slice(0, count)];
        if (kind === 'skip') [order, expected] = [skippedOrder(order, count), expected.slice(count)];
        if (kind === 'repeat') {
          [order, expected] = [repeatedOrder(order, count), Array.from({ length: count }, () => expected).flat()];
        }
      }
      expect(read(order, 0, step)).toEqual(expected);
      expect(order.size).toBe(expected.length);
    }),
  );
});

test('an endless order gives as many as are read', () => {
  const order = repeatedOrder(rangeOrder(3), Number.POSITIVE_INFINITY);
  expect([...order.open(0)(8)]).toEqual([0, 1, 2, 0, 1, 2, 0, 1]);
  expect(read(repeatedOrder(rangeOrder(0), Number.POSITIVE_INFINITY))).toEqual([]);
});

describe('shuffledOrder', () => {
  test('is the permutation that a generator of that seed draws after as many draws as there were passes', async () => {
    for (const [seed, pass] of [
      [12, 5],
      [-3, 0],
      [2 ** 40 + 1, 2 ** 33],
    ] as const) {
      const generator = new Generator({ seed });
      generator.state = { seed, draws: pass };
      const expected = await permutation(1000, { generator }).data();
      expect(read(shuffledOrder(rangeOrder(1000), seed, true), pass)).toEqual(Array.from(expected, Number));
    }
  });

  test('has each index once, and an order of its own in each pass unless told', () => {
    const order = shuffledOrder(rangeOrder(50), 1, true);
    expect(read(order).sort(ascending)).toEqual(read(rangeOrder(50)));
    expect(read(order, 0)).toEqual(read(order, 0));
    expect(read(order, 1)).not.toEqual(read(order, 0));
    expect(read(shuffledOrder(rangeOrder(50), 2, true))).not.toEqual(read(order));
    const fixed = shuffledOrder(rangeOrder(50), 1, false);
    expect(read(fixed, 1)).toEqual(read(fixed, 0));
  });

  test('shuffles what it is given: the first ten of a thousand stay the first ten', () => {
    expect(read(shuffledOrder(takenOrder(rangeOrder(1000), 10), 1, true)).sort(ascending)).toEqual(
      read(rangeOrder(10)),
    );
  });
});
