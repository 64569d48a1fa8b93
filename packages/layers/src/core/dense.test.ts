import { ones, referenceEngine, setEngine, type Tensor, tensor, vjp } from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import fixture from '../../fixtures/keras_layers.json' with { type: 'json' };
import type { ActivationName } from '../activations/activation.ts';
import { runLayerTest } from '../testing/index.ts';
import { Dense, dense } from './dense.ts';
import { input } from './input.ts';

beforeAll(() => setEngine(referenceEngine()));

const make = (values: readonly number[], shape: readonly number[]) => tensor(Float32Array.from(values), { shape });

async function expectClose(actual: Tensor, expected: readonly number[]) {
  const values = Array.from(await actual.data(), Number);
  expect(values).toHaveLength(expected.length);
  for (const [i, value] of values.entries()) {
    expect(Math.abs(value - (expected[i] as number))).toBeLessThan(2e-5 * (1 + Math.abs(expected[i] as number)));
  }
}

describe.each(fixture.dense)('dense, against Keras: $shape, $activation', (example) => {
  const { units, useBias, shape } = example;
  const layer = dense({ units, useBias, activation: example.activation as ActivationName });

  test('values and gradients', async () => {
    const x = make(example.x, shape);
    layer.build(shape);
    layer.setWeights(example.weights.map((values, i) => make(values, layer.weights[i]?.shape ?? [])));
    const y = layer.apply(x);
    await expectClose(y, example.y);
    const [dx] = vjp((value) => layer.apply(value), x).pull(make(example.cotangent, y.shape));
    await expectClose(dx as Tensor, example.dx);
    const { kernel } = layer;
    const saved = kernel.value;
    const [dw] = vjp((value) => {
      kernel.adapter = { value: () => value }; // the kernel's gradient, through what the layer reads
      return layer.apply(x);
    }, saved).pull(make(example.cotangent, y.shape));
    kernel.adapter = undefined;
    await expectClose(dw as Tensor, example.dweights[0] as number[]);
  });
});

test('dense does what every layer does', async () => {
  await runLayerTest({
    make: () => dense({ units: 3, activation: 'tanh', kernelRegularizer: 'l2', biasInitializer: 'ones' }),
    inputs: make([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]),
    weights: [
      ['kernel', [2, 3]],
      ['bias', [3]],
    ],
    outputs: [[2, 2, 3]],
  });
});

test('dense: shapes that do not fit are refused', () => {
  const layer = dense({ units: 2, name: 'code' });
  expect(() => layer.apply([1, 2])).toThrow(
    "Dense 'code': the input has no batch axis. Got [2]. Expected [batch, …, inputs].",
  );
  layer.apply(ones([1, 3]));
  expect(() => layer.apply(ones([1, 4]))).toThrow(
    "Dense 'code': the last axis of the input has another size than at first. Got [1, 4]. Expected a last axis of 3",
  );
  expect(() => dense({ units: 2, name: 'open' }).apply(input({ shape: [null] }))).toThrow(
    "Dense 'open': the size of the last axis of the input is not known. Got [null, null].",
  );
});

test('dense: new Dense takes the same options', () => {
  const layer = new Dense({ units: 4 });
  expect(layer.options.useBias).toBe(true);
  expect(layer.options.kernelInitializer.className).toBe('GlorotUniform');
});
