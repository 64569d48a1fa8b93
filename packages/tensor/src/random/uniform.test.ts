import { expect, test } from 'vitest';
import fixture from '../../fixtures/random-numbers.json' with { type: 'json' };
import { roundToHalf } from '../half.ts';
import { fillUniform, uniformBits } from './uniform.ts';

const { key, uniform32, uniform64 } = fixture;

test('float32: the upper 24 bits of each word', () => {
  const out = new Float32Array(uniform32.length);
  fillUniform(out, key);
  expect([...out]).toEqual(uniform32);
});

test('float64: the upper 53 bits of two words', () => {
  const out = new Float64Array(uniform64.length);
  fillUniform(out, key);
  expect([...out]).toEqual(uniform64);
});

test.each([
  ['float16', 11],
  ['bfloat16', 8],
] as const)('%s: the upper %i bits of each word, none of them rounded', (dtype, bits) => {
  const out = new Float32Array(uniform32.length);
  fillUniform(out, key, uniformBits(dtype));
  expect([...out]).toEqual(uniform32.map((u) => Math.floor(u * 2 ** bits) / 2 ** bits));
  expect(roundToHalf(out.slice(), dtype)).toEqual(out);
});

test('a part of a larger buffer is filled, and nothing beside it', () => {
  const out = new Float32Array(8);
  fillUniform(out.subarray(2, 5), key);
  expect([...out]).toEqual([0, 0, ...uniform32.slice(0, 3), 0, 0, 0]);
});

test('a million numbers are equally likely in every hundredth of the interval', () => {
  const n = 1e6;
  const out = new Float32Array(n);
  fillUniform(out, [5, 0, 0, 0]);
  const counts = new Array<number>(100).fill(0);
  for (const u of out) counts[Math.floor(u * 100)]! += 1;
  const chiSquared = counts.reduce((sum, count) => sum + (count - n / 100) ** 2 / (n / 100), 0);
  // 99 degrees of freedom: mean 99, standard deviation 14; the bounds are its quantiles at 10⁻⁴ and 1 − 10⁻⁴.
  expect(chiSquared).toBeGreaterThan(55);
  expect(chiSquared).toBeLessThan(159);
});
