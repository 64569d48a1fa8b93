import { expect, test } from 'vitest';
import fixture from '../../fixtures/indexing.json' with { type: 'json' };
import * as operations from '../index.ts';
import {
  argsort,
  dynamicSlice,
  dynamicUpdateSlice,
  gather,
  gatherND,
  oneHot,
  ones,
  referenceEngine,
  scatterAdd,
  scatterAddAlongAxis,
  segmentSum,
  setEngine,
  sort,
  takeAlongAxis,
  tensor,
  topK,
  zeros,
} from '../index.ts';
import { againstTorch } from '../testing/against-torch.ts';
import { checkGradients } from '../testing/check-gradients.ts';
import type { Fixture } from '../testing/fixture.ts';
import { installMatchers } from '../testing/matchers.ts';

installMatchers(expect);
setEngine(referenceEngine());

againstTorch('looking up, adding at indices, sorting', fixture as Fixture, {
  ...operations,
  topK: (x: operations.Tensor, k: number) => Object.values(topK(x, k)),
});

const whole = (values: number[] | number[][]) => tensor(values, { dtype: 'int32' });

test('looking up and adding at indices: gradients', () => {
  checkGradients('gather', (x) => gather(x.square(), whole([2, 0, 2]), { axis: 1 }), [[2, 3]]);
  checkGradients('scatterAdd', (x, u) => scatterAdd(x, whole([1, 1]), u).square(), [
    [3, 2],
    [2, 2],
  ]);
  checkGradients(
    'takeAlongAxis',
    (x) =>
      takeAlongAxis(
        x.square(),
        whole([
          [2, 0],
          [1, 1],
        ]),
      ),
    [[2, 3]],
  );
  checkGradients(
    'scatterAddAlongAxis',
    (x, u) =>
      scatterAddAlongAxis(
        x,
        whole([
          [2, 2],
          [1, 0],
        ]),
        u,
      ).square(),
    [
      [2, 3],
      [2, 2],
    ],
  );
  checkGradients('segmentSum', (x) => segmentSum(x, whole([1, 0, 1]), { numSegments: 3 }).square(), [[3, 2]]);
  checkGradients(
    'gatherND',
    (x) =>
      gatherND(
        x.square(),
        whole([
          [1, 2],
          [0, 0],
        ]),
      ),
    [[2, 3]],
  );
});

test('sorting: gradients', () => {
  checkGradients('sort', (x) => sort(x.square(), { axis: 0, descending: true }), [[4, 2]]);
  checkGradients('topK', (x) => topK(x.mul(x), 2).values, [[2, 4]]);
});

test('dynamic slices: gradients', () => {
  checkGradients('dynamicSlice', (x) => dynamicSlice(x.square(), [1, 0], [2, 2]), [[3, 3]]);
  checkGradients('dynamicUpdateSlice', (x, u) => dynamicUpdateSlice(x, u, [1, 1]).square(), [
    [3, 3],
    [2, 1],
  ]);
});

test('sort: NaN comes last either way, and equals keep their order', async () => {
  const x = tensor([2, Number.NaN, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  expect(await argsort(x).array()).toEqual([4, 2, 0, 3, 1]);
  expect(await argsort(x, { descending: true }).array()).toEqual([3, 0, 2, 4, 1]);
  expect(await argsort([1, 0, 1, 0], { descending: true }).array()).toEqual([0, 2, 1, 3]);
  expect(await topK([1, 2, 2, 1], 3).indices.array()).toEqual([1, 2, 0]);
});

test('sort: the result is the input in the order of argsort, for many elements too', async () => {
  const x = operations.normal([40, 500]);
  await expect(takeAlongAxis(x, argsort(x))).toBeCloseToTensor(sort(x), { rtol: 0, atol: 0 });
  const data = sort(x).dataSync();
  for (let i = 1; i < data.length; i++) if (i % 500 !== 0) expect(data[i]! >= data[i - 1]!).toBe(true);
});

test('oneHot gives zeros for classes that do not exist', async () => {
  expect(await oneHot([-1, 2, 1], 2).array()).toEqual([
    [0, 0],
    [0, 0],
    [0, 1],
  ]);
  expect(oneHot(zeros([0], { dtype: 'int32' }), 3).shape).toEqual([0, 3]);
});

test('an index outside of the axis is refused by the engine that sees it', () => {
  for (const index of [3, -1]) {
    expect(() => gather([1, 2, 3], whole([index]))).toThrow('gather');
    expect(() => takeAlongAxis([1, 2, 3], whole([index]))).toThrow('takeAlongAxis');
    expect(() => scatterAdd([1, 2, 3], whole([index]), [1])).toThrow('scatterAdd');
  }
});

test.each([
  [() => gather(ones([2]), 0, { axis: 1 }), 'gather: axis does not exist.'],
  [() => gather(ones([2]), ones([1])), 'gather: the indices are not integers. Got float32. Expected an integer dtype.'],
  [() => gather(ones([]), 0), 'gather: axis does not exist.'],
  [
    () => scatterAdd(zeros([3, 2]), [0], ones([2, 2])),
    'scatterAdd: the updates do not fit the indices. Got updates of [2, 2]. Expected [1, 2], or a shape that broadcasts to it.',
  ],
  [
    () => takeAlongAxis(ones([2, 3]), [0]),
    'takeAlongAxis: x and indices differ in rank. Got x [2, 3] and indices [1]. Expected indices of rank 2.',
  ],
  [() => takeAlongAxis(ones([2, 3]), [[0], [0], [0]]), 'takeAlongAxis: shapes do not broadcast.'],
  [
    () => topK(ones([3]), 4),
    'topK: there are no k largest elements. Got k 4 for shape [3]. Expected a whole number from 0 to 3.',
  ],
  [() => topK(1, 1), 'topK: x is a scalar. Expected at least one axis.'],
  [() => sort(1), 'sort: axis does not exist.'],
  [() => oneHot([0], 2.5), 'oneHot: numClasses is not a number of classes. Got 2.5.'],
  [() => segmentSum(ones([3]), [0, 1], { numSegments: 2 }), 'segmentSum: there is not one id for each slice.'],
  [() => gatherND(ones([3]), [[0, 0]]), 'gatherND: the places have more indices than x has axes.'],
  [
    () => dynamicSlice(ones([3]), [0], [4]),
    'dynamicSlice: the box does not fit into x. Got a box of [4] for x of [3]. Expected a size for each axis, none larger than x has.',
  ],
  [() => dynamicSlice(ones([3]), [0, 0], [2]), 'dynamicSlice: starts does not hold one position for each axis.'],
  [() => dynamicUpdateSlice(ones([3]), ones([4]), [0]), 'dynamicUpdateSlice: the box does not fit into x.'],
])('%s is refused', (call, message) => {
  expect(call).toThrow(message);
});
