import { expect, test } from 'vitest';
import * as m from '../index.ts';

m.setEngine(m.referenceEngine());

test('tensor: shape and dtype follow from what is given', async () => {
  expect(m.tensor([[1, 2, 3]]).shape).toEqual([1, 3]);
  expect(m.tensor(5).shape).toEqual([]);
  expect(m.tensor([true]).dtype).toBe('bool');
  expect(m.tensor([1n]).dtype).toBe('int64');
  expect(m.tensor(new Float64Array(2)).dtype).toBe('float64');
  expect(await m.tensor(new Int32Array([1, 2, 3, 4]), { shape: [2, 2] }).array()).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(m.tensor([[], []]).shape).toEqual([2, 0]);
});

test('tensor: later changes of the array do not reach it', async () => {
  const given = new Float32Array([1, 2]);
  const x = m.tensor(given);
  given[0] = 9;
  expect(await x.array()).toEqual([1, 2]);
});

test('full, zeros, ones and their likes', async () => {
  const like = m.tensor([[1, 2]], { dtype: 'int32' });
  expect(await m.full([2], 2n ** 60n).array()).toEqual([2n ** 60n, 2n ** 60n]);
  expect(await m.full([], true).array()).toBe(true);
  expect(await m.zeros([0, 2]).array()).toEqual([]);
  expect(m.zerosLike(like).dtype).toBe('int32');
  expect(await m.onesLike(like, { dtype: 'float64' }).array()).toEqual([[1, 1]]);
  expect(await m.fullLike(like, -3).array()).toEqual([[-3, -3]]);
  expect(await m.scalar(7).item()).toBe(7);
});

test('arange counts as NumPy does', async () => {
  expect(await m.arange(2, 5).array()).toEqual([2, 3, 4]);
  expect(m.arange(3).dtype).toBe('int32');
  expect(m.arange(0, 1, 0.5).dtype).toBe('float32');
  expect(await m.arange(5, 0, -2).array()).toEqual([5, 3, 1]);
  expect(await m.arange(5, 0).array()).toEqual([]);
  expect(await m.arange(0, 3, 1, { dtype: 'int64' }).array()).toEqual([0n, 1n, 2n]);
});

test('linspace and logspace hit their ends exactly', async () => {
  const tenths = await m.linspace(0, 1, 11, { dtype: 'float64' }).data();
  expect(tenths[10]).toBe(1);
  expect(await m.linspace(0, 1, 4, { endpoint: false }).array()).toEqual([0, 0.25, 0.5, 0.75]);
  expect(await m.linspace(3, 9, 1).array()).toEqual([3]);
  expect(m.linspace(0, 1, 0).shape).toEqual([0]);
  expect(await m.logspace(0, 3, 4, { base: 2 }).array()).toEqual([1, 2, 4, 8]);
});

test('eye: rectangular, off the main diagonal, of bools', async () => {
  expect(await m.eye(2, { columns: 3, diagonal: 1 }).array()).toEqual([
    [0, 1, 0],
    [0, 0, 1],
  ]);
  expect(await m.eye(2, { diagonal: -1 }).array()).toEqual([
    [0, 0],
    [1, 0],
  ]);
  expect(await m.eye(2, { dtype: 'bool' }).array()).toEqual([
    [true, false],
    [false, true],
  ]);
});
