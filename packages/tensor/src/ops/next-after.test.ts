import { expect, test } from 'vitest';
import * as m from '../index.ts';

m.setEngine(m.referenceEngine());

/** The next number by its bits: those of numbers of one sign are in order. */
function byBits(x: number, y: number, double: boolean): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (x === y) return y;
  const view = new DataView(new ArrayBuffer(8));
  const get = () => (double ? view.getBigUint64(0) : BigInt(view.getUint32(0)));
  if (double) view.setFloat64(0, x);
  else view.setFloat32(0, x);
  const sign = 1n << (double ? 63n : 31n);
  const bits = get();
  let next = bits + (y > x === x > 0 ? 1n : -1n);
  if (x === 0) next = y > 0 ? 1n : sign | 1n;
  if (double) view.setBigUint64(0, next);
  else view.setUint32(0, Number(next));
  return double ? view.getFloat64(0) : view.getFloat32(0);
}

/** Numbers of all sizes, beside powers of 2, denormal ones and those where another formula takes over. */
function numbers(double: boolean): number[] {
  const [low, high] = double ? [-1074, 1023] : [-149, 127];
  const list = [0, -0, Infinity, -Infinity, Number.NaN, double ? Number.MAX_VALUE : 2 ** 128 - 2 ** 104];
  for (let exponent = low; exponent <= high; exponent++) {
    for (const factor of [1, 1.5, 1 + 2 ** -20, 2 - 2 ** -23])
      list.push(factor * 2 ** exponent, -factor * 2 ** exponent);
  }
  return double ? list : list.map(Math.fround);
}

test.each(['float32', 'float64'] as const)('nextAfter gives what the bits say, %s', async (dtype) => {
  const list = numbers(dtype === 'float64');
  const x = m.tensor(list, { dtype });
  for (const y of [Infinity, -Infinity, 0, -0, 1, Number.NaN]) {
    const next = Array.from((await m.nextAfter(x, y).data()) as Float64Array);
    expect(next).toEqual(list.map((value) => byBits(value, y, dtype === 'float64')));
  }
});

test('nextAfter broadcasts, and its gradient is 0', async () => {
  expect((await m.nextAfter(m.ones([2, 1]), m.zeros([3]))).shape).toEqual([2, 3]);
  const gradient = m.grad((x: m.Tensor) => m.nextAfter(x, 5).sum())(m.tensor([1, 2]));
  expect(await gradient.array()).toEqual([0, 0]);
});
