import { expect } from 'vitest';

/** The numbers of nested arrays, in order. */
export function flat(values: unknown): number[] {
  return Array.isArray(values) ? values.flatMap(flat) : [Number(values)];
}

/** How far apart two float32 computations of the same thing may be: |a − b| ≤ 1e-6 + 1e-5·|b|. */
export function expectClose(actual: unknown, expected: unknown, absolute = 1e-6, relative = 1e-5): void {
  const [a, b] = [flat(actual), flat(expected)];
  expect(a).toHaveLength(b.length);
  let worst = { excess: Number.NEGATIVE_INFINITY, text: '' };
  b.forEach((value, i) => {
    const got = a[i] as number;
    const excess = Object.is(got, value) ? 0 : Math.abs(got - value) - (absolute + relative * Math.abs(value));
    // NaN where a number is expected is the worst there is.
    const size = Number.isNaN(excess) ? Number.POSITIVE_INFINITY : excess;
    if (size > worst.excess) worst = { excess: size, text: `${got} for ${value} at ${i}` };
  });
  expect(worst.excess, worst.text).toBeLessThanOrEqual(0);
}
