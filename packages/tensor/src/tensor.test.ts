import { beforeEach, describe, expect, test } from 'vitest';
import { add, div, memory, mul, referenceEngine, setEngine, tensor } from './index.ts';
import { nestedDType } from './nested.ts';

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

  test('elements that differ have the dtype to which all promote', async () => {
    const mixed = [
      [true, 2],
      [2, true],
      [[1n], [2]],
      [[false], [3n]],
      [[], []],
      [[1n], []],
    ] as const;
    expect(mixed.map((values) => nestedDType('test', values))).toEqual([
      'float32',
      'float32',
      'float32',
      'int64',
      'float32',
      'int64',
    ]);
    expect(await tensor([true, 2]).array()).toEqual([1, 2]);
    expect(await tensor([false, true, 7n]).array()).toEqual([0n, 1n, 7n]);
    expect(await add(tensor([1, 2]), [true, 2]).array()).toEqual([2, 4]);
  });

  test('typed arrays stand for rows', async () => {
    const x = tensor([Int32Array.of(1, 2), Int32Array.of(3, 4)]);
    expect([x.shape, x.dtype]).toEqual([[2, 2], 'int32']);
    expect(await x.array()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(tensor([[BigInt64Array.of(1n)], [BigInt64Array.of(2n)]]).shape).toEqual([2, 1, 1]);
    expect(tensor([Uint8Array.of(1), Int8Array.of(-1)]).dtype).toBe('int32');
    const wide = tensor([[1, 2], Float64Array.of(0.1, 3)]);
    expect([wide.dtype, (await wide.data())[2]]).toEqual(['float64', 0.1]);
    expect(await tensor([Uint8Array.of(0, 2)], { dtype: 'bool' }).array()).toEqual([[false, true]]);
    expect(await tensor([Float32Array.of(1 / 3)], { dtype: 'float16' }).data()).toEqual(
      Float32Array.of(0.333251953125),
    );
    expect(await mul([Float32Array.of(1, 2)], 2).array()).toEqual([[2, 4]]);
  });

  test('typed arrays that cannot be rows are refused', () => {
    expect(() => tensor([Int32Array.of(1, 2), Int32Array.of(3)])).toThrow(
      'tensor: nested arrays are ragged. Got 1 values on axis 1. Expected 2 everywhere on that axis',
    );
    expect(() => tensor([Float32Array.of(0.5)], { dtype: 'int32' })).toThrow('a value does not fit int32. Got 0.5.');
    const uint16 = [Uint16Array.of(1)] as unknown as Uint8Array[];
    for (const options of [{}, { dtype: 'float32' } as const]) {
      expect(() => tensor(uint16, options)).toThrow('tensor: no dtype belongs to this typed array. Got Uint16Array.');
    }
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
      "mul: a fraction does not fit int32. Got 0.5. Expected an integer beside an integer tensor. Cast the tensor first: x.cast('float32').",
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

  test('item of int64 is a number where one is equal', async () => {
    const ends = [2n ** 53n, -(2n ** 53n), 2n ** 62n];
    for (const value of ends) expect(await tensor([value]).item()).toBe(Number(value));
    await expect(tensor([2n ** 53n + 1n]).item()).rejects.toThrow(
      'item: no number is equal to the element. Got the int64 9007199254740993. Expected an integer that float64 represents exactly, such as any within ±2⁵³. Read it as a bigint: (await x.data())[0].',
    );
    expect(await tensor([2n ** 53n + 1n]).array()).toEqual([2n ** 53n + 1n]);
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
