import { referenceEngine, setEngine, type Tensor } from '@mariana/tensor';
import { beforeAll, expect, test } from 'vitest';
import { Layer } from '../base/layer.ts';
import { dense } from '../core/dense.ts';
import { input } from '../core/input.ts';
import { loadModel } from '../saving/load-model.ts';
import { readSafetensors } from '../saving/safetensors.ts';
import { Model } from './model.ts';

beforeAll(() => setEngine(referenceEngine()));

class Sum extends Layer {
  static override readonly className: string = 'Sum';
  call(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((sum, x) => sum.add(x));
  }
}

const layer = (name: string) => dense({ units: 2, useBias: false, name });
const namesOf = (model: { readonly layers: readonly { readonly name: string }[] }) =>
  model.layers.map(({ name }) => name);

function branched() {
  const x = input({ shape: [2], name: 'x' });
  const a = layer('a2').apply(layer('a1').apply(x));
  const b = layer('b2').apply(layer('b1').apply(x));
  return new Model({ inputs: x, outputs: new Sum({ name: 'sum' }).apply([a, b]) });
}

// The orders below are those of keras.Model.layers (3.x) for the same graphs, without the InputLayers.

test('layers, weights and saved tensors are ordered by depth: a1, b1, a2, b2', async () => {
  const model = branched();
  expect(namesOf(model)).toEqual(['a1', 'b1', 'a2', 'b2', 'sum']);
  const weights = ['a1', 'b1', 'a2', 'b2'].map((name) => (model.getLayer(name) as ReturnType<typeof layer>).kernel);
  expect(model.weights).toEqual(weights);
  expect(model.trainableWeights).toEqual(weights);
  const positions = ['a1', 'b1', 'a2', 'b2'].map((name) => model.summary().indexOf(`${name} (Dense)`));
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
  const bytes = await model.toBytes();
  expect([...readSafetensors(bytes).tensors.keys()]).toEqual(['a1/kernel', 'b1/kernel', 'a2/kernel', 'b2/kernel']);
  expect(namesOf(await loadModel(bytes, { layers: [Sum as never] }))).toEqual(namesOf(model));
});

test('branches of unequal length: a layer stands as far from the outputs as its longest way', () => {
  const x = input({ shape: [2] });
  const long = layer('c').apply(layer('b').apply(layer('a').apply(x)));
  const short = layer('s').apply(x);
  const model = new Model({ inputs: x, outputs: new Sum({ name: 'sum' }).apply([short, long]) });
  expect(namesOf(model)).toEqual(['a', 'b', 's', 'c', 'sum']);
});

test('several outputs, and a layer that is applied at two depths', () => {
  const x = input({ shape: [2] });
  const shared = layer('shared');
  const first = shared.apply(x);
  const second = shared.apply(layer('between').apply(first));
  const model = new Model({ inputs: x, outputs: [layer('head').apply(x), second, first] });
  expect(namesOf(model)).toEqual(['shared', 'between', 'head']);
});

test('a model between inner tensors has its own depths', () => {
  const x = input({ shape: [2] });
  const middle = layer('before').apply(x);
  const a = layer('a2').apply(layer('a1').apply(middle));
  const b = layer('b').apply(middle);
  const model = new Model({ inputs: middle, outputs: new Sum({ name: 'sum' }).apply([a, b]) });
  expect(namesOf(model)).toEqual(['a1', 'a2', 'b', 'sum']);
});
