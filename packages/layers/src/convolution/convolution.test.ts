import { arange, ones, referenceEngine, setEngine } from '@mariana/tensor';
import { beforeAll, expect, expectTypeOf, test } from 'vitest';
import { input } from '../core/input.ts';
import { resetLayerNames } from '../index.ts';
import { runLayerTest } from '../testing/index.ts';
import { type Conv1DOptions, conv1d } from './conv1d.ts';
import { Conv2D, type Conv2DOptions, conv2d } from './conv2d.ts';
import { conv3d } from './conv3d.ts';

beforeAll(() => setEngine(referenceEngine()));

const images = (...shape: number[]) =>
  arange(shape.reduce((a, b) => a * b))
    .cast('float32')
    .mul(0.01)
    .reshape(shape);

test('convolutions do what every layer does', async () => {
  await runLayerTest({
    make: () => conv1d({ filters: 3, kernelSize: 2, padding: 'causal', activation: 'tanh' }),
    inputs: images(2, 5, 2),
    weights: [
      ['kernel', [2, 2, 3]],
      ['bias', [3]],
    ],
    outputs: [[2, 5, 3]],
  });
  await runLayerTest({
    make: () =>
      conv2d({ filters: 4, kernelSize: [3, 2], strides: 2, padding: 'same', groups: 2, kernelRegularizer: 'l2' }),
    inputs: images(2, 5, 4, 2),
    weights: [
      ['kernel', [3, 2, 1, 4]],
      ['bias', [4]],
    ],
    outputs: [[2, 3, 2, 4]],
  });
  await runLayerTest({
    make: () =>
      conv2d({ filters: 2, kernelSize: 2, dataFormat: 'channelsFirst', useBias: false, dilationRate: [1, 2] }),
    inputs: images(2, 3, 4, 5),
    weights: [['kernel', [2, 2, 3, 2]]],
    outputs: [[2, 2, 3, 3]],
  });
  await runLayerTest({
    make: () => conv3d({ filters: 2, kernelSize: 2 }),
    inputs: images(1, 3, 3, 2, 2),
    weights: [
      ['kernel', [2, 2, 2, 2, 2]],
      ['bias', [2]],
    ],
    outputs: [[1, 2, 2, 1, 2]],
  });
});

test('conv2d: defaults are those of Keras', () => {
  const { options } = conv2d({ filters: 1, kernelSize: 3 });
  expect(options).toMatchObject({
    kernelSize: [3, 3],
    strides: [1, 1],
    dilationRate: [1, 1],
    groups: 1,
    useBias: true,
  });
  expect(options).toMatchObject({ padding: 'valid', dataFormat: 'channelsLast' });
  expect(options.kernelInitializer.className).toBe('GlorotUniform');
  expect(options.biasInitializer.className).toBe('Zeros');
});

test('conv2d: automatic names', () => {
  resetLayerNames();
  expect([conv2d({ filters: 1, kernelSize: 1 }).name, new Conv2D({ filters: 1, kernelSize: 1 }).name]).toEqual([
    'conv2d',
    'conv2d_1',
  ]);
});

test('conv2d: sizes that are not known stay so', () => {
  const x = input({ shape: [null, 9, 3] });
  expect(conv2d({ filters: 5, kernelSize: 3, strides: 2 }).apply(x).shape).toEqual([null, null, 4, 5]);
});

test('conv2d: options that are not allowed', () => {
  const options: Conv2DOptions = { filters: 4, kernelSize: 3 };
  expect(() => conv2d({ ...options, filters: 0 })).toThrow('Conv2D: filters is not a positive integer. Got 0.');
  expect(() => conv2d({ ...options, kernelSize: [3, 3, 3] })).toThrow(
    'Conv2D: kernelSize does not fit the spatial axes. Got [3, 3, 3]. Expected a whole number of 1 or more, or 2 of them.',
  );
  expect(() => conv2d({ ...options, strides: 0 })).toThrow('strides does not fit the spatial axes. Got 0.');
  expect(() => conv2d({ ...options, padding: 'causal' as never })).toThrow(
    `Got "causal". Expected one of 'valid', 'same'.`,
  );
  expect(() => conv2d({ ...options, groups: 3 })).toThrow(
    'groups does not divide filters. Got groups 3 and filters 4.',
  );
  expect(() => conv2d({ ...options, strides: [1, 2], dilationRate: 2 })).toThrow(
    'strides and dilationRate are both above 1. Got strides [1, 2] and dilationRate [2, 2].',
  );
  expectTypeOf<Conv2DOptions['padding']>().toEqualTypeOf<'valid' | 'same' | undefined>();
  expectTypeOf<Conv1DOptions['padding']>().toEqualTypeOf<'valid' | 'same' | 'causal' | undefined>();
});

test('conv2d: inputs that do not fit', () => {
  const layer = conv2d({ filters: 2, kernelSize: 3, name: 'first' });
  expect(() => layer.apply(ones([28, 28, 1]))).toThrow(
    "Conv2D 'first': the input has another number of axes. Got [28, 28, 1]. Expected [batch, height, width, channels].",
  );
  expect(() => layer.apply(ones([1, 2, 28, 1]))).toThrow(
    "Conv2D 'first': the window is larger than the input. Got a window that spans [3, 3] on spatial axes [2, 28].",
  );
  expect(() => conv2d({ filters: 2, kernelSize: 3, dilationRate: 3 }).apply(input({ shape: [6, null, 1] }))).toThrow(
    'Got a window that spans [7, 7] on spatial axes [6, null].',
  );
  layer.apply(ones([1, 3, 3, 1]));
  expect(() => layer.apply(ones([1, 2, 3, 1]))).toThrow('the window is larger than the input');
  expect(() => layer.apply(ones([1, 3, 3, 2]))).toThrow('the kernel does not fit x');
  expect(() => conv2d({ filters: 4, kernelSize: 1, groups: 2 }).apply(ones([1, 3, 3, 3]))).toThrow(
    'groups does not divide the input channels. Got groups 2 for an input [1, 3, 3, 3] with 3 channels.',
  );
  expect(() => conv2d({ filters: 4, kernelSize: 1 }).apply(input({ shape: [3, 3, null] }))).toThrow('is not known');
});
