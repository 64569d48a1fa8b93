import { FormatError, referenceEngine, setEngine } from '@mariana/tensor';
import { beforeAll, expect, test } from 'vitest';
import { dense } from '../core/dense.ts';
import { input } from '../core/input.ts';
import { Model } from '../model/model.ts';
import { type Sequential, sequential } from '../model/sequential.ts';
import type { Json } from '../options/json.ts';
import type { SymbolicTensor } from '../symbolic/symbolic-tensor.ts';
import { loadModel } from './load-model.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

beforeAll(() => setEngine(referenceEngine()));

/** A file with a model's configuration and no weights. */
function file(model: Json): Uint8Array {
  return writeSafetensors({
    tensors: new Map(),
    metadata: new Map([['mariana.model', JSON.stringify({ version: 1, model })]]),
  });
}

const inputLayer = (name: string) => ({
  class_name: 'InputLayer',
  config: { batch_shape: [null, 2], dtype: 'float32', name },
});
const symbol = (layer: string, node = 0) => ({
  class_name: '__keras_tensor__',
  config: { shape: [null, 2], dtype: 'float32', keras_history: [layer, node, 0] },
});
const node = (...inputs: Json[]) => ({ args: inputs, kwargs: {} });
const flatten = (name: string, from: string) => ({
  class_name: 'Flatten',
  name,
  config: { name, trainable: true, dtype: 'float32', data_format: 'channels_last' },
  inbound_nodes: [node(symbol(from))],
});

async function nested(depth: number): Promise<Sequential> {
  let model = sequential([input({ shape: [2] }), dense({ units: 2 })]);
  // Each is built before it stands in the next: building needs no more stack than saving.
  for (let i = 1; i < depth; i++) model = sequential([input({ shape: [2] }), model]);
  return model;
}

test('500 models in each other are saved and loaded, by a limit that is the same for both', async () => {
  const model = await nested(500);
  const copy = await loadModel(await model.toBytes());
  expect(copy.countParams()).toBe(6);
  expect(copy.getConfig()).toEqual(model.getConfig());
  expect(await copy.apply([[1, 2]]).array()).toEqual(await model.apply([[1, 2]]).array());
  await copy.loadWeights(await model.toBytes());
  const message = 'models stand too deep in each other. Expected at most 500 levels.';
  const deeper = await nested(501);
  await expect(deeper.toBytes()).rejects.toThrow(`save: ${message}`);
  const { tensors, metadata } = readSafetensors(await model.toBytes());
  const entry = JSON.parse(metadata.get('mariana.model') as string);
  const { config } = entry.model;
  entry.model = {
    ...entry.model,
    shared_object_id: -1,
    config: { ...config, layers: [config.layers[0], entry.model] },
  };
  const changed = new Map([['mariana.model', JSON.stringify(entry)]]);
  await expect(loadModel(writeSafetensors({ tensors, metadata: changed }))).rejects.toThrow(`loadModel: ${message}`);
  const deep = `${'['.repeat(3000)}${']'.repeat(3000)}`;
  const text = new Map([['mariana.model', `{"version":1,"model":${deep}}`]]);
  await expect(loadModel(writeSafetensors({ tensors, metadata: text }))).rejects.toThrow('nested too deep');
});

test('90 models of a sequence without inputs, as a program writes them', async () => {
  let model = sequential([dense({ units: 2 })]);
  for (let i = 0; i < 90; i++) model = sequential([model]);
  model.build([null, 2]);
  expect((await loadModel(await model.toBytes())).countParams()).toBe(6);
});

test('a model that applies an inner one twice, at each of 60 levels, is loaded at once', async () => {
  // Traced again for each application, it would take 2^60 traces.
  const level = (depth: number): { class_name: string; name: string; config: { [key: string]: Json } } => {
    const name = `m${depth}`;
    const inner =
      depth === 0
        ? flatten('f', 'x')
        : { ...level(depth - 1), inbound_nodes: [node(symbol('x')), node(symbol(`m${depth - 1}`))] };
    const last = depth === 0 ? ['f', 0, 0] : [`m${depth - 1}`, 1, 0];
    const config = { name, layers: [inputLayer('x'), inner], input_layers: ['x', 0, 0], output_layers: last };
    return { class_name: 'Functional', name, config };
  };
  const start = performance.now();
  const model = await loadModel(file(level(60)));
  expect(model.layers).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(5000);
});

