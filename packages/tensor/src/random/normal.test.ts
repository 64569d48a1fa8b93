import { describe, expect, test } from 'vitest';
import fixture from '../../fixtures/random-numbers.json' with { type: 'json' };
import { fillNormal, normalDouble, normalFloat } from './normal.ts';

const { cdf, normal32, quantiles32, quantiles64, secondWords, truncated32, words } = fixture;

const largestError = (values: readonly number[], exact: readonly number[]) =>
  values.reduce((worst, z, i) => Math.max(worst, Math.abs(z / exact[i]! - 1)), 0);

describe('float32', () => {
  test('every number has the bits of the documented sequence of operations', () => {
    expect(words.map((word) => normalFloat(word, false))).toEqual(normal32);
    expect(words.map((word) => normalFloat(word, true))).toEqual(truncated32);
  });

  test('the numbers are the exact quantiles to a few units in the last place', () => {
    const values = words.map((word) => normalFloat(word, false));
    expect(largestError(values, quantiles32)).toBeLessThan(4e-7);
  });

  test('the words reach from the middle to 6.3 standard deviations', () => {
    expect(normalFloat(0, false)).toBeCloseTo(6.338, 3);
    expect(normalFloat(0x80000000, false)).toBe(-normalFloat(0, false));
    expect(normalFloat(0x7fffffff, false)).toBeCloseTo(2.918e-10, 13);
  });

  test('where the two formulas meet, they agree', () => {
    const meeting = Math.round(0.075 * 2 ** 32);
    const at = (word: number) => normalFloat(word, false);
    // Rounding alone moves neighbours by up to 3e-7; 2000 words are 3.3e-6 apart.
    for (let word = meeting - 200_000; word < meeting + 200_000; word += 2000) {
      expect(at(word) - at(word + 2000)).toBeGreaterThan(2.6e-6);
      expect(at(word) - at(word + 2000)).toBeLessThan(4e-6);
    }
  });
});

describe('float64', () => {
  test('the numbers are the exact quantiles to 16 digits', () => {
    const values = words.map((word, i) => normalDouble(word, secondWords[i]!, false));
    expect(largestError(values, quantiles64)).toBeLessThan(1.5e-15);
  });

  test('the words reach to 8.2 standard deviations', () => {
    expect(normalDouble(0, 0, false)).toBeCloseTo(8.292361075813595, 12);
  });
});

describe.each([
  ['float32', Float32Array],
  ['float64', Float64Array],
] as const)('a million numbers in %s', (_dtype, ArrayOf) => {
  const n = 1e6;
  const all = new ArrayOf(n);
  fillNormal(all, [11, 0, 0, 0]);
  const cut = new ArrayOf(n);
  fillNormal(cut, [11, 0, 1, 0], true);
  const moment = (values: Float32Array | Float64Array, k: number) => {
    let sum = 0;
    for (const z of values) sum += z ** k;
    return sum / n;
  };

  test('have the moments of the distribution', () => {
    // Standard deviations of these means: 0.001, 0.0014, 0.0039, 0.0098.
    expect(Math.abs(moment(all, 1))).toBeLessThan(0.004);
    expect(Math.abs(moment(all, 2) - 1)).toBeLessThan(0.006);
    expect(Math.abs(moment(all, 3))).toBeLessThan(0.016);
    expect(Math.abs(moment(all, 4) - 3)).toBeLessThan(0.04);
  });

  test('lie as close to the distribution function as chance allows', () => {
    const distances = cdf.map(([z, p]) => Math.abs(fractionBelow(all, z!) - p!));
    // Kolmogorov's bound at a probability of 10⁻⁴ is 2.23 / √n.
    expect(Math.max(...distances)).toBeLessThan(2.23e-3);
  });

  test('truncated, lie within two standard deviations, with the moments of that part', () => {
    let furthest = 0;
    for (const z of cut) furthest = Math.max(furthest, Math.abs(z));
    expect(furthest).toBeLessThan(2);
    expect(furthest).toBeGreaterThan(1.9999);
    expect(Math.abs(moment(cut, 1))).toBeLessThan(0.0036);
    expect(Math.sqrt(moment(cut, 2))).toBeCloseTo(0.87962566, 2);
  });

  test('truncated, follow the distribution function of that part', () => {
    const beyond = 0.022750131948179195; // Φ(−2)
    const inside = cdf.filter(([z]) => Math.abs(z!) <= 2);
    const distances = inside.map(([z, p]) => Math.abs(fractionBelow(cut, z!) - (p! - beyond) / (1 - 2 * beyond)));
    expect(Math.max(...distances)).toBeLessThan(2.23e-3);
  });

  function fractionBelow(values: Float32Array | Float64Array, bound: number): number {
    let count = 0;
    for (const z of values) if (z <= bound) count += 1;
    return count / n;
  }
});

test.each([0, 0x7fffffff])('truncated numbers stay below 2 at word %i', (word) => {
  expect(Math.abs(normalFloat(word, true))).toBeLessThan(2);
  expect(Math.abs(normalDouble(word, word, true))).toBeLessThan(2);
});
