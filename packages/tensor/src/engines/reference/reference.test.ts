import { describe, expect, test } from 'vitest';
import * as T from '../../index.ts';
import { erf, erfInv } from './error-function.ts';

T.setEngine(T.referenceEngine());

describe('float64', () => {
  test('sums lose nothing to the order', async () => {
    // 1e16 + 1 is not a double: a plain sum from the left gives 0.
    expect(await T.sum(T.tensor(Float64Array.of(1e16, 1, -1e16))).item()).toBe(1);
    const columns = T.tensor(
      [
        [1e16, 1],
        [1, 1],
        [-1e16, 1],
      ],
      { dtype: 'float64' },
    );
    expect(await T.sum(columns, { axis: 0 }).array()).toEqual([1, 3]);
  });

  test('sums of infinities are infinite', async () => {
    expect(await T.sum(T.tensor([Infinity, 1])).item()).toBe(Infinity);
    expect(await T.sum(T.tensor([Infinity, -Infinity])).item()).toBeNaN();
  });
});

describe('erf and its inverse', () => {
  // Computed with mpmath in 40 digits.
  const known = [
    [1e-10, 1.1283791670955126e-10],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [2.9999, 0.9999778955735179],
    [3, 0.9999779095030014],
    [5, 0.9999999999984626],
  ] as const;

  test.each(known)('erf %d', (x, y) => {
    expect(Math.abs(erf(x) - y)).toBeLessThanOrEqual(1e-15 * y);
    expect(erf(-x)).toBe(-erf(x));
  });

  test('erfInv undoes erf', () => {
    for (const [x] of known.slice(0, 4)) expect(Math.abs(erfInv(erf(x)) - x)).toBeLessThanOrEqual(2e-14 * x);
    for (let y = -0.995; y < 1; y += 0.01) expect(Math.abs(erf(erfInv(y)) - y)).toBeLessThan(1e-15);
    expect([erfInv(1), erfInv(-1), erfInv(1.1), erfInv(0)]).toEqual([Infinity, -Infinity, Number.NaN, 0]);
  });
});

describe('int64', () => {
  const big = (...values: bigint[]) => T.tensor(BigInt64Array.from(values));

  test('keeps 64 bits and wraps', async () => {
    expect(
      await big(2n ** 62n)
        .add(big(2n ** 62n))
        .data(),
    ).toEqual(BigInt64Array.of(-(2n ** 63n)));
    expect(await big(3037000500n).mul(big(3037000500n)).data()).toEqual(
      BigInt64Array.of(3037000500n ** 2n - 2n ** 64n),
    );
    expect(await T.sum(big(2n ** 53n, 1n)).data()).toEqual(BigInt64Array.of(2n ** 53n + 1n));
    expect(await T.pow(big(3n), big(41n)).data()).toEqual(BigInt64Array.of(BigInt.asIntN(64, 3n ** 41n)));
  });

  test('divides to the floor', async () => {
    expect(await T.floorDivide(big(-7n, 7n, 7n), big(2n, -2n, 0n)).data()).toEqual(BigInt64Array.of(-4n, -4n, 0n));
    expect(await T.remainder(big(-7n, 7n, 7n), big(2n, -2n, 0n)).data()).toEqual(BigInt64Array.of(1n, -1n, 0n));
  });

  test('saturates when it comes from floats', async () => {
    expect(await T.cast(T.tensor([1e30, -1e30, Number.NaN, 2.9]), 'int64').data()).toEqual(
      BigInt64Array.of(2n ** 63n - 1n, -(2n ** 63n), 0n, 2n),
    );
  });
});

describe('indices outside of an axis', () => {
  const outside = T.tensor([0, 3], { dtype: 'int32' });

  test.each([
    ['gather', () => T.gather([1, 2, 3], outside)],
    ['scatterAdd', () => T.scatterAdd([1, 2, 3], outside, [1, 1])],
    ['takeAlongAxis', () => T.takeAlongAxis([1, 2, 3], outside)],
  ])('%s says which', (op, call) => {
    expect(call).toThrow(
      `${op}: an index is out of range. Got index 3 for axis 0 of size 3. Expected integers from 0 to 2.`,
    );
  });
});

test('a matrix product agrees with the plain definition where no size is a multiple of the block', async () => {
  const [m, k, n] = [7, 5, 9];
  const a = T.tensor(Array.from({ length: m * k }, (_, i) => ((i * 7) % 11) - 5)).reshape([m, k]);
  const b = T.tensor(Array.from({ length: k * n }, (_, i) => ((i * 5) % 13) - 6)).reshape([k, n]);
  const [x, y] = [await a.data(), await b.data()] as [Float32Array, Float32Array];
  const expected = Array.from({ length: m }, (_, i) =>
    Array.from({ length: n }, (_, j) => {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += x[i * k + l]! * y[l * n + j]!;
      return sum;
    }),
  );
  expect(await T.matmul(a, b).array()).toEqual(expected);
  expect(await T.matmul(T.transpose(a), b, { transposeA: true }).array()).toEqual(expected);
  expect(await T.matmul(T.transpose(a), T.transpose(b), { transposeA: true, transposeB: true }).array()).toEqual(
    expected,
  );
});
