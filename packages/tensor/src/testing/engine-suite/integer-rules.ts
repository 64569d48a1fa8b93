import type { DType } from '../../dtype.ts';
import { relu } from '../../ops/activations.ts';
import { add, mul, sub } from '../../ops/arithmetic.ts';
import { tensor, zeros } from '../../ops/create.ts';
import { softmaxCrossEntropy } from '../../ops/cross-entropy.ts';
import { dynamicSlice, dynamicUpdateSlice } from '../../ops/dynamic-slice.ts';
import { pow } from '../../ops/exponential.ts';
import { gather, scatterAdd, scatterAddAlongAxis, takeAlongAxis } from '../../ops/gather.ts';
import { concat } from '../../ops/join.ts';
import { oneHot } from '../../ops/one-hot.ts';
import { gatherND, segmentSum } from '../../ops/segment.ts';
import { clip } from '../../ops/where.ts';
import type { Tensor } from '../../tensor.ts';
import type { Refusal, Rule } from './rule.ts';

const of = (dtype: DType) => (values: readonly (number | bigint)[]) => tensor(values, { dtype });
const [int8, uint8, int32, int64] = [of('int8'), of('uint8'), of('int32'), of('int64')];
const bool = (...values: readonly boolean[]) => tensor(values);
const ends = [2 ** 31 - 1, -(2 ** 31)];
const wideEnds = [2n ** 63n - 1n, -(2n ** 63n)];

/** How integers and bools are computed. */
export const integerRules: readonly Rule[] = [
  ...(['int8', 'int32', 'int64'] as const).map((dtype) => ({
    name: `integers to negative powers are truncated, ${dtype}`,
    dtypes: [dtype],
    compute: () => pow(of(dtype)([2, 1, 1, -1, -1, 0, -3, 5]), of(dtype)([-1, -3, -4, -3, -2, -1, -1, -100])),
    expected: [0, 1, 1, -1, 1, 0, 0, 0],
  })),
  {
    name: 'integers to a negative number',
    dtypes: ['int32'],
    compute: () => pow(int32([2, 1, -1, 0]), -3),
    expected: [0, 1, -1, 0],
  },
  {
    name: 'integers to the least power',
    dtypes: ['int32'],
    compute: () => pow(int32([1, -1, 2]), int32([-(2 ** 31), -(2 ** 31), -(2 ** 31)])),
    expected: [1, 1, 0],
  },
  {
    name: 'bools to powers are int32 beside a number',
    dtypes: ['int32', 'bool'],
    compute: () => pow(bool(true, false), 2),
    expected: [1, 0],
  },
  {
    name: 'the sum of bools is whether either is true',
    dtypes: ['bool'],
    compute: () => add(bool(true, true, false, false), bool(true, false, true, false)),
    expected: [1, 1, 1, 0],
  },
  {
    name: 'the product of bools is whether both are true',
    dtypes: ['bool'],
    compute: () => mul(bool(true, true, false, false), bool(true, false, true, false)),
    expected: [1, 0, 0, 0],
  },
  {
    name: 'bools are numbers beside a number',
    dtypes: ['bool', 'int32'],
    compute: () => add(bool(true, false), 1),
    expected: [2, 1],
  },
  {
    name: 'scatterAdd of bools is whether any is true',
    dtypes: ['bool', 'int32'],
    compute: () => scatterAdd(bool(true, false, false), [0, 1, 1], bool(true, true, true)),
    expected: [1, 1, 0],
  },
  {
    name: 'scatterAddAlongAxis of bools is whether any is true',
    dtypes: ['bool', 'int32'],
    compute: () => scatterAddAlongAxis(bool(true, false, false), [0, 1, 1], bool(true, true, true)),
    expected: [1, 1, 0],
  },
  {
    name: 'segmentSum counts bools',
    dtypes: ['bool', 'int32'],
    compute: () => segmentSum(bool(true, true, false), [1, 1, 0], { numSegments: 2 }),
    expected: [0, 2],
  },
  {
    name: 'clip: bounds beyond the dtype are its ends',
    dtypes: ['uint8'],
    compute: () => clip(uint8([0, 7, 255]), -5, 300),
    expected: [0, 7, 255],
  },
  {
    name: 'clip: both bounds beyond the dtype',
    dtypes: ['uint8'],
    compute: () => clip(uint8([0, 7]), 300, 400),
    expected: [255, 255],
  },
  {
    name: 'clip of int8: one bound, beyond the dtype',
    dtypes: ['int8'],
    compute: () => clip(int8([-128, 7, 127]), -1e10, Infinity),
    expected: [-128, 7, 127],
  },
  {
    name: 'clip of int64: bounds beyond safe integers',
    dtypes: ['int64'],
    compute: () => clip(int64([...wideEnds, 3]), -(2 ** 60), 1e30).equal(int64([2n ** 63n - 1n, -(2n ** 60n), 3])),
    expected: [1, 1, 1],
  },
  {
    name: 'relu: maxValue beyond the dtype',
    dtypes: ['uint8'],
    compute: () => relu(uint8([0, 255]), { maxValue: 300 }),
    expected: [0, 255],
  },
  {
    name: 'relu of integers keeps the dtype: negativeSlope',
    dtypes: ['int32'],
    compute: () => relu(int32([-2, 3]), { negativeSlope: 2, maxValue: 2 }),
    expected: [-4, 2],
  },
  {
    name: 'dynamicSlice: starts beyond int32 are held within bounds',
    dtypes: ['int64'],
    compute: () => dynamicSlice([1, 2, 3, 4], int64([2n ** 32n]), [2]),
    expected: [3, 4],
  },
  {
    name: 'dynamicUpdateSlice: starts beyond int32 are held within bounds',
    dtypes: ['int64'],
    compute: () => dynamicUpdateSlice([1, 2, 3], [9], int64([-(2n ** 32n) + 1n])),
    expected: [9, 2, 3],
  },
  {
    name: 'oneHot: a class beyond int32 is none',
    dtypes: ['int64'],
    compute: () => oneHot(int64([2n ** 32n, 1]), 2),
    expected: [0, 0, 0, 1],
  },
  {
    name: 'softmaxCrossEntropy: a class beyond int32 is none',
    dtypes: ['int64'],
    compute: () => softmaxCrossEntropy(zeros([3, 2]), int64([2n ** 32n, -(2n ** 32n), 0])),
    expected: [0, 0, Math.LN2],
  },
];

