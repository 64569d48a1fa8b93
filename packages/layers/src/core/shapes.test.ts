import { arange, ones, referenceEngine, setEngine } from '@mariana/tensor';
import { beforeAll, expect, test } from 'vitest';
import { runLayerTest } from '../testing/index.ts';
import { activation } from './activation.ts';
import { flatten } from './flatten.ts';
import { input } from './input.ts';
import { reshape } from './reshape.ts';

beforeAll(() => setEngine(referenceEngine()));

test('flatten and reshape do what every layer does', async () => {
  await runLayerTest({ make: () => flatten(), inputs: ones([2, 3, 4]), weights: [], outputs: [[2, 12]] });
  await runLayerTest({ make: () => flatten(), inputs: ones([2]), weights: [], outputs: [[2, 1]] });
  await runLayerTest({
    make: () => reshape({ targetShape: [-1, 2] }),
    inputs: ones([5, 6]),
    weights: [],
    outputs: [[5, 3, 2]],
  });
  await runLayerTest({ make: () => activation('softmax'), inputs: ones([2, 4]), weights: [], outputs: [[2, 4]] });
});

test('flatten: channels that stand first are moved to the end', async () => {
  const x = arange(6).reshape([1, 2, 3]);
  expect(await flatten({ dataFormat: 'channelsFirst' }).apply(x).array()).toEqual([[0, 3, 1, 4, 2, 5]]);
});

test('symbolic shapes: what is not known stays unknown', () => {
  expect(flatten().apply(input({ shape: [null, 3] })).shape).toEqual([null, null]);
  expect(flatten().apply(input({ shape: [4, 3] })).shape).toEqual([null, 12]);
  expect(reshape({ targetShape: [2, -1] }).apply(input({ shape: [null, 4] })).shape).toEqual([null, 2, null]);
  expect(flatten().apply(input({ shape: [4, 3], batchSize: 7 })).shape).toEqual([7, 12]);
});

test('reshape: a size that does not fit is refused while the model is put together', () => {
  expect(() => reshape({ targetShape: [5] }).apply(input({ shape: [4] }))).toThrow('reshape: the sizes differ');
});

test('input: options', () => {
  expect(input({ shape: [2], dtype: 'int32', name: 'ids' }).toString()).toBe('SymbolicTensor int32 [null, 2]');
  expect(() => input({ shape: [2, -1] })).toThrow('input: shape is not a shape. Got [2, -1].');
  expect(() => input({ shap: [2] } as never)).toThrow("input: there is no option 'shap'.");
});
