import { readFileSync } from 'node:fs';
import { ones, referenceEngine, setEngine, type Tensor, tensor, vjp, zeros } from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import fixture from '../../fixtures/keras_recurrent.json' with { type: 'json' };
import { dense } from '../core/dense.ts';
import { embedding } from '../core/embedding.ts';
import { input } from '../core/input.ts';
import { Model } from '../model/model.ts';
import { runLayerTest, undocumentedDefaults } from '../testing/index.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { sharedRecurrentOptions } from './options.ts';
import type { Recurrent } from './recurrent.ts';
import { simpleRnn } from './simple-rnn.ts';

beforeAll(() => setEngine(referenceEngine()));

const factories = { lstm, gru, simpleRnn } as unknown as Record<string, (options: object) => Recurrent>;
const make = (values: readonly number[], shape: readonly number[]) => tensor(Float32Array.from(values), { shape });
const listed = (y: unknown) => (Array.isArray(y) ? y : [y]) as Tensor[];

async function expectClose(what: string, actual: Tensor, expected: readonly number[]) {
  const values = Array.from(await actual.data(), Number);
  expect(values, what).toHaveLength(expected.length);
  for (const [i, value] of values.entries()) {
    const wanted = expected[i] as number;
    expect(Math.abs(value - wanted), `${what}, element ${i}`).toBeLessThan(2e-5 * (1 + Math.abs(wanted)));
  }
}

const titled = fixture.cases.map((example) => {
  const extra = [example.mask && 'mask', example.inputs.length > 1 && 'initial state'].filter(Boolean).join(', ');
  return [`${example.factory} ${JSON.stringify(example.options)} ${extra}`, example] as const;
});

test.each(titled)('against Keras, values and gradients: %s', async (_title, example) => {
  const layer = factories[example.factory]?.(example.options) as Recurrent;
  layer.build(example.inputs[0]?.shape as number[]);
  expect(layer.weights.map(({ name, shape }) => [name, shape])).toEqual(
    example.weights.map(({ name, shape }) => [name, shape]),
  );
  const inputs = example.inputs.map(({ values, shape }) => make(values, shape));
  const weights = example.weights.map(({ values, shape }) => make(values, shape));
  const options = example.mask === null ? {} : { mask: tensor(example.mask) };
  const { value, pull } = vjp(
    (...all) => {
      for (const [i, weight] of layer.weights.entries()) {
        const given = all[inputs.length + i] as Tensor;
        weight.adapter = { value: () => given }; // the weight's gradient, through what the layer reads
      }
      return listed(layer.apply(inputs.length === 1 ? (all[0] as Tensor) : all.slice(0, inputs.length), options));
    },
    ...inputs,
    ...weights,
  );
  for (const [i, wanted] of example.outputs.entries()) {
    expect(value[i]?.shape).toEqual(wanted.shape);
    await expectClose(`output ${i}`, value[i] as Tensor, wanted.values);
  }
  const gradients = pull(...example.outputs.map(({ cotangent, shape }) => make(cotangent, shape)));
  for (const [i, { gradient }] of [...example.inputs, ...example.weights].entries()) {
    await expectClose(`gradient ${i}`, gradients[i] as Tensor, gradient);
  }
});

