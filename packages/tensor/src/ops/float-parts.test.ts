import { expect, test } from 'vitest';
import * as m from '../index.ts';

m.setEngine(m.referenceEngine());

const awkward = [1, -3.75, 0.5, 0.4999999701976776, 1e-38, 1e-45, -3.4028234663852886e38, 0, 0.9999999403953552, 1024];

test('frexp takes numbers apart and ldexp puts them together, denormal and greatest ones too', async () => {
  for (const [dtype, values] of [
    ['float32', awkward],
    ['float64', [...awkward, 5e-324, Number.MAX_VALUE]],
  ] as const) {
    const x = m.tensor(values, { dtype });
    const [fraction, exponent] = m.frexp(x);
    for (const value of await fraction.data()) {
      const size = Math.abs(Number(value));
      expect(size === 0 || (size >= 0.5 && size < 1), String(value)).toBe(true);
    }
    expect(exponent.dtype).toBe('int32');
    expect(await m.ldexp(fraction, exponent).data()).toEqual(await x.data());
  }
  const [fraction, exponent] = m.frexp([Number.NaN, Infinity]);
  expect(await fraction.array()).toEqual([Number.NaN, Infinity]);
  expect(await exponent.array()).toEqual([0, 0]);
});

test('modf: parts of infinities, and signs', async () => {
  const [fraction, whole] = m.modf([2.5, -2.5, 3, Infinity]);
  expect(await fraction.array()).toEqual([0.5, -0.5, 0, 0]);
  expect(await whole.array()).toEqual([2, -2, 3, Infinity]);
});

test('spacing: the next number, and no number between', async () => {
  const steps = await m.spacing(m.tensor([1, 3, 0, 1e-45, -8, 16777216])).array();
  expect(steps).toEqual([2 ** -23, 2 ** -22, 2 ** -149, 2 ** -149, 2 ** -20, 2]);
  expect(await m.spacing(m.tensor([5e-324, 1], { dtype: 'float64' })).array()).toEqual([5e-324, 2 ** -52]);
  expect(await m.spacing([Infinity]).array()).toEqual([Number.NaN]);
});
