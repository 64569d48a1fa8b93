import { expect, test } from 'vitest';
import { dense } from '../core/dense.ts';
import { Weight } from './weight.ts';

test('test runners never take weights, or layers, of other values for equal', () => {
  const made = () => new Weight('kernel', [2], { initializer: 'glorotUniform' });
  expect(made()).not.toEqual(made());
  const layers = [1, 2].map((value) => {
    const layer = dense({ units: 1, name: 'dense', useBias: false });
    layer.apply([[0]]);
    layer.setWeights([[[value]]]);
    return layer;
  });
  expect(layers[0]!.kernel).not.toEqual(layers[1]!.kernel);
  expect(layers[0]).not.toEqual(layers[1]);
  expect(layers[0]).toEqual(layers[0]);
});
