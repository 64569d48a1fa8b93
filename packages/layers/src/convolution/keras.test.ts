import { referenceEngine, setEngine, type Tensor, tensor, vjp } from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import fixture from '../../fixtures/keras_convolution.json' with { type: 'json' };
import type { Layer } from '../base/layer.ts';
import * as layers from '../index.ts';
import { snakeCase } from '../options/names.ts';

beforeAll(() => setEngine(referenceEngine()));

type Case = (typeof fixture.cases)[number];
type StoredWeight = [name: string, shape: number[], values: number[]];

const make = (values: readonly number[], shape: readonly number[]) => tensor(Float32Array.from(values), { shape });
const layerOf = ({ factory, options }: Case) =>
  (layers as unknown as Record<string, (options: object) => Layer>)[factory]?.(options) as Layer;

async function expectClose(actual: Tensor, expected: readonly number[]) {
  const values = Array.from(await actual.data(), Number);
  expect(values).toHaveLength(expected.length);
  for (const [i, value] of values.entries()) {
    expect(Math.abs(value - (expected[i] as number))).toBeLessThan(1e-5 * (1 + Math.abs(expected[i] as number)));
  }
}

const titled = fixture.cases.map(
  (example) => [`${example.factory} ${JSON.stringify(example.options)}`, example] as const,
);

describe.each(titled)('against Keras: %s', (_title, example) => {
  const weights = example.weights as StoredWeight[];

  function build(): Layer {
    const layer = layerOf(example);
    layer.build(example.shape);
    layer.setWeights(weights.map(([, shape, values]) => make(values, shape)));
    return layer;
  }

  test('names, shapes and configuration', () => {
    const layer = build();
    expect(layer.className).toBe(example.className);
    expect(snakeCase(layer.className)).toBe(example.name);
    expect(layer.weights.map(({ name, shape }) => [name, shape])).toEqual(
      weights.map(([name, shape]) => [name, shape]),
    );
    // Keras writes the strides of a pooling out; left out, they are the window's size here too.
    const config = layer.getConfig();
    expect({ ...config, strides: config.strides ?? config.pool_size }).toMatchObject(example.config);
  });

  test('values and the gradient of the input', async () => {
    const layer = build();
    const { value: y, pull } = vjp((x) => layer.apply(x), make(example.x, example.shape));
    expect((y as Tensor).shape).toEqual(example.outputShape);
    await expectClose(y as Tensor, example.y);
    const [dx] = pull(make(example.cotangent, example.outputShape));
    await expectClose(dx as Tensor, example.dx);
  });

  test.each(weights.map(([name], i) => [name, i] as const))('the gradient of the %s', async (_name, i) => {
    const layer = build();
    const weight = layer.weights[i] as layers.Weight;
    const x = make(example.x, example.shape);
    const [dw] = vjp((value) => {
      weight.adapter = { value: () => value }; // the gradient through what the layer reads
      return layer.apply(x);
    }, weight.value).pull(make(example.cotangent, example.outputShape));
    await expectClose(dw as Tensor, example.dweights[i] as number[]);
  });
});
