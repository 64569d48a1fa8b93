import { describe, expect, test } from 'vitest';
import { type DType, dtypes, promote } from './index.ts';

/** The whole table, row by row in the order of `dtypes`; letters: b bool, u uint8, c int8, i int32, l int64, h float16, g bfloat16, f float32, d float64. */
const letters: Record<string, DType> = Object.fromEntries(
  [...'bucilhgfd'].map((letter, i) => [letter, dtypes[i] as DType]),
);
const table = [
  'bucilhgfd',
  'uuiilhgfd',
  'cicilhgfd',
  'iiiilhgfd',
  'llllLhgfd'.toLowerCase(),
  'hhhhhhffd',
  'gggggfgfd',
  'ffffffffd',
  'ddddddddd',
];

describe('promote', () => {
  test('follows the table', () => {
    dtypes.forEach((a, row) => {
      dtypes.forEach((b, column) => {
        expect(promote(a, b), `${a} with ${b}`).toBe(letters[(table[row] as string)[column] as string]);
      });
    });
  });

  test('does not depend on the order', () => {
    for (const a of dtypes) for (const b of dtypes) expect(promote(a, b)).toBe(promote(b, a));
  });
});
