import { referenceEngine, setEngine, tensor, valueAndGrad } from '@mariana/tensor';
import { beforeAll, expect, test } from 'vitest';
import fixture from '../../fixtures/keras_layers.json' with { type: 'json' };
import { dense } from '../core/dense.ts';
import { l1, l1l2, l2 } from './regularizer.ts';

beforeAll(() => setEngine(referenceEngine()));

const { w, shape, cases } = fixture.regularizers;
const factories = { l1, l2, l1l2 };

test.each(cases)('against Keras: $name', async ({ name, options, loss }) => {
  const regularizer = factories[name as keyof typeof factories](options);
  expect(await regularizer.call(tensor(Float32Array.from(w), { shape })).item()).toBeCloseTo(loss, 5);
});

test('a layer adds up the penalties of its trainable weights', async () => {
  const layer = dense({
    units: 1,
    kernelInitializer: 'ones',
    biasInitializer: 'ones',
    kernelRegularizer: l2({ l2: 0.5 }),
    biasRegularizer: 'l1',
  });
  layer.build([null, 3]);
  expect(await layer.regularizationLoss()?.item()).toBeCloseTo(1.51); // 0.5 · 3 + 0.01 · 1
  expect(layer.losses).toHaveLength(2);
  layer.trainable = false;
  expect(layer.regularizationLoss()).toBeUndefined();
});

test('the penalty has a gradient with respect to the weight', async () => {
  const layer = dense({ units: 1, kernelInitializer: 'ones', useBias: false, kernelRegularizer: l2({ l2: 0.5 }) });
  layer.build([null, 2]);
  const { gradients } = valueAndGrad(() => layer.regularizationLoss()!, { withRespectTo: [layer.kernel.variable] })();
  expect(await gradients[0]?.array()).toEqual([[1], [1]]);
});

test('a factor below 0 is refused', () => {
  expect(() => l2({ l2: -1 })).toThrow('L2: l2 is not a number of at least 0. Got -1.');
});
