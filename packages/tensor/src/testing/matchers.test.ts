import { beforeAll, describe, expect, test } from 'vitest';
import { evalShape, referenceEngine, setEngine, tensor, Variable } from '../index.ts';
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

describe('toEqualTensor', () => {
  test('has no tolerance; NaN equals NaN, −0 equals 0', async () => {
    await expect(x()).toEqualTensor(x());
    await expect(tensor([0])).toEqualTensor([-0]);
    await expect(tensor([2n ** 62n])).toEqualTensor([2n ** 62n]);
    await expect(expect(tensor([1, 2])).toEqualTensor([1, 2.0000002])).rejects.toThrow(
      /^toEqualTensor: element \[1\] is 2, expected 2\.0000002$/,
    );
    await expect(expect(x()).toEqualTensor(x().cast('float64'))).rejects.toThrow('dtype float32 instead of float64');
  });
});

describe("the runner's own matchers, once ours are installed", () => {
  test('compare dtype, shape and elements', () => {
    expect(x()).toEqual(x());
    expect({ a: [x()] }).toStrictEqual({ a: [x()] });
    expect({ a: x(), b: 1 }).toMatchObject({ a: x() });
    expect(x()).not.toEqual(x().add(1e-6));
    expect(x()).not.toEqual(x().cast('float64'));
    expect(x()).not.toEqual(x().flatten());
    expect({ a: [x()] }).not.toStrictEqual({ a: [x().neg()] });
    expect({ a: x(), b: 1 }).not.toMatchObject({ a: x().neg() });
  });

  test('variables: name, trainable, and value', () => {
    expect(new Variable([1], { name: 'a' })).toEqual(new Variable([1], { name: 'a' }));
    expect(new Variable([1], { name: 'a' })).not.toEqual(new Variable([2], { name: 'a' }));
    expect(new Variable([1], { name: 'a' })).not.toEqual(new Variable([1], { name: 'b' }));
    expect(new Variable([1])).not.toEqual(new Variable([1], { trainable: false }));
  });

  test('what cannot be read equals nothing but itself', () => {
    const [a, b] = [tensor([1]), tensor([1])];
    a.dispose();
    expect(a).not.toEqual(b);
    expect(a).toEqual(a);
    const shape = { shape: [1], dtype: 'float32' } as const;
    evalShape((traced, other) => expect(traced).not.toEqual(other), shape, shape);
  });
});
