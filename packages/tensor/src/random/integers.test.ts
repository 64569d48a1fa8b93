import { expect, test } from 'vitest';
import fixture from '../../fixtures/random-numbers.json' with { type: 'json' };
import { fillIntegers, fillPermutation } from './integers.ts';

const { integers, key, permutation } = fixture;

test.each(integers)('whole numbers from $min up to $max are those of exact arithmetic', ({ min, max, values }) => {
  const wide = new BigInt64Array(values.length);
  fillIntegers(wide, key, min, max);
  expect([...wide].map(String)).toEqual(values);
  if (min < -(2 ** 31) || max > 2 ** 31) return;
  const out = new Int32Array(values.length);
  fillIntegers(out, key, min, max);
  expect([...out].map(String)).toEqual(values);
});

test('each of six values comes up equally often', () => {
  const n = 600_000;
  const out = new Int32Array(n);
  fillIntegers(out, [1, 0, 0, 0], 1, 7);
  const counts = [1, 2, 3, 4, 5, 6].map((face) => out.reduce((count, value) => count + (value === face ? 1 : 0), 0));
  expect(counts.reduce((a, b) => a + b)).toBe(n);
  // A count's standard deviation is 289.
  for (const count of counts) expect(Math.abs(count - n / 6)).toBeLessThan(1200);
});

test('a permutation is that of Fisher and Yates with the same words', () => {
  const out = new Int32Array(permutation.length);
  fillPermutation(out, key);
  expect([...out]).toEqual(permutation);
});

test.each([0, 1, 2, 1000])('a permutation of %i has each number once', (n) => {
  const out = new Int32Array(n);
  fillPermutation(out, key);
  expect([...out].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
});

test('the six orders of three come up equally often', () => {
  const counts = new Map<string, number>();
  for (let draw = 0; draw < 12_000; draw++) {
    const out = new Int32Array(3);
    fillPermutation(out, [9, 0, draw, 0]);
    counts.set(out.join(), (counts.get(out.join()) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  // A count's standard deviation is 41.
  for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(170);
});
