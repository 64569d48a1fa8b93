import { referenceEngine, setEngine, tensor } from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import fixture from '../../fixtures/keras_layers.json' with { type: 'json' };
import { activation } from '../core/activation.ts';
import { dense } from '../core/dense.ts';
import { input } from '../core/input.ts';
import { Model } from '../model/model.ts';
import { sequential } from '../model/sequential.ts';
import { snakeCase } from '../options/names.ts';
import { loadModel } from '../saving/load-model.ts';
import { type ActivationName, activationNames } from './activation.ts';

beforeAll(() => setEngine(referenceEngine()));

const { x, shape, cases } = fixture.activations;

test('every activation of Keras that needs no arguments has its name', () => {
  expect(activationNames.map((name) => snakeCase(name)).sort()).toEqual(cases.map(({ name }) => name).sort());
});

// Keras 3.15's sparsemax is left out: its rows do not sum to 1 where more than one element stays. Ours is Martins and
// Astudillo's, and is tested with the operation.
describe.each(cases.filter(({ name }) => name !== 'sparsemax'))('against Keras: $name', ({ name, y }) => {
  const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as ActivationName;

  test('values', async () => {
    const result = Array.from(
      await activation(camel)
        .apply(tensor(Float32Array.from(x), { shape }))
        .data(),
      Number,
    );
    expect(result).toHaveLength(y.length);
    for (const [i, value] of result.entries())
      expect(Math.abs(value - (y[i] as number))).toBeLessThan(2e-6 * (1 + Math.abs(y[i] as number)) + 1e-6);
  });

  test('is saved by its name', () => {
    expect(activation(camel).getConfig().activation).toBe(name);
  });
});

test('a function of your own is saved by its name, and handed over when loading', async () => {
  function doubled(value: ReturnType<typeof tensor>) {
    return value.mul(2);
  }
  const model = sequential([
    input({ shape: [2] }),
    dense({ units: 2, kernelInitializer: 'identity', activation: doubled }),
  ]);
  const bytes = await model.toBytes();
  await expect(loadModel(bytes)).rejects.toThrow('names an activation that is not known. Got "doubled".');
  const copy = await loadModel(bytes, { activations: { doubled } });
  expect(await copy.apply([[1, 2]]).array()).toEqual([[2, 4]]);
});

test('a function without a name cannot be saved', () => {
  const x = input({ shape: [2] });
  const layer = activation([(value: ReturnType<typeof tensor>) => value][0] as never);
  const model = new Model({ inputs: x, outputs: layer.apply(x) });
  expect(() => model.getConfig()).toThrow('a function without a name');
});

test('a name that is not known is answered by the nearest one', () => {
  expect(() => dense({ units: 1, activation: 'relo' as never })).toThrow("Did you mean 'relu'?");
  expect(() => dense({ units: 1, activation: 'rleu' as never })).toThrow("Did you mean 'relu'?");
  expect(() => dense({ units: 1, activation: 'zzzzzzzz' as never })).toThrow("one of 'celu', 'elu'");
});
