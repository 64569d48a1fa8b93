import { expect, test } from 'vitest';
import fixture from '../../fixtures/windows.json' with { type: 'json' };
import * as operations from '../index.ts';
import {
  averagePool,
  bind,
  conv,
  evalShape,
  maxPool,
  ones,
  referenceEngine,
  ShapeError,
  setEngine,
  tensor,
} from '../index.ts';
import { againstTorch } from '../testing/against-torch.ts';
import { checkGradients } from '../testing/check-gradients.ts';
import type { Fixture } from '../testing/fixture.ts';
import { convInputGradientPrimitive, convKernelGradientPrimitive } from './convolution.ts';
import { averagePoolGradientPrimitive, maxPoolGradientPrimitive } from './pooling.ts';

setEngine(referenceEngine());

againstTorch('convolution and pooling', fixture as Fixture, operations);

const params = {
  strides: [2, 1],
  padding: [
    [1, 0],
    [0, 2],
  ] as const,
  dilation: [1, 2],
  groups: 2,
};
const [x, kernel] = [
  [2, 4, 3, 4],
  [3, 2, 2, 2],
];
const dy = [2, 2, 3, 2];

test('conv: gradients of the three primitives are each other', () => {
  checkGradients('conv', (a, b) => conv(a, b, params), [x, kernel]);
  checkGradients(
    'convInputGradient',
    (a, b) => bind(convInputGradientPrimitive, [a, b], { ...params, inputShape: x }),
    [dy, kernel],
  );
  checkGradients(
    'convKernelGradient',
    (a, b) => bind(convKernelGradientPrimitive, [a, b], { ...params, kernelShape: kernel }),
    [x, dy],
  );
});

test('pooling: gradients, and gradients of the gradients’ primitives', () => {
  const window = {
    window: [3, 2],
    strides: [1, 2],
    padding: [
      [1, 1],
      [0, 1],
    ] as const,
  };
  const shape = [1, 4, 3, 2];
  const pooled = [1, 4, 2, 2];
  checkGradients('maxPool', (a) => maxPool(a.square(), window.window, window), [shape]);
  checkGradients('averagePool', (a) => averagePool(a.square(), window.window, window), [shape]);
  const fixed = operations.normal(shape, { dtype: 'float64' });
  checkGradients('maxPoolGradient', (d) => bind(maxPoolGradientPrimitive, [castLike(fixed, d), d], window).square(), [
    pooled,
  ]);
  for (const countPadding of [false, true]) {
    const options = { ...window, countPadding, inputShape: shape };
    checkGradients('averagePoolGradient', (d) => bind(averagePoolGradientPrimitive, [d], options).square(), [pooled]);
  }

  /** The values of `values` on the engine that checkGradients puts in use. */
  function castLike(values: operations.Tensor, like: operations.Tensor): operations.Tensor {
    return tensor(values.dataSync(), { shape: values.shape, dtype: like.dtype });
  }
});

test('maxPool: the first of equal elements takes the gradient, and the padding never wins', async () => {
  const gradient = operations.grad((a: operations.Tensor) => operations.sum(maxPool(a, 2, { strides: 1 })));
  expect(await gradient(tensor([[[1], [1], [0]]])).array()).toEqual([[[1], [1], [0]]]);
  expect(await maxPool([[[-5], [-3], [-4]]], 2, { padding: 1 }).array()).toEqual([[[-5], [-3]]]);
});

test('averagePool divides by what counts', async () => {
  const x1 = [[[6], [6], [6]]];
  expect(await averagePool(x1, 2, { padding: [[1, 0]] }).array()).toEqual([[[6], [6]]]);
  expect(await averagePool(x1, 2, { padding: [[1, 0]], countPadding: true }).array()).toEqual([[[3], [6]]]);
});

