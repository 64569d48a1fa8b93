import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { memory, ones, referenceEngine, setEngine, type Tensor, tensor } from '@mariana/tensor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Layer } from '../base/layer.ts';
import { layerOptions } from '../base/options.ts';
import type { Weight } from '../base/weight.ts';
import { dense } from '../core/dense.ts';
import { dropout } from '../core/dropout.ts';
import { flatten } from '../core/flatten.ts';
import { input } from '../core/input.ts';
import { reshape } from '../core/reshape.ts';
import { Model } from '../model/model.ts';
import { Sequential, sequential } from '../model/sequential.ts';
import type { OptionsOf } from '../options/declaration.ts';
import { number } from '../options/numbers.ts';
import type { PartialShape } from '../options/shapes.ts';
import { loadModel } from './load-model.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

let folder: string;
beforeAll(async () => {
  setEngine(referenceEngine());
  folder = await mkdtemp(join(tmpdir(), 'mariana layers '));
});
afterAll(() => rm(folder, { recursive: true }));

const factorOptions = layerOptions({ start: number(1) });
interface FactorOptions extends OptionsOf<typeof factorOptions> {}
class Factor extends Layer.with(factorOptions) {
  static override readonly className: string = 'Factor';
  declare factor: Weight;
  constructor(options?: FactorOptions) {
    super(options);
  }
  override build(shape: PartialShape): void {
    const { start: value } = this.options;
    this.factor = this.weight('factor', [shape.at(-1) as number], { initializer: (size) => ones(size).mul(value) });
  }
  override call(x: Tensor): Tensor {
    return x.mul(this.factor.value);
  }
}

function example() {
  const x = input({ shape: [2, 3], name: 'x' });
  const flat = flatten().apply(x);
  const inner = sequential([dense({ units: 4, activation: 'gelu' }), dropout(0.1)]);
  const shared = dense({ units: 4, kernelRegularizer: 'l2' });
  const y = shared.apply(shared.apply(inner.apply(flat)));
  return new Model({ inputs: { x }, outputs: [reshape({ targetShape: [2, 2] }).apply(y), flat], name: 'example' });
}

async function sameModel(copy: Model, model: Model, x: Tensor) {
  expect(copy.summary()).toBe(model.summary());
  expect(copy.getConfig()).toEqual(model.getConfig());
  const [a, b] = [copy.apply({ x }), model.apply({ x })].map((result) =>
    Object.values(result as unknown as readonly Tensor[]),
  );
  for (const [i, value] of a!.entries()) expect(await value.array()).toEqual(await b![i]!.array());
}

test('a model is saved into one file, and comes back', async () => {
  const model = example() as unknown as Model;
  const path = join(folder, 'new folder', 'model.safetensors');
  await model.save(path);
  expect(await readdir(join(folder, 'new folder'))).toEqual(['model.safetensors']);
  await sameModel(await loadModel(path), model, ones([1, 2, 3]));
  const { tensors } = readSafetensors(await readFile(path));
  expect([...tensors.keys()].every((name) => /^(sequential(_\d+)?\/)?dense(_\d+)?\/(kernel|bias)$/.test(name))).toBe(
    true,
  );
});

test('from bytes, buffers and blobs', async () => {
  const model = example() as unknown as Model;
  const bytes = await model.toBytes();
  for (const source of [bytes, bytes.buffer, new Blob([bytes])])
    await sameModel(await loadModel(source), model, ones([2, 2, 3]));
});

test('a sequential model and its trainable flags come back', async () => {
  const model = sequential([
    input({ shape: [3] }),
    dense({ units: 2, name: 'frozen', trainable: false }),
    dense({ units: 1 }),
  ]);
  const copy = await loadModel(await model.toBytes());
  expect(copy).toBeInstanceOf(Sequential);
  expect(copy.getConfig()).toEqual(model.getConfig());
  expect(copy.trainableWeights).toHaveLength(2);
  const open = sequential([dense({ units: 2 })]);
  await expect(open.toBytes()).rejects.toThrow('is not built');
  open.apply(ones([1, 3]));
  expect((await loadModel(await open.toBytes())).countParams()).toBe(8);
});

test('a layer that is used inside and outside of an inner model stays one layer', async () => {
  const x = input({ shape: [2] });
  const shared = dense({ units: 2, name: 'shared' });
  const inner = new Model({ inputs: x, outputs: shared.apply(x), name: 'inner' });
  const outer = new Model({ inputs: x, outputs: shared.apply(inner.apply(x)), name: 'outer' });
  const copy = await loadModel(await outer.toBytes());
  expect(copy.countParams()).toBe(6);
  expect((copy.getLayer('inner') as Model).getLayer('shared')).toBe(copy.getLayer('shared'));
});

test('layers and models of your own are handed over', async () => {
  class Whole extends Model {
    static override readonly className: string = 'Whole';
    first = new Factor({ start: 3 });
    override call(x: Tensor): Tensor {
      return this.first.apply(x);
    }
  }
  const model = new Whole();
  model.build([null, 2]);
  const before = (await readSafetensors(await model.toBytes())).tensors;
  expect([...before.keys()]).toEqual(['first/factor']);
  const copy = await loadModel(await model.toBytes(), { layers: [Whole as never] });
  expect(await copy.apply([[1, 2]]).array()).toEqual([[3, 6]]);
  const other = sequential([input({ shape: [2] }), new Factor({ start: 4 })]);
  await expect(loadModel(await other.toBytes())).rejects.toThrow("the layer class 'Factor' is not known");
  expect(await (await loadModel(await other.toBytes(), { layers: [Factor] })).apply([[1, 2]]).array()).toEqual([
    [4, 8],
  ]);
});

