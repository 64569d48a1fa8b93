import { FormatError, referenceEngine, setEngine, type Tensor } from '@mariana/tensor';
import { beforeAll, expect, test } from 'vitest';
import { resetLayerNames } from '../base/names.ts';
import { dense } from '../core/dense.ts';
import { dropout } from '../core/dropout.ts';
import { input } from '../core/input.ts';
import { Model } from '../model/model.ts';
import { sequential } from '../model/sequential.ts';
import { loadModel } from './load-model.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

beforeAll(() => setEngine(referenceEngine()));

const valuesOf = (model: { getWeights(): Tensor[] }) => Promise.all(model.getWeights().map((value) => value.array()));

/** A branched model with an inner model and a shared layer, all names automatic. */
function build(units = 3): Model {
  const x = input({ shape: [2] });
  const inner = sequential([dense({ units }), dropout({ rate: 0.5 }), dense({ units: 2, useBias: false })]);
  const shared = dense({ units: 2 });
  const y = shared.apply(inner.apply(shared.apply(x)));
  return new Model({ inputs: x, outputs: [y, dense({ units: 2 }).apply(x)] }) as unknown as Model;
}

test('a second model of the same code takes the weights: automatic names do not matter', async () => {
  const [first, second] = [build(), build()];
  expect(second.weights).not.toHaveLength(0);
  expect(second.layers.map(({ name }) => name)).not.toEqual(first.layers.map(({ name }) => name));
  await second.loadWeights(await first.toBytes());
  expect(await valuesOf(second)).toEqual(await valuesOf(first));
});

test('names that are partly the same do not mislead', async () => {
  resetLayerNames();
  const first = sequential([input({ shape: [2] }), dense({ units: 2 }), dense({ units: 2 })]); // dense, dense_1
  resetLayerNames();
  dense({ units: 1 });
  const second = sequential([input({ shape: [2] }), dense({ units: 2 }), dense({ units: 2 })]); // dense_1, dense_2
  await second.loadWeights(await first.toBytes());
  expect(await valuesOf(second)).toEqual(await valuesOf(first));
});

test('weights of the same paths belong together, whatever their order', async () => {
  const layers = () => [dense({ units: 2, name: 'a' }), dense({ units: 2, name: 'b' })] as const;
  const first = sequential([input({ shape: [2] }), ...layers()]);
  const second = sequential([input({ shape: [2] }), ...[...layers()].reverse()]);
  await second.loadWeights(await first.toBytes());
  const [aKernel, aBias, bKernel, bBias] = await valuesOf(first);
  expect(await valuesOf(second)).toEqual([bKernel, bBias, aKernel, aBias]);
});

test('a class with inner models of automatic names is loaded again', async () => {
  class Whole extends Model {
    static override readonly className: string = 'Whole';
    body = sequential([dense({ units: 2 }), dense({ units: 2 })]);
    override call(x: Tensor): Tensor {
      return this.body.apply(x);
    }
  }
  const model = new Whole();
  model.build([null, 2]);
  const copy = await loadModel(await model.toBytes(), { layers: [Whole as never] });
  expect(await valuesOf(copy)).toEqual(await valuesOf(model));
});

test('models of another structure are refused, with the first weight that does not match', async () => {
  const model = sequential([input({ shape: [2] }), dense({ units: 3, name: 'a' }), dense({ units: 2, name: 'b' })]);
  const bytes = await model.toBytes();
  const before = "loadWeights: the weights in the file are not those of the model 'other', by name or position. ";
  const cases: readonly (readonly [Parameters<typeof sequential>[0], string])[] = [
    [
      [dense({ units: 3, name: 'c' }), dense({ units: 4, name: 'd' })],
      "Got 'b/kernel' [3, 2] at position 2. Expected 'd/kernel' [3, 4], or a weight of that name and shape",
    ],
    [
      [sequential([dense({ units: 3, name: 'c' })], { name: 'inner' }), dense({ units: 2, name: 'd' })],
      "Got 'a/kernel' [2, 3] at position 0. Expected 'inner/c/kernel' [2, 3]",
    ],
  ];
  for (const [layers, message] of cases) {
    const other = sequential([input({ shape: [2] }), ...layers], { name: 'other' });
    await expect(other.loadWeights(bytes)).rejects.toThrow(before + message);
    await expect(other.loadWeights(bytes)).rejects.toThrow(FormatError);
  }
  const fewer = sequential([input({ shape: [2] }), dense({ units: 3, name: 'c' })]);
  await expect(fewer.loadWeights(bytes)).rejects.toThrow("Got no 'c/kernel', 'c/bias'; an unknown 'a/kernel'");
  await expect(sequential([dense({ units: 3 })]).loadWeights(bytes)).rejects.toThrow('The model is not built yet');
});

test('two layers in the place of one are refused: shapes alone do not make a structure', async () => {
  const shared = dense({ units: 2, useBias: false });
  const bias = () => dense({ units: 2, useBias: false });
  const x = input({ shape: [2] });
  const first = new Model({ inputs: x, outputs: bias().apply(shared.apply(shared.apply(x))) });
  const y = input({ shape: [2] });
  const second = new Model({ inputs: y, outputs: bias().apply(bias().apply(bias().apply(y))) });
  await expect(second.loadWeights(await first.toBytes())).rejects.toThrow('an unknown');
  const names = { kernel: 'a/kernel', bias: 'b/bias' }; // one layer in the model, two in the file
  const model = sequential([input({ shape: [2] }), dense({ units: 2, name: 'd' })]);
  const { tensors, metadata } = readSafetensors(await model.toBytes());
  const renamed = new Map(
    [...tensors].map(([path, tensor]) => [path.endsWith('bias') ? names.bias : names.kernel, tensor]),
  );
  const entry = metadata.get('mariana.model')!.replace('"d/kernel","d/bias"', '"a/kernel","b/bias"');
  const file = writeSafetensors({ tensors: renamed, metadata: new Map([['mariana.model', entry]]) });
  await expect(model.loadWeights(file)).rejects.toThrow("Got 'b/bias' [2] at position 1. Expected 'd/bias' [2]");
});

test('a file that does not say the order of its weights is matched by name alone', async () => {
  const [first, second] = [build(), build()];
  const { tensors } = readSafetensors(await first.toBytes());
  const file = writeSafetensors({ tensors, metadata: new Map() });
  await expect(second.loadWeights(file)).rejects.toThrow('the weights in the file are not those of the model');
  await first.loadWeights(file);
});
