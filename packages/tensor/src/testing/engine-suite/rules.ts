import type { DType } from '../../dtype.ts';
import { withEngine } from '../../engine/current.ts';
import type { Engine } from '../../engine/engine.ts';
import { cast } from '../../ops/cast.ts';
import { full, tensor } from '../../ops/create.ts';
import { cumProd } from '../../ops/cumulative.ts';
import { floorDivide, remainder } from '../../ops/division.ts';
import { maximum, minimum } from '../../ops/extrema.ts';
import { gather } from '../../ops/gather.ts';
import { hypot } from '../../ops/hypot.ts';
import { matmul } from '../../ops/matmul.ts';
import { argMax, argMin, max, min, prod, sum } from '../../ops/reduce.ts';
import { round } from '../../ops/rounding.ts';
import { softmax } from '../../ops/softmax.ts';
import { argsort, sort } from '../../ops/sort.ts';
import type { Tensor } from '../../tensor.ts';
import { differenceOf, toleranceOf } from '../compare.ts';
import { divisionRules } from './division-rules.ts';
import { integerRefusals, integerRules } from './integer-rules.ts';
import { lossRules } from './loss-rules.ts';
import { f, i, nan, type Rule } from './rule.ts';
import type { TestApi } from './run.ts';

const rules: readonly Rule[] = [
  {
    name: 'maximum: NaN wins on either side',
    dtypes: [],
    compute: () => maximum(f(nan, 1, 2), f(1, nan, 3)),
    expected: [nan, nan, 3],
  },
  {
    name: 'minimum: NaN wins on either side',
    dtypes: [],
    compute: () => minimum(f(nan, 1, 2), f(1, nan, 3)),
    expected: [nan, nan, 2],
  },
  {
    name: 'hypot: infinity wins, then NaN',
    dtypes: [],
    compute: () => hypot(f(Infinity, nan, nan, 0), f(nan, -Infinity, 1, 0)),
    expected: [Infinity, Infinity, nan, 0],
  },
  { name: 'max: NaN wins', dtypes: [], compute: () => max(f(1, nan, Infinity)), expected: [nan] },
  { name: 'min: NaN wins', dtypes: [], compute: () => min(f(-Infinity, nan, 1)), expected: [nan] },
  { name: 'argMax: the first NaN', dtypes: ['int32'], compute: () => argMax(f(5, nan, 9, nan)), expected: [1] },
  { name: 'argMin: the first NaN', dtypes: ['int32'], compute: () => argMin(f(5, nan, 1, nan)), expected: [1] },
  { name: 'argMax: the first of equals', dtypes: ['int32'], compute: () => argMax(f(1, 7, 7)), expected: [1] },
  { name: 'sum of nothing is 0', dtypes: [], compute: () => sum(tensor([])), expected: [0] },
  { name: 'prod of nothing is 1', dtypes: [], compute: () => prod(tensor([])), expected: [1] },
  {
    name: 'a million thirds sum to what they should',
    dtypes: [],
    compute: () => sum(full([1_000_000], 1 / 3)),
    expected: [333333.34326744], // 10⁶ · fround(1/3)
    tolerance: { rtol: 1e-5, atol: 0 },
  },
  {
    name: 'sort: NaN last',
    dtypes: ['int32'],
    compute: () => sort(f(nan, 2, -Infinity, 1)),
    expected: [-Infinity, 1, 2, nan],
  },
  {
    name: 'sort downwards: NaN last too',
    dtypes: ['int32'],
    compute: () => sort(f(nan, 2, -Infinity, 1), { descending: true }),
    expected: [2, 1, -Infinity, nan],
  },
  { name: 'sort is stable', dtypes: ['int32'], compute: () => argsort(f(2, 1, 2, 1)), expected: [1, 3, 0, 2] },
  {
    name: 'sort downwards is stable',
    dtypes: ['int32'],
    compute: () => argsort(f(2, 1, 2, 1), { descending: true }),
    expected: [0, 2, 1, 3],
  },
  {
    name: 'round: half to even',
    dtypes: [],
    compute: () => round(f(0.5, 1.5, 2.5, -0.5, -1.5)),
    expected: [0, 2, 2, 0, -2],
  },
  {
    name: 'remainder has the sign of the divisor',
    dtypes: [],
    compute: () => remainder(f(5, -5, 5, -5), f(3, 3, -3, -3)),
    expected: [2, 1, -1, -2],
  },
  {
    name: 'remainder of whole numbers by 0 is 0',
    dtypes: ['int32'],
    compute: () => remainder(i(5, -5), i(0, 3)),
    expected: [0, 1],
  },
  {
    name: 'remainder of bytes by the largest one',
    dtypes: ['uint8'],
    compute: () => remainder(tensor([24, 255], { dtype: 'uint8' }), tensor([255, 255], { dtype: 'uint8' })),
    expected: [24, 0],
  },
  {
    name: 'softmax of nothing is nothing',
    dtypes: [],
    compute: () => softmax(full([3, 0], 1)),
    expected: [],
  },
  {
    name: 'floorDivide of whole numbers',
    dtypes: ['int32'],
    compute: () => floorDivide(i(7, -7, 7, 5), i(2, 2, -2, 0)),
    expected: [3, -4, -4, 0],
  },
  {
    name: 'float to int32 drops the fraction, saturates, and takes NaN for 0',
    dtypes: ['int32'],
    compute: () => cast(f(1.9, -1.9, nan, 1e20, -1e20, Infinity), 'int32'),
    expected: [1, -1, 0, 2147483647, -2147483648, 2147483647],
  },
  {
    name: 'float to uint8 saturates',
    dtypes: ['uint8'],
    compute: () => cast(f(-3, 300, 254.9, nan), 'uint8'),
    expected: [0, 255, 254, 0],
  },
  {
    name: 'int32 to int8 wraps',
    dtypes: ['int32', 'int8'],
    compute: () => cast(i(128, -129, 300), 'int8'),
    expected: [-128, 127, 44],
  },
  { name: 'NaN is true', dtypes: ['bool'], compute: () => cast(f(nan, 0, -0, 0.1), 'bool'), expected: [1, 0, 0, 1] },
  {
    name: 'products of int32 wrap',
    dtypes: ['int32'],
    compute: () => i(123456789, 65536).mul(i(987654321, 65536)),
    expected: [-67153019, 0],
  },
  { name: 'int32 wraps at its end', dtypes: ['int32'], compute: () => i(2147483647).add(1), expected: [-2147483648] },
  {
    name: 'a matrix product of int32 is exact',
    dtypes: ['int32'],
    compute: () => matmul(tensor([[16777217, 1]], { dtype: 'int32' }), tensor([[1], [1]], { dtype: 'int32' })),
    expected: [16777218],
  },
  {
    name: 'cumProd: exclusive begins with 1',
    dtypes: [],
    compute: () => cumProd(f(2, 0, 3), { axis: 0, exclusive: true }),
    expected: [1, 2, 0],
  },
  {
    name: 'a matrix product over nothing is 0',
    dtypes: [],
    compute: () => matmul(full([2, 0], 1), full([0, 2], 1)),
    expected: [0, 0, 0, 0],
  },
];