test('saving fails as a whole: the old file stays, nothing is left over', async () => {
  const model = sequential([input({ shape: [1] }), dense({ units: 1 })]);
  const path = join(folder, 'kept');
  await writeFile(path, 'old');
  await expect(model.save(join(path, 'below a file'))).rejects.toThrow(/save: .* cannot be written/);
  expect(await readFile(path, 'utf8')).toBe('old');
  await expect(model.save(folder)).rejects.toThrow('cannot be written'); // the name of a directory
  expect((await readdir(join(folder, '..'))).filter((name) => name.startsWith(`.${basename(folder)}`))).toEqual([]);
  await expect(loadModel(join(folder, 'missing'))).rejects.toThrow(/loadModel: .*missing cannot be read/);
});

test('what is saved are the values at the time of the call, and nothing is kept', async () => {
  const model = sequential([input({ shape: [1] }), dense({ units: 2, name: 'd', kernelInitializer: 'ones' })]);
  const path = join(folder, 'time of the call');
  await model.toBytes();
  const before = memory();
  const [saving, bytes] = [model.save(path), model.toBytes()];
  model.setWeights([tensor([[5, 6]]), tensor([7, 8])]);
  await saving;
  for (const contents of [await readFile(path), await bytes]) {
    const { tensors } = readSafetensors(contents);
    expect([...(tensors.get('d/kernel')!.data as Float32Array)]).toEqual([1, 1]);
  }
  await expect(model.save(join(path, 'below a file'))).rejects.toThrow('cannot be written');
  expect(memory().bytes).toBe(before.bytes);
});

test('weights that do not fit the model are refused before any is put in', async () => {
  const model = sequential([input({ shape: [2] }), dense({ units: 3, name: 'd' })]);
  const file = readSafetensors(await model.toBytes());
  const change = (name: string, entry?: { shape: number[]; data: Float32Array }) => {
    const tensors = new Map(file.tensors);
    tensors.delete(name);
    if (entry !== undefined) tensors.set(name, { dtype: 'float32', ...entry });
    return writeSafetensors({ ...file, tensors });
  };
  await expect(loadModel(change('d/bias'))).rejects.toThrow("Got no 'd/bias'. Expected 'd/kernel', 'd/bias'.");
  await expect(loadModel(change('extra', { shape: [1], data: new Float32Array(1) }))).rejects.toThrow(
    "an unknown 'extra'",
  );
  await expect(loadModel(change('d/bias', { shape: [4], data: new Float32Array(4) }))).rejects.toThrow(
    "loadModel, weight 'd/bias': its shape is not that of the model. Got [4]. Expected [3].",
  );
});

test('a saved model with a broken configuration is refused', async () => {
  const model = sequential([input({ shape: [2] }), dense({ units: 3, name: 'd' })]);
  const file = readSafetensors(await model.toBytes());
  const text = file.metadata.get('mariana.model') as string;
  const load = (changed: string) =>
    loadModel(writeSafetensors({ ...file, metadata: new Map([['mariana.model', changed]]) }));
  await expect(load(text.replace('"units":3', '"units":-3'))).rejects.toThrow(
    'Dense: units is not a positive integer. Got -3.',
  );
  await expect(load(text.replace('"units":3', '"units":3,"__proto__":{"x":1}'))).rejects.toThrow(
    "its configuration has an unknown entry '__proto__'",
  );
  await expect(load(text.replace('"units":3', '"units":3,"unitz":4'))).rejects.toThrow("an unknown entry 'unitz'");
  await expect(load(text.replace('"class_name":"Zeros"', '"class_name":"Nulls"'))).rejects.toThrow(
    'names no initializer that is known',
  );
  await expect(load(text.slice(1))).rejects.toThrow('it is not JSON');
  await expect(load('{"version":2,"model":{}}')).rejects.toThrow(
    'a version that is not known. Got 2. Expected version 1.',
  );
  await expect(loadModel(writeSafetensors({ ...file, metadata: new Map() }))).rejects.toThrow('weights but no model');
  expect(({} as { x?: number }).x).toBeUndefined();
  await expect(loadModel(42 as never)).rejects.toThrow('this is not a source of a model');
});

test('loading makes no value twice: what is loaded is what was saved, bit for bit', async () => {
  const model = sequential([input({ shape: [3] }), dense({ units: 2, kernelInitializer: 'orthogonal' })]);
  model.setWeights([
    tensor([
      [1 / 3, -0],
      [Number.MIN_VALUE, 1e38],
      [0.1, 0.2],
    ]),
    tensor([NaN, Infinity]),
  ]);
  const copy = await loadModel(await model.toBytes());
  for (const [i, value] of copy.getWeights().entries()) {
    const [a, b] = [await value.data(), await model.getWeights()[i]!.data()];
    expect(new Uint8Array(a.buffer)).toEqual(new Uint8Array(b.buffer));
  }
});