describe.each([
  ['lstm', lstm, 4, [4 * 3]],
  ['gru', gru, 3, [2, 3 * 3]],
  ['simpleRnn', simpleRnn, 1, [3]],
] as const)('%s', (name, factory, gates, bias) => {
  test('does what every layer does', async () => {
    const weights = [
      ['kernel', [2, 3 * gates]],
      ['recurrent_kernel', [3, 3 * gates]],
      ['bias', bias],
    ] as const;
    const inputs = make([1, -2, 3, 4, 0.5, 6, -7, 0.8], [2, 2, 2]);
    const options = { units: 3, dropout: 0.2, recurrentDropout: 0.3, seed: 1, kernelRegularizer: 'l2' } as const;
    await runLayerTest({ make: () => factory(options), inputs, weights, outputs: [[2, 3]] });
    const all = { units: 3, returnSequences: true, returnState: true, goBackwards: true } as const;
    const outputs = [[2, 2, 3], [2, 3], ...(name === 'lstm' ? [[2, 3]] : [])];
    await runLayerTest({ make: () => factory(all), inputs, weights, outputs });
  });

  test('dropout: the same masks at every step, others in the next batch, a share of the elements', async () => {
    // A kernel of ones on an input that is 1 at one step alone: what comes of a step shows which inputs were kept.
    const layer = factory({
      units: 3,
      dropout: 0.4,
      seed: 7,
      kernelInitializer: 'ones',
      recurrentInitializer: 'zeros',
    });
    const steps = async (time: number) => {
      const x = zeros([4, 3, 64]).add(tensor([0, 1, 2]).equal(time).cast('float32').reshape([1, 3, 1]).mul(0.001));
      const { pull } = vjp((value) => layer.apply(value, { training: true }), x);
      return pull(ones([4, 3]));
    };
    await steps(2);
    const [dx] = await steps(2);
    const kept = Array.from(await (dx as Tensor).slice([0, 2], [4, 3]).notEqual(0).data(), Number);
    const share = kept.reduce((sum, one) => sum + one, 0) / kept.length;
    expect(Math.abs(share - 0.6)).toBeLessThan(0.16); // five standard deviations of 256 draws
    const twin = factory({ units: 3, dropout: 0.4, seed: 7, returnSequences: true });
    const again = factory({ units: 3, dropout: 0.4, seed: 7, returnSequences: true });
    twin.build([4, 3, 64]);
    again.build([4, 3, 64]);
    again.setWeights(twin.getWeights());
    const run = (one: typeof twin) => one.apply(ones([4, 3, 64]), { training: true }).array();
    const first = await run(twin);
    expect(first).toEqual(await run(again));
    expect(first).not.toEqual(await run(twin));
  });

  test('one input mask, or one a gate with recurrent dropout; each the same at all steps', async () => {
    const gradientAt = async (recurrentDropout: number) => {
      // Without a state's influence every step has the gradient of its own input only.
      const layer = factory({
        units: 1,
        dropout: 0.5,
        recurrentDropout,
        seed: 3,
        returnSequences: true,
        recurrentInitializer: 'zeros',
      });
      const { pull } = vjp((x) => layer.apply(x, { training: true }), zeros([1, 2, 400]));
      const [dx] = pull(ones([1, 2, 1]));
      const [a, b] = ((await (dx as Tensor).array()) as number[][][])[0] as [number[], number[]];
      expect(a.map((value) => value !== 0)).toEqual(b.map((value) => value !== 0));
      return a.filter((value) => value !== 0).length / 400;
    };
    expect(Math.abs((await gradientAt(0)) - 0.5)).toBeLessThan(0.125);
    if (name === 'simpleRnn') return;
    // An element's gradient is 0 only where the masks of all gates that have one are: for fewer than half.
    const fewest = await gradientAt(0.1);
    expect(fewest).toBeGreaterThan(0.45);
  });

  test('stateful: a batch goes on where the one before ended', async () => {
    const layer = factory({ units: 3, stateful: true });
    layer.build([2, 4, 2]);
    const whole = factory({ units: 3 });
    whole.build([2, 4, 2]);
    whole.setWeights(layer.getWeights());
    const x = make(
      Array.from({ length: 16 }, (_, i) => Math.sin(i)),
      [2, 4, 2],
    );
    layer.apply(x.slice([0, 0], [2, 2]));
    await expectClose(name, layer.apply(x.slice([0, 2], [2, 4])), Array.from(await whole.apply(x).data(), Number));
    layer.resetState();
    await expectClose(name, layer.apply(x), Array.from(await whole.apply(x).data(), Number));
  });
});

test('lstm: the forget gate begins with a bias of 1', async () => {
  const layer = lstm({ units: 2 });
  layer.build([1, 1, 1]);
  expect(await layer.bias?.value.array()).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  const plain = lstm({ units: 2, unitForgetBias: false });
  plain.build([1, 1, 1]);
  expect(await plain.bias?.value.array()).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
});

test('embedding does what every layer does', async () => {
  await runLayerTest({
    make: () => embedding({ inputDim: 5, outputDim: 2 }),
    inputs: tensor([[1, 4, 0]], { dtype: 'int32' }),
    weights: [['embeddings', [5, 2]]],
    outputs: [[1, 3, 2]],
  });
});

test('maskZero: the mask reaches the recurrent layer, through layers that pass it on, in models too', async () => {
  const ids = input({ shape: [4], dtype: 'int32' });
  const table = embedding({ inputDim: 5, outputDim: 3, maskZero: true });
  const through = dense({ units: 3 });
  const layer = gru({ units: 2 });
  const model = new Model({ inputs: ids, outputs: layer.apply(through.apply(table.apply(ids))) });
  const padded = await model.apply(tensor([[3, 1, 0, 0]], { dtype: 'int32' })).array();
  const vectors = through.apply(table.apply(tensor([[3, 1]], { dtype: 'int32' })));
  expect(padded).toEqual(await layer.apply(vectors).array());
});

test('the docstrings of the options state their defaults; inputs of another rank are refused', () => {
  const source = readFileSync(new URL('./options.ts', import.meta.url), 'utf8');
  const { name, trainable, dtype, ...own } = sharedRecurrentOptions.spec;
  expect(
    undocumentedDefaults(
      source,
      Object.assign(Object.create(Object.getPrototypeOf(sharedRecurrentOptions)), { spec: own }),
    ),
  ).toEqual([]);
  expect(() => lstm({ units: 2, name: 'memory' }).apply(ones([2, 3]))).toThrow(
    "LSTM 'memory': the input is not a batch of sequences. Got [2, 3]. Expected [batch, time, inputs].",
  );
});
