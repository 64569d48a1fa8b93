import { expect, test } from 'vitest';
import {
  concat,
  ones,
  pad,
  referenceEngine,
  repeat,
  roll,
  setEngine,
  split,
  stack,
  tile,
  unstack,
  zeros,
} from '../index.ts';
import { checkGradients } from '../testing/check-gradients.ts';

// Values against PyTorch are in slice.test.ts, whose fixture has all of these.
setEngine(referenceEngine());

test('joining and taking apart: gradients', () => {
  checkGradients('concat', (a, b) => concat([a, b.square(), a], { axis: 1 }), [
    [2, 3],
    [2, 1],
  ]);
  checkGradients('stack', (a, b) => stack([a, b.mul(a)], { axis: -1 }), [
    [2, 3],
    [2, 3],
  ]);
  checkGradients('split', (x) => split(x.square(), [1, 3], { axis: 1 }), [[2, 4]]);
  checkGradients('unstack', (x) => unstack(x.square(), { axis: 1 })[1]!, [[2, 4]]);
});

test('padding and repeating: gradients', () => {
  const widths = [
    [1, 2],
    [0, 3],
  ] as const;
  checkGradients('pad', (x) => pad(x.square(), widths), [[2, 3]]);
  checkGradients('pad reflect', (x) => pad(x.square(), widths, { mode: 'reflect' }), [[2, 3]]);
  checkGradients('pad edge', (x) => pad(x.square(), widths, { mode: 'edge' }), [[2, 3]]);
  checkGradients('tile', (x) => tile(x.square(), [2, 3]), [[2, 3]]);
  checkGradients('repeat', (x) => repeat(x.square(), [2, 0, 1], { axis: 1 }), [[2, 3]]);
  checkGradients('roll', (x) => roll(x.square(), [1, -1], { axis: [0, 1] }), [[2, 3]]);
});

test('concat and stack promote dtypes, and one tensor comes back as it is', async () => {
  const whole = ones([1], { dtype: 'int32' });
  expect(concat([whole, ones([1])]).dtype).toBe('float32');
  expect(stack([whole, [true]]).dtype).toBe('int32');
  expect(concat([whole])).toBe(whole);
  expect(await concat([zeros([0, 2]), ones([1, 2]), zeros([0, 2])]).array()).toEqual([[1, 1]]);
});

test('unstack gives no tensors of an empty axis, split parts without elements', () => {
  expect(unstack(zeros([0, 3]))).toEqual([]);
  expect(split(zeros([3, 2]), [0, 3]).map((x) => x.shape)).toEqual([
    [0, 2],
    [3, 2],
    [0, 2],
  ]);
});

test('pad keeps the dtype, and refuses a value that does not fit it', async () => {
  expect(await pad(ones([1], { dtype: 'int32' }), [0, 1], { value: 7 }).array()).toEqual([1, 7]);
  expect(() => pad(ones([1], { dtype: 'uint8' }), 1, { value: 300 })).toThrow('pad: a value does not fit uint8');
});

test.each([
  [() => concat([]), 'concat: there is nothing to join. Got an empty array. Expected an array of at least one tensor.'],
  [
    () => concat([zeros([2, 3]), zeros([2, 4])]),
    'concat: the shapes do not fit together. Got [2, 3] first and [2, 4] at index 1. Expected one size for all on every axis but 0.',
  ],
  [() => concat([zeros([2]), zeros([2, 1])]), 'concat: the shapes do not fit together.'],
  [() => concat([zeros([]), zeros([])]), 'concat: axis does not exist.'],
  [() => stack([zeros([2]), zeros([3])]), 'stack: the shapes do not fit together. Got [2] first and [3] at index 1.'],
  [
    () => split(zeros([5]), 2),
    'split: the axis cannot be cut into so many equal parts. Got 2 parts of axis 0 of shape [5]. Expected a whole number that divides 5.',
  ],
  [() => split(zeros([5]), [3, 2]), 'split: these are not indices at which to cut. Got [3, 2].'],
  [() => unstack(zeros([])), 'unstack: axis does not exist.'],
  [
    () =>
      pad(zeros([2]), [
        [1, 1],
        [1, 1],
      ]),
    'pad: the widths do not fit the axes. Got 2 pairs for shape [2].',
  ],
  [() => pad(zeros([2]), -1), 'pad: a width cannot be. Got -1. Expected whole numbers of 0 or more.'],
  [
    () => pad(zeros([2]), 1, { mode: 'wrap' as 'edge' }),
    "pad: mode is not one of the choices. Got \"wrap\". Expected one of 'constant', 'reflect', 'edge'.",
  ],
  [() => pad(zeros([0]), 1, { mode: 'reflect' }), "pad: the mode 'reflect' needs elements. Got shape [0]."],
  [() => tile(zeros([2]), 1.5), 'tile: a number of repetitions cannot be. Got 1.5.'],
  [
    () => repeat(zeros([2]), [1, 2, 3]),
    'repeat: repeats is not as long as the axis. Got 3 repeats for axis 0 of shape [2].',
  ],
  [() => roll(zeros([2]), 0.5), 'roll: a shift is not a whole number. Got 0.5.'],
  [() => roll(zeros([2, 2]), [1, 2], { axis: 0 }), 'roll: there is not one axis for each shift.'],
])('%s is refused', (call, message) => {
  expect(call).toThrow(message);
});
