import { setSeed } from '@mariana/tensor';
import { describe, expect, test } from 'vitest';
import { checkSeed, passKey, RandomWords } from './random-words.ts';

describe('RandomWords', () => {
  test('every value is in range, about as often as the others', () => {
    const random = new RandomWords(passKey(3, 0));
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[random.below(10)]! += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(9000)); // 5 deviations
  });

  test('words do not repeat from chunk to chunk', () => {
    const random = new RandomWords(passKey(3, 0));
    const words = Array.from({ length: 3 * 1024 }, () => random.below(2 ** 32));
    expect(new Set(words).size).toBeGreaterThan(words.length - 5);
  });
});

test('seeds, their upper halves and passes have different keys', () => {
  const pairs = [
    [0, 0],
    [1, 0],
    [-1, 0],
    [2 ** 32, 0],
    [0, 1],
    [0, 2 ** 32],
  ] as const;
  expect(new Set(pairs.map(([seed, pass]) => Array.from(passKey(seed, pass)).join())).size).toBe(pairs.length);
});

describe('seeds', () => {
  test('that are none', () => {
    for (const seed of [0.5, Number.NaN, 2 ** 53])
      expect(() => checkSeed('f', seed)).toThrow(/^f: seed is not a whole/);
    expect(checkSeed('f', -7)).toBe(-7);
  });

  test('that are not given come from the default generator', () => {
    setSeed(3);
    const seeds = [checkSeed('f', undefined), checkSeed('f', undefined)];
    expect(seeds[0]).not.toBe(seeds[1]);
    setSeed(3);
    expect([checkSeed('f', undefined), checkSeed('f', undefined)]).toEqual(seeds);
  });
});
