import { dense, input, Model, sequential } from '@mariana/layers';
import { DataError, referenceEngine, setEngine, type Tensor, tensor, Variable, zeros } from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { type BatchLike, type DataTree, type Samples, sgd, Trainer, type TrainingData } from '../src/index.ts';
import { lineModel, modelOf } from './tiny-model.ts';

beforeAll(() => setEngine(referenceEngine()));

const quiet = { verbose: 0 } as const;
const trainerOf = (model: ConstructorParameters<typeof Trainer>[0]) =>
  new Trainer(model, { optimizer: sgd({ learningRate: 0 }), loss: 'meanSquaredError' });

/** 1·x₁ + 2·x₂ + 3·x₃ + 4·x₄ */
function weighted() {
  const model = sequential([input({ shape: [4] }), dense({ units: 1, useBias: false })]);
  model.setWeights([[[1], [2], [3], [4]]]);
  return model;
}

/** The same as a graph. */
function weightedGraph() {
  const x = input({ shape: [4] });
  const model = new Model({ inputs: x, outputs: dense({ units: 1, useBias: false }).apply(x) });
  model.setWeights([[[1], [2], [3], [4]]]);
  return model;
}

describe('the forms of inputs', () => {
  test.each<[string, DataTree]>([
    [
      'nested arrays',
      [
        [1, 1, 1, 1],
        [0, 0, 0, 2],
      ],
    ],
    ['typed arrays, each a sample', [Float32Array.of(1, 1, 1, 1), Float32Array.of(0, 0, 0, 2)]],
    ['typed arrays of integers', [Int32Array.of(1, 1, 1, 1), Int32Array.of(0, 0, 0, 2)]],
    ['typed arrays of several types', [Float32Array.of(1, 1, 1, 1), Int32Array.of(0, 0, 0, 2)]],
    ['one typed array, which is given axes as a tensor', []],
  ])('%s', async (name, x) => {
    const data = name.startsWith('one') ? tensor(Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 2), { shape: [2, 4] }) : x;
    for (const model of [weighted(), weightedGraph()]) {
      const trainer = trainerOf(model);
      expect(await (await trainer.predict(data)).array()).toEqual([[10], [8]]);
      const y = [[10], [9]];
      expect(await trainer.evaluate({ x: data, y })).toEqual({ loss: 0.5 });
      expect((await trainer.fit({ x: data, y }, quiet)).history.loss).toEqual([0.5]);
    }
  });

  test('typed arrays of different lengths are no rows', async () => {
    const trainer = trainerOf(weighted());
    await expect(trainer.predict([new Float32Array(4), new Float32Array(3)])).rejects.toThrow(
      'tensor: nested arrays are ragged. Got 3 values on axis 1.',
    );
  });

  test.each([
    ['Sequential', weighted],
    ['Functional', weightedGraph],
  ])('one sample without an axis of samples, to a %s', async (_, make) => {
    const trainer = trainerOf(make());
    for (const x of [[1, 2, 3, 4], Float32Array.of(1, 2, 3, 4), tensor([1, 2, 3, 4])]) {
      await expect(trainer.predict(x)).rejects.toThrow(
        'predict: the data have no axis of samples. Got [4]. Expected [any, 4], the first axis being the samples. ' +
          'Pass one sample as [sample] or x.expandDims(0).',
      );
    }
    const flat = { x: [1, 2, 3], y: [[1], [2], [3]] };
    const message =
      'Got [3]. Expected [any, 4], the first axis being the samples. Give each sample an axis with reshape.';
    await expect(trainer.fit(flat, quiet)).rejects.toThrow(message);
    await expect(trainer.evaluate(flat)).rejects.toThrow(message);
  });

  test('several tensors for a model of one input', async () => {
    const list = [tensor([[1, 2, 3, 4]]), tensor([[1, 2, 3, 4]])];
    for (const model of [weighted(), weightedGraph()]) {
      await expect(trainerOf(model).predict(list)).rejects.toThrow(
        'predict: the model has one input. Got 2. Expected one tensor with all samples, [any, 4]. Join them with concat or stack.',
      );
    }
  });

  test('one sample for a model that waits to see its first inputs', async () => {
    for (const model of [sequential([dense({ units: 1 })]), dense({ units: 1 })]) {
      await expect(trainerOf(model).predict([1, 2, 3, 4])).rejects.toThrow(
        'predict: the model does not take data of one axis. Got [4]. Expected samples on the first axis, and their own ' +
          'axes behind it. Pass one sample as [sample], or give each sample an axis with reshape.',
      );
      expect((await trainerOf(model).predict([[1, 2, 3, 4]])).shape).toEqual([1, 1]); // nothing of it was kept
    }
  });

  test('an image for a model of images', async () => {
    const model = sequential([input({ shape: [2, 3] }), dense({ units: 1 })]);
    await expect(trainerOf(model).predict(zeros([2, 3]))).rejects.toThrow('Expected [any, 2, 3]');
    expect((await trainerOf(model).predict(zeros([1, 2, 3]))).shape).toEqual([1, 2, 1]);
  });
});