/** The contract's rules for awkward input. */
export function ruleTests(engine: Engine, { describe, test }: TestApi): void {
  const holds = (dtypes: readonly DType[]) =>
    ['float32' as const, ...dtypes].every((dtype) => engine.dtypes.has(dtype));
  describe('rules', () => {
    for (const { name, dtypes, compute, expected, tolerance } of [
      ...rules,
      ...divisionRules,
      ...integerRules,
      ...lossRules,
    ]) {
      if (!holds(dtypes)) continue;
      test(name, async () => {
        const y = withEngine(engine, compute);
        const wrong = differenceOf(await y.data(), expected, [expected.length], toleranceOf(y.dtype, tolerance));
        if (wrong !== undefined) throw new Error(`${name}: ${wrong}`);
      });
    }
    for (const { name, dtypes, compute, error, message } of integerRefusals) {
      if (!holds(dtypes) || engine.immediate !== true) continue;
      test(`${name} is refused`, () => {
        let y: Tensor;
        try {
          y = withEngine(engine, compute);
        } catch (thrown) {
          if ((thrown as Error).name === error && (thrown as Error).message.includes(message)) return;
          throw thrown;
        }
        throw new Error(`${name}: got a result of ${y.dtype}, expected ${error}`);
      });
    }
    test('an index out of range throws, or takes the nearest', async () => {
      let numbers: ArrayLike<number | bigint>;
      try {
        numbers = await withEngine(engine, () => gather(f(1, 2, 3), i(5, -1))).data();
      } catch (error) {
        if ((error as Error).name === 'ArgumentError') return;
        throw error;
      }
      const wrong = differenceOf(numbers, [3, 1], [2], { rtol: 0, atol: 0 });
      if (wrong !== undefined) throw new Error(`gather: ${wrong}`);
    });
  });
}
