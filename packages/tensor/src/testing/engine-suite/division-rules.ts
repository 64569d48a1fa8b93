import { floorDivide, remainder } from '../../ops/division.ts';
import { concat } from '../../ops/join.ts';
import { d, f, nan, type Rule } from './rule.ts';

const infinities = [Infinity, Infinity, -Infinity, -Infinity];

/** Quotients and remainders of floats, as NumPy has them. */
export const divisionRules: readonly Rule[] = [
  {
    name: 'floorDivide goes with the exact remainder',
    dtypes: [],
    compute: () => floorDivide(f(1, 1, -1, 6, -6, 0.3, 7), f(0.1, -0.1, 0.1, 3, 3, 0.1, -2)),
    expected: [9, -10, -10, 2, -2, 3, -4], // 0.1 and 0.3 as float32: a little more than a tenth, and than three of them
  },
  {
    name: 'floorDivide goes with the exact remainder in float64',
    dtypes: ['float64'],
    compute: () => floorDivide(d(1, 1, -1, 6, -6, 0.3, 1e17), d(0.1, -0.1, 0.1, 3, 3, 0.1, 7)),
    expected: [9, -10, -10, 2, -2, 2, 14285714285714286], // 0.3 is a little less than three of 0.1
  },
  {
    name: 'floorDivide of infinities, NaN and by 0',
    dtypes: [],
    compute: () =>
      floorDivide(f(-5, 5, -5, 5, Infinity, -Infinity, nan, 1, 1, -1, 0), f(...infinities, 1, 1, 1, nan, 0, 0, 0)),
    expected: [-1, 0, 0, -1, nan, nan, nan, nan, Infinity, -Infinity, nan],
  },
  {
    name: 'remainder of infinities, NaN and by 0',
    dtypes: [],
    compute: () =>
      remainder(f(-5, 5, -5, 5, Infinity, -Infinity, nan, 1, 1, -1, 0), f(...infinities, 1, 1, 1, nan, 0, 0, 0)),
    expected: [Infinity, 5, -5, -Infinity, nan, nan, nan, nan, nan, nan, nan],
  },
  {
    name: 'floorDivide and remainder: signs of 0',
    dtypes: [],
    compute: () =>
      concat([
        floorDivide(f(0, -0, 0, -0, 5, -5), f(5, 5, -5, -5, Infinity, -Infinity)).reciprocal(),
        remainder(f(0, -0, 6, -6), f(5, 5, -3, 3)).reciprocal(),
      ]),
    expected: [1, -1, -1, 1, 1, 1, 1, 1, -1, 1].map((sign) => sign * Infinity),
  },
];
