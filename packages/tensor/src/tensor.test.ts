import { beforeEach, describe, expect, test } from 'vitest';
import { add, div, memory, mul, referenceEngine, setEngine, tensor } from './index.ts';

beforeEach(() => setEngine(referenceEngine()));

describe('making tensors', () => {
  test('nested arrays give shape and dtype', async () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect([x.shape, x.dtype, x.rank, x.size]).toEqual([[2, 3], 'float32', 2, 6]);
    expect(await x.array()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  test('booleans, bigints and typed arrays keep their kind', async () => {
    expect(await tensor([true, false]).array()).toEqual([true, false]);
    expect(await tensor([2n ** 40n]).data()).toEqual(BigInt64Array.of(2n ** 40n));
    expect(tensor(Float64Array.of(1, 2)).dtype).toBe('float64');
    expect(tensor(Uint8Array.of(1, 2)).dtype).toBe('uint8');
  });

  test('the given array is copied', async () => {
    const data = Float32Array.of(1, 2);
    const x = tensor(data);
    data[0] = 9;
    expect(await x.array()).toEqual([1, 2]);
  });

  test('empty ones have their shape', async () => {
    const x = tensor([[], []]);
    expect(x.shape).toEqual([2, 0]);
    expect(await x.array()).toEqual([[], []]);
  });

  test('ragged rows are refused', () => {
    expect(() => tensor([[1, 2], [3]])).toThrow(
      'tensor: nested arrays are ragged. Got 1 values on axis 1. Expected 2 everywhere on that axis, as in the first (shape [2, 2]).',
    );
  });

  test('values that do not fit an integer dtype are refused', () => {
    expect(() => tensor([1.5], { dtype: 'int32' })).toThrow(/a value does not fit int32. Got 1.5/);
    expect(() => tensor([256], { dtype: 'uint8' })).toThrow(/a value does not fit uint8. Got 256/);
    expect(() => tensor([Number.NaN], { dtype: 'int8' })).toThrow(/does not fit int8/);
  });

  test('half types round what they are given, are read as float32, and take two bytes', async () => {
    const before = memory().bytes;
    const x = tensor([1, 1 / 3, 1e6], { dtype: 'float16' });
    expect(memory().bytes - before).toBe(6);
    expect(await x.data()).toEqual(Float32Array.of(1, 0.333251953125, Infinity));
    expect(tensor(Float32Array.of(1 / 3), { dtype: 'bfloat16' }).dataSync()).toEqual(Float32Array.of(0.333984375));
    expect(tensor(Int32Array.of(2049), { dtype: 'float16' }).dataSync()).toEqual(Float32Array.of(2048));
  });
});

describe('numbers beside tensors', () => {
  test('take the dtype of the tensor', () => {
    expect(add(tensor([1], { dtype: 'int32' }), 2).dtype).toBe('int32');
    expect(mul(2, tensor(Float64Array.of(1))).dtype).toBe('float64');
  });

  test('fractions beside whole numbers are refused with the way out', () => {
    expect(() => mul(tensor([1], { dtype: 'int32' }), 0.5)).toThrow(
      "mul: a fraction does not fit int32. Got 0.5. Expected a whole number beside an integer tensor. Cast the tensor first: x.cast('float32').",
    );
  });

  test('division of whole numbers is that of float32', async () => {
    const y = div(tensor([1, 2], { dtype: 'int32' }), 4);
    expect(y.dtype).toBe('float32');
    expect(await y.array()).toEqual([0.25, 0.5]);
    expect(div(tensor([1], { dtype: 'int64' }), tensor([2], { dtype: 'int32' })).dtype).toBe('float32');
  });
});

describe('reading', () => {
  test('item wants exactly one element', async () => {
    await expect(tensor([1, 2]).item()).rejects.toThrow(
      'item: the tensor does not have exactly one element. Got shape [2].',
    );
  });

  test('to another engine copies, and mixing two is refused', async () => {
    const other = referenceEngine();
    const x = tensor([1, 2]);
    const y = await x.to(other);
    expect(await y.array()).toEqual([1, 2]);
    expect(() => add(x, y)).toThrow(/the inputs belong to different engines/);
  });
});

test('methods are the operations of the same names', () => {
  const x = tensor([[0.5, 2]]);
  // The list is fixed: a method that is added or lost shows here.
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(x)).filter((name) => name !== 'constructor');
  expect(methods.sort().join(' ')).toMatchInlineSnapshot(
    `"abs add alias argMax argMin array broadcastTo cast clip cos data dataSync describe dispose div engine equal exp expandDims flatten gather greater greaterEqual isDisposed item less lessEqual log matmul max maximum mean min minimum mul neg notEqual pow prod rank reciprocal relu reshape sigmoid sign sin size slice softmax sqrt square squeeze storage sub sum tanh to transpose"`,
  );
});