describe('no samples', () => {
  const none = (): Samples => ({ x: zeros([0, 4]), y: zeros([0, 1]) });

  test('fit and evaluate say so', async () => {
    const trainer = trainerOf(weighted());
    const message = 'the data have no samples. Got x of shape [0, 4]. Expected at least one sample, on the first axis.';
    for (const data of [none(), [none()], [none(), none()]]) {
      await expect(trainer.fit(data, quiet)).rejects.toThrow(`fit: ${message}`);
      await expect(trainer.evaluate(data)).rejects.toThrow(`evaluate: ${message}`);
    }
    await expect(trainer.fit({ x: [], y: [] }, quiet)).rejects.toThrow('Got x of shape [0].');
    await expect(trainer.evaluate({ x: [], y: [] })).rejects.toThrow(DataError);
    await expect(trainer.fit([], quiet)).rejects.toThrow('fit: the data gave no batch.');
    await expect(trainer.evaluate([])).rejects.toThrow('evaluate: the data gave no batch.');
    const validation = none();
    await expect(trainer.fit({ x: zeros([1, 4]), y: zeros([1, 1]) }, { ...quiet, validation })).rejects.toThrow(
      `fit validation: ${message}`,
    );
    await expect(trainer.fit(none(), { ...quiet, validationSplit: 0.5 })).rejects.toThrow(message);
  });

  test('predict gives tensors without elements, of the shapes that some samples would have', async () => {
    for (const model of [weighted(), weightedGraph(), sequential([dense({ units: 1 })])]) {
      const y = await trainerOf(model).predict(zeros([0, 4]));
      expect([y.shape, await y.array()]).toEqual([[0, 1], []]);
    }
    const w = new Variable([[1]]);
    const several = modelOf([w], (x) => x);
    const model = { ...several, apply: ({ a }: { a: Tensor }) => [a.mul(2), { b: a.sum({ axis: 1 }) }] };
    const [first, second] = await trainerOf(model).predict<[Tensor, { b: Tensor }]>({ a: zeros([0, 2, 3]) });
    expect([first.shape, second.b.shape]).toEqual([
      [0, 2, 3],
      [0, 3],
    ]);
  });

  test('predict of [] says that nothing tells the shape of a sample', async () => {
    await expect(trainerOf(weighted()).predict([])).rejects.toThrow(
      'predict: the data have no samples. Got x of shape [0]. Expected at least one sample, on the first axis. ' +
        'For an empty result pass a tensor that has the shape of a sample: zeros([0, 4]).',
    );
  });

  test('a generator that is at its end says so at once', async () => {
    const once = (function* (): Generator<BatchLike> {
      yield { x: [[1]], y: [[1]] };
    })();
    const trainer = trainerOf(lineModel());
    expect((await trainer.fit(once, quiet)).epoch).toEqual([0]);
    await expect(trainer.fit(once, quiet)).rejects.toThrow(
      'fit: the data gave no batch. Got none in pass 1. A generator can be gone through only once',
    );
  });
});

describe('[x, y]', () => {
  const [x, y] = [() => tensor([[1], [2]]), () => tensor([[1], [3]])];

  test.each<[string, () => TrainingData]>([
    ['tensors', () => [x(), y()]],
    ['a tensor beside arrays', () => [x(), [[1], [3]]]],
    ['typed arrays', () => [[Float32Array.of(1), Float32Array.of(2)], y()]],
    [
      'arrays that are no two batches',
      () => [
        [[1], [2], [2]],
        [[1], [3], [3]],
      ],
    ],
    ['a list of one batch', () => [[x(), y()]]],
    ['a list of two batches', () => [[tensor([[1]]), tensor([[1]])], { x: [[2]], y: [[3]] }]],
  ])('%s, for training, validation and evaluation', async (name, make) => {
    // Squared errors of a prediction of 0.
    const expected = name.includes('no two') ? (1 + 9 + 9) / 3 : (1 + 9) / 2;
    const trainer = trainerOf(lineModel());
    const { history } = await trainer.fit(make(), { ...quiet, validation: make() });
    expect(history.loss![0]).toBeCloseTo(expected, 5);
    expect(history.valLoss![0]).toBeCloseTo(expected, 5);
    expect((await trainer.evaluate(make())).loss).toBeCloseTo(expected, 5);
  });

  test('two pairs of arrays of numbers may be either: which, has to be said', async () => {
    const data = [
      [[1], [2]],
      [[1], [3]],
    ] as const;
    const trainer = trainerOf(lineModel());
    const message = 'these arrays of numbers are both [x, y] and a list of two batches. Expected { x, y }';
    await expect(trainer.fit(data, quiet)).rejects.toThrow(message);
    await expect(trainer.fit({ x: data[0], y: data[1] }, { ...quiet, validation: data })).rejects.toThrow(message);
    expect(await trainer.evaluate({ x: data[0], y: data[1] })).toEqual({ loss: 5 });
  });
});
