import { expect, test } from 'vitest';
import * as m from '../index.ts';
import { referenceEngine, setEngine, tensor } from '../index.ts';

setEngine(referenceEngine());

// float64, in which the engine suite has nothing wider to compare with: what is known of sizes that scale.
const wide = (...values: number[]) => tensor(Float64Array.from(values));

/** A function's gradients where all gradients of its results are 1. */
async function slopes(of: (...x: m.Tensor[]) => m.Tensor, ...inputs: m.Tensor[]): Promise<number[][]> {
  const { value, pull } = m.vjp(of, ...inputs);
  return Promise.all(pull(m.onesLike(value)).map((slope) => slope.array() as Promise<number[]>));
}

/** Asserts that numbers are others but for a few roundings. */
function expectNear(actual: unknown, expected: readonly unknown[]): void {
  const [a, b] = [[actual], [expected]].map((lists) => lists.flat(9) as number[]) as [number[], number[]];
  expect(a).toHaveLength(b.length);
  a.forEach((x, i) => {
    expect(Math.abs(x - (b[i] as number))).toBeLessThanOrEqual(8 * 2 ** -52 * Math.abs(b[i] as number));
  });
}

test('div: the gradient of the divisor does not square it', async () => {
  const [da, db] = await slopes(m.div, wide(1e200, 3e-200, 1), wide(1e200, 1e-200, 1e100));
  expect(da).toEqual([1e-200, 1e200, 1e-100]);
  expect(db).toEqual([-1e-200, -3e200, -1e-200]);
});

test('hypot: sides of any size, at 0, and beside NaN', async () => {
  expectNear(await m.hypot(wide(3e200, 3e-200, 0), wide(4e200, 4e-200, 0)).array(), [5e200, 5e-200, 0]);
  const beside = await m.hypot([Infinity, Number.NaN, Number.NaN, Number.NaN], [Number.NaN, -Infinity, 1, 0]).array();
  expect(beside).toEqual([Infinity, Infinity, Number.NaN, Number.NaN]);
  const [da, db] = await slopes(m.hypot, wide(3e200, 3e-200, 0, -5), wide(4e200, 4e-200, 0, 0));
  expectNear(da, [0.6, 0.6, 0, -1]);
  expectNear(db, [0.8, 0.8, 0, 0]);
});

test('atan2: points at any distance, and the origin', async () => {
  const [da, db] = await slopes(m.atan2, wide(3e200, 3e-200, 3, 0), wide(4e200, 4e-200, 4, 0));
  expectNear(da, [1.6e-201, 1.6e199, 0.16, 0]);
  expectNear(db, [-1.2e-201, -1.2e199, -0.12, 0]);
});

test('norm and std: their gradients are 0 where they are 0', async () => {
  expect(await slopes((x) => m.norm(x), wide(0, 0))).toEqual([[0, 0]]);
  expect(await slopes((x) => m.norm(x, { order: 3 }), wide(0, 0))).toEqual([[0, 0]]);
  expect(await slopes((x) => m.std(x), wide(7, 7, 7))).toEqual([[0, 0, 0]]);
  expectNear(await slopes((x) => m.std(x, { axis: 1 }), wide(7, 7, 1, 3).reshape([2, 2])), [0, 0, -0.5, 0.5]);
});

test('norm and std: numbers of any size', async () => {
  expectNear(await m.norm(wide(3e200, 4e200)).item(), [5e200]);
  expectNear(await m.std(wide(1e-200, 3e-200)).item(), [1e-200]);
  expectNear(await slopes((x) => m.norm(x), wide(3e-200, 4e-200)), [0.6, 0.8]);
  expectNear(await slopes((x) => m.std(x), wide(1e200, 3e200)), [-0.5, 0.5]);
});

test('norm and std of nothing, of NaN and of infinity', async () => {
  expect(await m.norm(tensor([])).item()).toBe(0);
  expect(await m.std(tensor([])).item()).toBeNaN();
  expect(await m.norm([1, NaN]).item()).toBeNaN();
  expect(await m.norm([1, -Infinity]).item()).toBe(Infinity);
  expect(await m.std([1], { correction: 1 }).item()).toBeNaN();
});

test('logSumExp of −∞ alone: −∞, and no gradient', async () => {
  expect(await m.logSumExp([-Infinity, -Infinity]).item()).toBe(-Infinity);
  expect(await slopes((x) => m.logSumExp(x), wide(-Infinity, -Infinity))).toEqual([[0, 0]]);
  expect(await slopes((x) => m.logSumExp(x), wide(-Infinity, 0))).toEqual([[0, 1]]);
});
