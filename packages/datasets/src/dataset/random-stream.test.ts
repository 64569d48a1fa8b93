import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Block, philox } from './philox.ts';
import { checkSeed, RandomStream } from './random-stream.ts';

// The known answers that the authors ship with their library Random123 (kat_vectors, philox4x32 10).
test.each<[Block, [number, number], Block]>([
  [[0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
])('philox 4x32-10 gives the known answers', (counter, key, expected) => {
  expect(philox(counter, key)).toEqual(expected);
});

const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

describe('RandomStream', () => {
  test('below: every value in range, about as often as the others', () => {
    const random = new RandomStream(3, 0);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[random.below(10)]! += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(9000)); // 5 standard deviations
  });

  test('below: a range that is no power of two is not biased', () => {
    const random = new RandomStream(0, 0);
    const end = 3 * 2 ** 30; // bits % end alone would give the lowest third of the range half of the time
    let low = 0;
    for (let i = 0; i < 10_000; i++) low += random.below(end) < 2 ** 30 ? 1 : 0;
    expect(Math.abs(low / 10_000 - 1 / 3)).toBeLessThan(0.025);
  });

  test('a shuffle is a permutation that seed and pass determine', () => {
    fc.assert(
      fc.property(seeds, fc.nat(1000), fc.integer({ min: 0, max: 200 }), (seed, pass, size) => {
        const range = Int32Array.from({ length: size }, (_, i) => i);
        const [first, second] = [range.slice(), range.slice()];
        new RandomStream(seed, pass).shuffle(first);
        new RandomStream(seed, pass).shuffle(second);
        expect(first).toEqual(second);
        expect(first.slice().sort()).toEqual(range);
      }),
    );
  });

  test('seeds, their upper halves and passes give different orders', () => {
    const orders = [
      [0, 0],
      [1, 0],
      [2 ** 32, 0],
      [0, 1],
      [0, 2 ** 32],
    ].map(([seed, pass]) => {
      const order = Int32Array.from({ length: 50 }, (_, i) => i);
      new RandomStream(seed as number, pass as number).shuffle(order);
      return order.join();
    });
    expect(new Set(orders).size).toBe(orders.length);
  });

  test('each place of a shuffle gets each element about equally often', () => {
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    for (let seed = 0; seed < 20_000; seed++) {
      const order = Int32Array.of(0, 1, 2, 3);
      new RandomStream(seed, 0).shuffle(order);
      order.forEach((element, place) => {
        counts[place]![element]! += 1;
      });
    }
    for (const count of counts.flat()) expect(Math.abs(count - 5000)).toBeLessThan(5 * Math.sqrt(3750));
  });
});

test('seeds that are none', () => {
  for (const seed of [-1, 0.5, Number.NaN, 2 ** 53]) expect(() => checkSeed('f', seed)).toThrow(/^f: seed is not a whole/);
  expect(checkSeed('f', 0)).toBe(0);
  expect(checkSeed('f', undefined)).not.toBe(checkSeed('f', undefined));
});
