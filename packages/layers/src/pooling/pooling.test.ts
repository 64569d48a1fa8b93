import { arange, ones, referenceEngine, setEngine, type Tensor } from '@mariana/tensor';
import { beforeAll, expect, test } from 'vitest';
import type { Layer } from '../base/layer.ts';
import { conv2d } from '../convolution/conv2d.ts';
import { input } from '../core/input.ts';
import { Model } from '../model/model.ts';
import { runLayerTest } from '../testing/index.ts';
import { averagePooling2d } from './average-pooling.ts';
import { globalAveragePooling2d } from './global-average-pooling.ts';
import { globalMaxPooling1d } from './global-max-pooling.ts';
import { maxPooling1d, maxPooling2d } from './max-pooling.ts';

beforeAll(() => setEngine(referenceEngine()));

const images = (...shape: number[]) =>
  arange(shape.reduce((a, b) => a * b))
    .cast('float32')
    .reshape(shape);

const cases: [make: () => Layer, inputs: Tensor, output: number[]][] = [];
beforeAll(() => {
  cases.push(
    [() => maxPooling1d({ poolSize: 3, strides: 2 }), images(2, 7, 2), [2, 3, 2]],
    [() => maxPooling2d({ padding: 'same' }), images(2, 5, 4, 3), [2, 3, 2, 3]],
    [() => averagePooling2d({ poolSize: [2, 3], dataFormat: 'channelsFirst' }), images(2, 2, 4, 6), [2, 2, 2, 2]],
    [() => globalAveragePooling2d({ keepDims: true }), images(2, 3, 4, 5), [2, 1, 1, 5]],
    [() => globalMaxPooling1d({ dataFormat: 'channelsFirst' }), images(2, 3, 4), [2, 3]],
  );
});

test('poolings do what every layer does', async () => {
  expect(cases).toHaveLength(5);
  for (const [make, inputs, output] of cases) {
    await runLayerTest({ make, inputs, weights: [], outputs: [output] });
  }
});

test('pooling: the padding never wins, and does not count', async () => {
  const x = ones([1, 3, 3, 1]).neg();
  expect(await maxPooling2d({ padding: 'same' }).apply(x).data()).toEqual(Float32Array.of(-1, -1, -1, -1));
  expect(await averagePooling2d({ padding: 'same' }).apply(x).data()).toEqual(Float32Array.of(-1, -1, -1, -1));
});

test('pooling: sizes that are not known stay so', () => {
  expect(maxPooling2d().apply(input({ shape: [null, 27, 3] })).shape).toEqual([null, null, 13, 3]);
  expect(globalAveragePooling2d().apply(input({ shape: [null, null, 3] })).shape).toEqual([null, 3]);
});

test('pooling: what does not fit', () => {
  const pool = maxPooling2d({ name: 'pool' });
  expect(() => maxPooling2d({ poolSize: [2] as never })).toThrow(
    'MaxPooling2D: poolSize does not fit the spatial axes. Got [2]. Expected a whole number of 1 or more, or 2 of them.',
  );
  expect(() => maxPooling2d({ pading: 'same' } as never)).toThrow("Did you mean 'padding'?");
  expect(() => pool.apply(ones([2, 2, 2]))).toThrow(
    "MaxPooling2D 'pool': the input has another number of axes. Got [2, 2, 2]. Expected [batch, height, width, channels].",
  );
  expect(() => pool.apply(ones([1, 4, 1, 2]))).toThrow(
    "MaxPooling2D 'pool': the window is larger than the input. Got a window that spans [2, 2] on spatial axes [4, 1].",
  );
  expect(() => maxPooling2d().apply(input({ shape: [1, null, 2] }))).toThrow('the window is larger than the input');
  expect(() => globalMaxPooling1d().apply(ones([2, 2]))).toThrow('Expected [batch, steps, channels].');
});

test('pooling: windows over sizes that are not known, however often', async () => {
  const inputs = input({ shape: [null, null, 2] });
  let x = inputs;
  for (let i = 0; i < 7; i++) x = maxPooling2d().apply(conv2d({ filters: 2, kernelSize: 1 }).apply(x));
  x = averagePooling2d({ poolSize: 3 }).apply(x);
  expect(x.shape).toEqual([null, null, null, 2]);
  const model = new Model({ inputs, outputs: x });
  expect(model.apply(ones([1, 384, 400, 2])).shape).toEqual([1, 1, 1, 2]);
  expect(() => model.apply(ones([1, 200, 400, 2]))).toThrow('the window is larger than the input');
});
