import { describe, expect, test } from 'vitest';
import * as m from '../index.ts';
import { checkGradients } from '../testing/check-gradients.ts';

m.setEngine(m.referenceEngine());

// Computed with 50 digits.
const known = [
  [0.125, 1.0039100663533544, 0.06262214981123483],
  [0.5, 1.0634833707413236, 0.2578943053908963],
  [1, 1.2660658777520084, 0.565159103992485],
  [3.75, 9.118945860844567, 7.780015229824416],
  [8, 427.5641157218048, 399.8731367825601],
  [11.96875, 18390.4375519412, 17604.565969995063],
  [12, 18948.925349296307, 18141.348781638833],
  [12.03125, 19524.442901860977, 18694.552996591603],
  [15, 339649.3732979139, 328124.9219702064],
  [20.5, 70922869.83431701, 69170831.67918438],
  [50, 2.9325537838493362e20, 2.903078590103557e20],
  [88, 7.034019697322304e36, 6.993938822790253e36],
  [300, 4.475847367935052e128, 4.468381385036955e128],
  [700, 1.5295933476718737e302, 1.5285003902339006e302],
  [713.5, 1.1051012081178279e308, 1.1043265136795952e308],
] as const;

describe('modified Bessel functions', () => {
  test.each([
    ['float64', 2e-15],
    ['float32', 5e-7],
  ] as const)('are accurate in %s, however large the number', async (dtype, bound) => {
    const held = known.filter(([x]) => dtype === 'float64' || x < 90);
    const x = m.tensor(
      held.map(([value]) => value),
      { dtype },
    );
    const [zero, one, mirrored] = [await m.i0(x).data(), await m.i1(x).data(), await m.i1(x.neg()).data()];
    held.forEach(([value, i0, i1], k) => {
      expect(Math.abs(Number(zero[k]) / i0 - 1), `i0(${value})`).toBeLessThan(bound);
      expect(Math.abs(Number(one[k]) / i1 - 1), `i1(${value})`).toBeLessThan(bound);
      expect(mirrored[k]).toBe(-Number(one[k]));
    });
  });

  test('at the ends', async () => {
    const x = m.tensor([0, Infinity, -Infinity, 1000, Number.NaN]);
    expect(await m.i0(x).array()).toEqual([1, Infinity, Infinity, Infinity, Number.NaN]);
    expect(await m.i1(x).array()).toEqual([0, Infinity, -Infinity, Infinity, Number.NaN]);
    const atZero = m.grad((t: m.Tensor) => m.i1(t))(m.tensor(0, { dtype: 'float64' }));
    expect(await atZero.item()).toBe(0.5);
  });

  test('gradients and theirs, on both sides of the border', () => {
    checkGradients('i0', (x) => m.i0(x), [[6]], { range: [-3, 3] });
    checkGradients('i0 of large numbers', (x) => m.i0(x).mul(1e-5), [[4]], { range: [11, 14] });
    checkGradients('i1', (x) => m.i1(x), [[6]], { range: [-3, 3] });
  });
});