const indexing: readonly (readonly [name: string, compute: (index: Tensor) => Tensor])[] = [
  ['gather', (index) => gather([10, 20], index)],
  ['takeAlongAxis', (index) => takeAlongAxis([10, 20], index)],
  ['scatterAdd', (index) => scatterAdd([10, 20], index, [1])],
  ['scatterAddAlongAxis', (index) => scatterAddAlongAxis([10, 20], index, [1])],
  ['segmentSum', (index) => segmentSum([10], index, { numSegments: 2 })],
  ['gatherND', (index) => gatherND([10, 20], index)],
  ['gatherND', (index) => gatherND([[10, 20]], concat([int64([0]), index]))],
];

/** What is refused by engines that see elements at once. */
export const integerRefusals: readonly Refusal[] = [
  ...indexing.flatMap(([op, compute]) =>
    [2n ** 32n, -(2n ** 32n), 2n, 2n ** 63n - 1n].map(
      (index): Refusal => ({
        name: `${op}: index ${index} of int64`,
        dtypes: ['int64'],
        compute: () => compute(int64([index])),
        error: 'ArgumentError',
        message: `${op}: an index`,
      }),
    ),
  ),
  ...ends.map(
    (index): Refusal => ({
      name: `gatherND: index ${index}, beside one that is within its axis`,
      dtypes: ['int32'],
      compute: () => gatherND(zeros([2, 2]), int32([0, index])),
      error: 'ArgumentError',
      message: 'gatherND: an index',
    }),
  ),
  {
    name: 'gatherND: an index that lies in the next row',
    dtypes: ['int32'],
    compute: () => gatherND(zeros([2, 2]), int32([0, 3])),
    error: 'ArgumentError',
    message: 'gatherND: an index',
  },
  ...[
    { name: 'clip', compute: () => clip(int32([0]), 0.5, 1.5) },
    { name: 'clip of int64', compute: () => clip(int64([0]), -Infinity, 0.5) },
    { name: 'relu: maxValue', compute: () => relu(int32([0]), { maxValue: 0.5 }) },
    { name: 'relu: threshold', compute: () => relu(int32([0]), { threshold: 0.5 }) },
    { name: 'relu: negativeSlope', compute: () => relu(int32([0]), { negativeSlope: 0.5 }) },
  ].map(
    (call): Refusal => ({
      ...call,
      name: `a fraction beside integers: ${call.name}`,
      dtypes: ['int32', 'int64'],
      error: 'DTypeError',
      message: "x.cast('float32')",
    }),
  ),
  {
    name: 'the difference of bools',
    dtypes: ['bool'],
    compute: () => sub(bool(true), bool(true)),
    error: 'DTypeError',
    message: "sub: two bools have no difference. Expected a float or integer operand. Cast first: x.cast('int32')",
  },
];