test('models whose shapes double in number with every level are refused', async () => {
  // x [batch, n, 1] becomes one of 2 n steps and one of 2 n - 1: there are 2^30 sizes at the innermost of 30 levels.
  const steps = { shape: [null, null], dtype: 'float32' };
  const conv = (name: string, filters: number, kernel_size: number, from: string) => ({
    ...{ class_name: 'Conv1D', name, inbound_nodes: [node(symbol(from))] },
    config: { name, filters, kernel_size: [kernel_size] },
  });
  const reshape = (name: string, target_shape: number[], from: string) => ({
    ...{ class_name: 'Reshape', name, config: { name, target_shape }, inbound_nodes: [node(symbol(from))] },
  });
  const level = (depth: number): { class_name: string; name: string; config: { [key: string]: Json } } => {
    const name = `m${depth}`;
    const input = {
      class_name: 'InputLayer',
      config: { batch_shape: [...steps.shape, 1], dtype: 'float32', name: 'x' },
    };
    const twice = [conv('c', 2, 1, 'x'), reshape('twice', [-1, 1], 'c'), conv('less', 1, 2, 'twice')];
    const inner =
      depth === 0 ? [] : [{ ...level(depth - 1), inbound_nodes: [node(symbol('twice')), node(symbol('less'))] }];
    const ends = depth === 0 ? [['less', 0, 0]] : [0, 1].map((i) => [`m${depth - 1}`, i, 0]);
    const config = {
      name,
      layers: [input, ...twice, ...inner],
      input_layers: ['x', 0, 0],
      output_layers: ends[0] as Json,
    };
    // Both applications count, as the second is an output beside the first.
    return {
      class_name: 'Functional',
      name,
      config: depth === 0 ? config : { ...config, output_layers: ends as Json },
    };
  };
  const start = performance.now();
  await expect(loadModel(file(level(2)))).rejects.toThrow("Got no 'c/kernel'"); // the graph is right, the weights are missing
  await expect(loadModel(file(level(30)))).rejects.toThrow('applied to too many different shapes');
  expect(performance.now() - start).toBeLessThan(20_000);
});

test('a layer that is reached in 2^60 ways is visited once', async () => {
  let inner = new Model({ ...ends((x) => dense({ units: 2, name: 'd' }).apply(x)), name: 'm0' });
  for (let i = 1; i <= 60; i++) {
    const below = inner;
    const [left, right] = ['left', 'right'].map((name) => new Model({ ...ends((x) => below.apply(x)), name }));
    inner = new Model({ ...ends((x) => right!.apply(left!.apply(x))), name: `m${i}` });
  }
  expect(inner.weights).toHaveLength(2);
  expect(inner.trainableWeights).toHaveLength(2);
  inner.trainable = false;
  expect(inner.trainableWeights).toHaveLength(0);
  const bytes = await inner.toBytes();
  expect(bytes.length).toBeLessThan(200_000);
  const copy = await loadModel(bytes);
  expect(copy.weights).toHaveLength(2);
  await copy.loadWeights(bytes);
});

function ends(body: (x: SymbolicTensor) => SymbolicTensor): { inputs: SymbolicTensor; outputs: SymbolicTensor } {
  const inputs = input({ shape: [2], name: 'x' });
  return { inputs, outputs: body(inputs) };
}

test('layers may be listed in any order, in time linear in their number', async () => {
  const count = 4000;
  const name = (i: number) => (i < 0 ? 'x' : `f${i}`);
  const layers = Array.from({ length: count }, (_, i) => flatten(name(i), name(i - 1)));
  const config = { name: 'm', input_layers: ['x', 0, 0], output_layers: [name(count - 1), 0, 0] };
  const load = (list: Json[]) =>
    loadModel(file({ class_name: 'Functional', name: 'm', config: { ...config, layers: list } }));
  await load([inputLayer('x'), ...layers.slice(0, 200)].concat(layers.slice(200)));
  const times = [];
  for (const list of [[inputLayer('x'), ...layers], [...layers].reverse().concat(inputLayer('x') as never)]) {
    const start = performance.now();
    expect((await load(list)).layers).toHaveLength(count);
    times.push(performance.now() - start);
  }
  const [forward, backward] = times as [number, number];
  expect(backward).toBeLessThan(5 * forward + 1000);
});

test('graphs with a circle, or with two layers of one name, are refused', async () => {
  const load = (...layers: Json[]) => {
    const config = {
      name: 'm',
      input_layers: ['x', 0, 0],
      output_layers: ['a', 0, 0],
      layers: [inputLayer('x'), ...layers],
    };
    return loadModel(file({ class_name: 'Functional', name: 'm', config }));
  };
  await expect(load(flatten('a', 'b'), flatten('b', 'a'))).rejects.toThrow(
    "Functional: the inputs of layer 'a' are not in the model.",
  );
  await expect(load(flatten('a', 'x'), flatten('a', 'x'))).rejects.toThrow('two layers have one name. Got "a".');
  await expect(load(flatten('a', 'x'), flatten('x', 'a'))).rejects.toThrow(FormatError);
  await expect(
    load({ ...flatten('a', 'x'), inbound_nodes: [node(symbol('a', 1)), node(symbol('x'))] }),
  ).rejects.toThrow("the inputs of layer 'a' are not in the model");
});
