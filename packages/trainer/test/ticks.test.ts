import { describe, expect, test } from 'vitest';
import { ticksBetween } from '../src/plots/index.ts';
import { rangeOf } from '../src/plots/ticks.ts';

const labelsOf = (...range: Parameters<typeof ticksBetween>) => ticksBetween(...range).map(({ label }) => label);

describe('ticksBetween', () => {
  test.each<[string, Parameters<typeof ticksBetween>, string[]]>([
    ['losses', [0.07, 0.41, 5], ['0.10', '0.15', '0.20', '0.25', '0.30', '0.35', '0.40']],
    ['multiples of 0.1 without noise', [0, 0.7, 5], ['0.0', '0.1', '0.2', '0.3', '0.4', '0.5', '0.6', '0.7']],
    ['epochs', [1, 50, 10, 1], ['5', '10', '15', '20', '25', '30', '35', '40', '45', '50']],
    ['few epochs: no fractions', [1, 3, 10, 1], ['1', '2', '3']],
    ['one epoch', [0.9, 1.1, 10, 1], ['1']],
    ['steps of any number', [0, 73, 4, 1], ['0', '20', '40', '60']],
    ['negative', [-0.3, -0.1, 4], ['-0.30', '-0.25', '-0.20', '-0.15', '-0.10']],
    ['both signs', [-1, 1, 4], ['-1.0', '-0.5', '0.0', '0.5', '1.0']],
    ['small', [0, 0.0004, 4], ['0.0000', '0.0001', '0.0002', '0.0003', '0.0004']],
    ['smaller', [0, 2e-5, 4], ['0', '5e-6', '1e-5', '1.5e-5', '2e-5']],
    ['tiny', [-3e-300, 3e-300, 3], ['-2e-300', '0', '2e-300']],
    ['subnormal', [0, 2e-323, 2], ['0', '5e-324', '1e-323', '1.5e-323', '2e-323']],
    ['large', [0, 400_000, 4], ['0', '100000', '200000', '300000', '400000']],
    ['huge', [0, 1.7e308, 3], ['0', '5e307', '1e308', '1.5e308']],
    ['the whole of float64', [-Number.MAX_VALUE, Number.MAX_VALUE, 4], ['-1e308', '0', '1e308']],
    ['a part in 10¹⁰', [1, 1 + 2e-10, 2], ['1.0000000000', '1.0000000001', '1.0000000002']],
    ['a point', [0.25, 0.25, 5], ['0.25']],
    ['an end that is not finite', [0, Number.POSITIVE_INFINITY, 5], []],
    ['no number', [Number.NaN, 1, 5], []],
  ])('%s', (_, range, labels) => {
    expect(labelsOf(...range)).toEqual(labels);
    expect(ticksBetween(...range).map(({ value }) => value)).toEqual(labels.map(Number));
  });

  test('the last bits of large numbers: it ends, and marks differ', () => {
    const ticks = ticksBetween(1e17, 1e17 + 64, 4);
    expect(new Set(ticks.map(({ value }) => value)).size).toBe(ticks.length);
    expect(ticks.length).toBeLessThanOrEqual(8);
  });

  test('any range has 2 to 10 marks about, each inside of it and a multiple of the step', () => {
    for (let power = -300; power <= 300; power += 7) {
      for (const width of [1, 1.3, 2, 2.9, 4.9, 7, 9.99]) {
        const [min, max] = [-0.37 * 10 ** power, (width - 0.37) * 10 ** power];
        const values = ticksBetween(min, max, 5).map(({ value }) => value);
        expect(values.length).toBeGreaterThanOrEqual(3);
        expect(values.length).toBeLessThanOrEqual(9);
        expect(values[0]).toBeGreaterThanOrEqual(min);
        expect(values.at(-1)).toBeLessThanOrEqual(max);
      }
    }
  });
});

test('rangeOf: finite values with room, never empty, never beyond float64', () => {
  expect(rangeOf([1, 3], 0)).toEqual([1, 3]);
  expect(rangeOf([Number.NaN, 2, Number.POSITIVE_INFINITY])).toEqual([1.8, 2.2]);
  expect(rangeOf([])).toEqual([0, 1]);
  expect(rangeOf([0, 0])).toEqual([0, 1]);
  expect(rangeOf([0.01, 1])[0]).toBe(0); // a loss does not go below
  expect(rangeOf([-Number.MAX_VALUE, Number.MAX_VALUE])).toEqual([-Number.MAX_VALUE, Number.MAX_VALUE]);
});
