import { beforeAll, describe, expect, test } from 'vitest';
import { referenceEngine, setEngine, tensor } from '../index.ts';
import { installMatchers } from './matchers.ts';

beforeAll(() => {
  installMatchers(expect);
  setEngine(referenceEngine());
});

const x = () =>
  tensor([
    [1, 2],
    [3, Number.NaN],
  ]);

describe('toBeCloseToTensor', () => {
  test('takes nested arrays and tensors, within the tolerance, NaN equal to NaN', async () => {
    await expect(x()).toBeCloseToTensor([
      [1, 2.000001],
      [3, Number.NaN],
    ]);
    await expect(x()).toBeCloseToTensor(x());
    await expect(x()).toBeCloseToTensor(x().add(0.01), { atol: 0.02 });
    await expect(tensor([Infinity])).toBeCloseToTensor([Infinity]);
    await expect(tensor([true, false])).toBeCloseToTensor([true, false]);
  });

  test('names the first index that differs', async () => {
    const wrong = [
      [1, 2],
      [4, 0],
    ];
    await expect(expect(x()).toBeCloseToTensor(wrong)).rejects.toThrow(
      'element [1, 0] is 3, expected 4 within 0.000001 + 0.00001 · |expected| (2 of 4 elements differ)',
    );
  });

  test('looks at shape and dtype', async () => {
    await expect(expect(x()).toBeCloseToTensor([1, 2])).rejects.toThrow('shape [2, 2] instead of [2]');
    await expect(expect(tensor([1])).toBeCloseToTensor(tensor([1], { dtype: 'int32' }))).rejects.toThrow(
      'dtype float32 instead of int32',
    );
  });

  test('infinities are equal only to themselves', async () => {
    await expect(expect(tensor([Infinity])).toBeCloseToTensor([-Infinity])).rejects.toThrow('element [0] is Infinity');
    await expect(expect(tensor([1e30])).toBeCloseToTensor([Infinity])).rejects.toThrow('expected Infinity');
  });

  test('not: fails where nothing differs', async () => {
    await expect(x()).not.toBeCloseToTensor([
      [1, 2],
      [3, 4],
    ]);
    await expect(expect(x()).not.toBeCloseToTensor(x())).rejects.toThrow('no element differs');
  });
});
