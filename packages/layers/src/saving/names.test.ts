import { ArgumentError, FormatError, ones, referenceEngine, setEngine, type Tensor } from '@mariana/tensor';
import { beforeAll, expect, test } from 'vitest';
import { Layer } from '../base/layer.ts';
import type { AnyLayer } from '../base/types.ts';
import type { Weight } from '../base/weight.ts';
import { dense } from '../core/dense.ts';
import { input } from '../core/input.ts';
import { Model } from '../model/model.ts';
import { sequential } from '../model/sequential.ts';
import { loadModel } from './load-model.ts';
import { weightPaths } from './paths.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

beforeAll(() => setEngine(referenceEngine()));

/** A layer with one weight of a given name. */
class Named extends Layer {
  readonly #weightName: string;
  declare own: Weight;
  constructor(weightName: string) {
    super({ name: 'named' });
    this.#weightName = weightName;
  }
  override build(): void {
    this.own = this.weight(this.#weightName, [2], { initializer: 'ones' });
  }
  call(x: Tensor): Tensor {
    return x.mul(this.own.value);
  }
}

test("names with '/' are refused, as in Keras: paths of weights are clear", async () => {
  const message = "Got 'a/b'. Expected a string of one letter or more, without '/'";
  expect(() => dense({ units: 1, name: 'a/b' })).toThrow(message);
  expect(() => input({ shape: [1], name: 'a/b' })).toThrow(message);
  expect(() => sequential([], { name: 'a/b' })).toThrow(ArgumentError);
  expect(() => new Named('a/b').build()).toThrow(message);
  const { tensors, metadata } = readSafetensors(await sequential([input({ shape: [1], name: 'x' })]).toBytes());
  const changed = [...metadata].map(([key, text]) => [key, text.replace('"name":"x"', '"name":"x/y"')] as const);
  await expect(loadModel(writeSafetensors({ tensors, metadata: new Map(changed) }))).rejects.toThrow(FormatError);
});

test('two weights of one path: both layers are named, when saving and when loading', async () => {
  /** Finds its layers in a way of its own. */
  class Whole extends Model {
    static override readonly className: string = 'Whole';
    inner = sequential([dense({ units: 2, name: 'b' })], { name: 'a' });
    beside = dense({ units: 2, name: 'beside' });
    override get sublayers(): ReadonlyMap<string, AnyLayer> {
      return new Map<string, AnyLayer>([
        ['a', this.inner],
        ['a/b', this.beside],
      ]);
    }
    override call(x: Tensor): Tensor {
      return this.beside.apply(this.inner.apply(x));
    }
  }
  const model = new Whole();
  model.build([null, 2]);
  const message = "two weights have the path 'a/b/kernel'. Got one of Dense 'b' and one of Dense 'beside'.";
  await expect(model.toBytes()).rejects.toThrow(message);
  const file = await sequential([input({ shape: [2] }), dense({ units: 2 })]).toBytes();
  await expect(model.loadWeights(file)).rejects.toThrow(message);
});

test('two layers of one path in the fields of a class', () => {
  class Whole extends Model {
    parts = { 'a.b': dense({ units: 1, name: 'first' }), a: { b: dense({ units: 1, name: 'second' }) } };
  }
  expect(() => new Whole().sublayers).toThrow(
    "two layers in its fields have the path 'parts.a.b'. Got Dense 'first' and Dense 'second'.",
  );
});

test('layers in records without a prototype are found', () => {
  class Whole extends Model {
    parts = Object.assign(Object.create(null) as Record<string, AnyLayer>, { a: dense({ units: 1 }) });
  }
  expect([...new Whole().sublayers.keys()]).toEqual(['parts.a']);
});

test('layers, inputs and outputs may have the names of things in JavaScript', async () => {
  const names = ['prototype', 'constructor', '__proto__', 'toString'];
  const inputs = Object.fromEntries(names.map((name) => [name, input({ shape: [2], name: `x_${name}` })]));
  const outputs = Object.fromEntries(names.map((name) => [name, dense({ units: 3, name }).apply(inputs[name]!)]));
  const model = new Model({ inputs, outputs }) as unknown as Model;
  const bytes = await model.toBytes();
  expect([...readSafetensors(bytes).tensors.keys()].filter((path) => path.endsWith('kernel')).sort()).toEqual(
    names.map((name) => `${name}/kernel`).sort(),
  );
  const copy = await loadModel(bytes);
  expect(copy.getConfig()).toEqual(model.getConfig());
  const x = Object.fromEntries(names.map((name, i) => [name, ones([1, 2]).mul(i + 1)]));
  const [a, b] = [model.apply(x), copy.apply(x)] as unknown as Record<string, Tensor>[];
  expect(Object.keys(b!)).toEqual(names);
  for (const name of names) expect(await b![name]!.array()).toEqual(await a![name]!.array());
});

test('weights of such names too; the one that the format reserves is refused when saving', async () => {
  for (const name of ['prototype', 'constructor', '__proto__']) {
    const model = wrap(new Named(name));
    await model.loadWeights(await model.toBytes());
    expect([...weightPaths(model)].map(([path]) => path)).toEqual([name]);
  }
  await expect(wrap(new Named('__metadata__')).toBytes()).rejects.toThrow("a tensor is named '__metadata__'");
});

/** A model whose own weight is that of the layer: no name of a layer stands before it. */
function wrap(layer: Named): Model {
  class Whole extends Model {
    override get ownWeights() {
      return layer.ownWeights;
    }
    override call(x: Tensor): Tensor {
      return layer.apply(x);
    }
  }
  const model = new Whole();
  model.build([null, 2]);
  return model;
}