test.each([
  ['maxPool', () => maxPool(ones([1, 2, 1]), 5), 'spans [5] on spatial axes of [2] with their padding'],
  ['averagePool', () => averagePool(ones([1, 4, 2, 1]), 3), 'spans [3, 3] on spatial axes of [4, 2]'],
  ['maxPool', () => maxPool(ones([1, 2, 1]), 5, { padding: 1 }), 'spans [5] on spatial axes of [4]'],
  ['maxPool', () => maxPool(ones([1, 0, 1]), 1), 'spans [1] on spatial axes of [0]'],
  ['conv', () => conv(ones([1, 2, 1]), ones([3, 1, 1])), 'spans [3] on spatial axes of [2]'],
  ['conv', () => conv(ones([1, 4, 1]), ones([3, 1, 1]), { dilation: 2 }), 'spans [5] on spatial axes of [4]'],
  ['conv', () => conv(ones([1, 4, 4, 4, 2]), ones([1, 1, 5, 1, 2]), { groups: 2 }), 'spans [1, 1, 5] on'],
  [
    'conv',
    () => conv(ones([1, 2, 1]), ones([5, 1, 1]), { padding: [[1, 1]], bias: [0], activation: 'relu' }),
    'spans [5] on spatial axes of [4]',
  ],
])('%s: a window larger than the padded input is refused', (op, call, got) => {
  expect(call).toThrow(ShapeError);
  expect(call).toThrow(`${op}: the window is larger than the padded input. Got a window that ${got}`);
});

test('a window that fits with its padding', () => {
  expect(conv(ones([1, 2, 1]), ones([4, 1, 1]), { padding: 1 }).shape).toEqual([1, 1, 1]);
  expect(maxPool(ones([1, 2, 1]), 4, { padding: [[0, 2]] }).shape).toEqual([1, 1, 1]);
  expect(conv(ones([1, 2, 1]), ones([7, 1, 1]), { padding: 'same', dilation: 3 }).shape).toEqual([1, 2, 1]);
  expect(averagePool(ones([1, 2, 1]), 5, { padding: 'same' }).shape).toEqual([1, 1, 1]);
  expect(maxPool(ones([0, 2, 1]), 2).shape).toEqual([0, 1, 1]);
});

test('a window that is larger than what stands for an unknown size', () => {
  const pool = (x: operations.Tensor) => maxPool(x, 5);
  const x = { shape: [1, 4, 1], dtype: 'float32' } as const;
  expect(evalShape(pool, { ...x, placeholders: true }).shape).toEqual([1, 0, 1]);
  expect(() => evalShape(pool, x)).toThrow('maxPool: the window is larger');
});

test.each([
  [
    () => conv(ones([1, 4, 4, 3]), ones([2, 2, 2, 5])),
    'conv: the kernel does not fit x. Got x [1, 4, 4, 3], kernel [2, 2, 2, 5] and groups 1. Expected a kernel [...window, inChannels / groups, outChannels], groups dividing both.',
  ],
  [() => conv(ones([1, 4, 4]), ones([2, 2, 2, 5])), 'conv: the kernel does not fit x.'],
  [() => conv(ones([1, 4, 4]), ones([2, 2, 3]), { groups: 2 }), 'conv: the kernel does not fit x.'],
  [() => conv(ones([4, 3]), ones([2, 2, 3])), 'conv: x does not have 1 to 3 spatial axes. Got [4, 3].'],
  [
    () => conv(ones([1, 4, 1]), ones([2, 1, 1]), { strides: 0 }),
    'conv: strides does not fit the spatial axes. Got [0]. Expected a whole number of 1 or more, or 1 of them.',
  ],
  [() => conv(ones([1, 4, 1]), ones([2, 1, 1]), { dilation: [1, 1] }), 'conv: dilation does not fit the spatial axes.'],
  [
    () => conv(ones([1, 4, 1]), ones([2, 1, 1]), { padding: 'full' as 'same' }),
    "conv: padding is not one of the choices. Got \"full\". Expected 'valid', 'same', a whole number of 0 or more, or 1 pairs",
  ],
  [() => maxPool(ones([1, 4, 1]), 2, { padding: 2 }), 'maxPool: the padding is as large as the window.'],
  [() => averagePool(ones([1, 4, 1]), [2, 2]), 'averagePool: window does not fit the spatial axes.'],
])('%s is refused', (call, message) => {
  expect(call).toThrow(message);
});
