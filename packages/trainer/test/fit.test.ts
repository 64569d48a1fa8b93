import { currentEngine, referenceEngine, setEngine, type Tensor, tensor, Variable } from '@mariana/tensor';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type BatchLike,
  type Callback,
  type Logs,
  MeanMetric,
  NonFiniteLossError,
  sgd,
  Trainer,
} from '../src/index.ts';
import { expectClose } from './close.ts';
import { lineModel, modelOf } from './tiny-model.ts';

beforeAll(() => setEngine(referenceEngine()));

const column = (values: readonly number[]) => tensor(values.map((value) => [value]));
const quiet = { verbose: 0 } as const;
const lineTrainer = (learningRate = 0.1, model = lineModel()) =>
  new Trainer(model, { optimizer: sgd({ learningRate }), loss: 'meanSquaredError' });
const weightOf = async (trainer: Trainer) => Number((await trainer.model.weights[0]!.variable.value.data())[0]);

describe('fit', () => {
  test('learns a line', async () => {
    const trainer = lineTrainer();
    const x = column([-1, 0, 1, 2]);
    const history = await trainer.fit({ x, y: x.mul(3) }, { ...quiet, epochs: 50, batchSize: 2, seed: 1 });
    expectClose(await weightOf(trainer), 3, 1e-3);
    expect(history.epoch).toEqual(Array.from({ length: 50 }, (_, i) => i));
    const { loss } = history.history;
    expect(loss).toHaveLength(50);
    expect(loss!.at(-1)).toBeLessThan(loss![0]! / 1000);
  });

  test("an epoch's loss weighs each batch by its size, the last one being smaller", async () => {
    const trainer = lineTrainer(0);
    // Without learning the prediction stays 0: squared errors 1, 1 | 4 and their mean 2, not (1 + 4) / 2.
    const history = await trainer.fit(
      { x: [[1], [1], [1]], y: [[1], [-1], [2]] },
      { ...quiet, batchSize: 2, shuffle: false },
    );
    expect(history.history.loss).toEqual([2]);
    expect(await trainer.evaluate({ x: [[1], [1], [1]], y: [[1], [-1], [2]] }, { batchSize: 2 })).toEqual({ loss: 2 });
  });

  test('metrics are shown beside the loss, of validation data under their own names', async () => {
    const error = new MeanMetric('error', (t, p) => t.sub(p).abs(), 'down');
    const trainer = new Trainer(lineModel(), {
      optimizer: sgd({ learningRate: 0 }),
      loss: 'mse',
      metrics: [error, 'mse'],
    });
    const history = await trainer.fit(
      { x: [[1], [1], [1]], y: [[1], [-1], [2]] },
      { ...quiet, batchSize: 2, validation: { x: [[1]], y: [[3]] } },
    );
    const { loss, error: errors, mse, valLoss, valError, valMse } = history.history;
    expectClose([loss, errors, mse, valLoss, valError, valMse], [2, 4 / 3, 2, 9, 3, 9]);
  });

  test('validationSplit holds back the last samples, before any shuffling', async () => {
    const trainer = lineTrainer(0);
    const y = column([1, 1, 1, 2, 2]); // floor(5 · 0.7) = 3 to train on
    const history = await trainer.fit({ x: column([1, 1, 1, 1, 1]), y }, { ...quiet, validationSplit: 0.3, seed: 3 });
    expect(history.history).toEqual({ loss: [1], valLoss: [4] });
  });

  test('the same seed gives the same order in every epoch, another seed another', async () => {
    const orderOf = async (seed: number) => {
      const seen: number[] = [];
      const model = modelOf([new Variable([0])], (x) => {
        seen.push(...Array.from(x.dataSync(), Number));
        return x.mul(0);
      });
      const loss = (t: Tensor, p: Tensor) => t.sub(p).add(model.variables[0]!.value.sum());
      const trainer = new Trainer(model, { optimizer: sgd(), loss });
      const x = tensor(Array.from({ length: 10 }, (_, i) => i));
      await trainer.fit({ x, y: x }, { ...quiet, epochs: 2, batchSize: 4, seed });
      return seen;
    };
    const first = await orderOf(5);
    expect(first.slice(0, 10).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(first.slice(10)).not.toEqual(first.slice(0, 10)); // each epoch its own order
    expect(await orderOf(5)).toEqual(first);
    expect(await orderOf(6)).not.toEqual(first);
  });

  test('goes on from initialEpoch, and the optimizer from where it was', async () => {
    const trainer = lineTrainer();
    const data = { x: [[1], [2]], y: [[1], [2]] };
    await trainer.fit(data, { ...quiet, epochs: 2 });
    const history = await trainer.fit(data, { ...quiet, epochs: 5, initialEpoch: 2 });
    expect(history.epoch).toEqual([2, 3, 4]);
    expect(trainer.optimizer.iterations).toBe(5);
  });

  test('a model with several inputs takes them as a list or a record', async () => {
    const w = new Variable([[0]]);
    const model = { ...modelOf([w], (x) => x), apply: ({ a, b }: { a: Tensor; b: Tensor }) => a.add(b).mul(w.value) };
    const trainer = new Trainer(model, { optimizer: sgd({ learningRate: 0.1 }), loss: 'mse' });
    const data = { x: { a: column([1, 2, 3]), b: column([0, 1, 1]) }, y: column([2, 6, 8]) };
    await trainer.fit(data, { ...quiet, epochs: 100, batchSize: 2 });
    expectClose(await w.value.array(), [[2]], 1e-3);
    expectClose(await (await trainer.predict(data.x)).array(), [[2], [6], [8]], 1e-2);
  });
});

describe('batches from an iterable', () => {
  test('an array of batches is gone through in order each epoch, and stays usable', async () => {
    const trainer = lineTrainer(0);
    const batches = [{ x: column([1]), y: column([1]) }, [column([1, 1]), column([2, 2])]] as const;
    const history = await trainer.fit(batches, { ...quiet, epochs: 2 });
    expect(history.history.loss).toEqual([3, 3]); // (1 + 4 + 4) / 3
    expect(await batches[0].x.array()).toEqual([[1]]);
  });

  test('an asynchronous one hands its batches over: they are given back', async () => {
    const made: Tensor[] = [];
    const batches = {
      async *[Symbol.asyncIterator](): AsyncGenerator<BatchLike> {
        for (let i = 0; i < 3; i++) {
          const x = column([i]);
          made.push(x);
          yield { x, y: x };
        }
      },
    };
    const history = await lineTrainer().fit(batches, { ...quiet, epochs: 2 });
    expect(history.epoch).toEqual([0, 1]);
    expect(made).toHaveLength(6);
    expect(made.every((tensor) => tensor.isDisposed)).toBe(true);
  });

  test('a generator ends after one epoch: the next one says so', async () => {
    const once = (function* (): Generator<BatchLike> {
      yield [column([1]), column([1])];
    })();
    await expect(lineTrainer().fit(once, { ...quiet, epochs: 2 })).rejects.toThrow(
      'fit: the data gave no batch. Got none in pass 2. A generator can be gone through only once',
    );
  });

  test('a tensor that is handed over twice is named as what it is', async () => {
    const batch = { x: column([1]), y: column([1]) };
    const again = {
      *[Symbol.iterator]() {
        yield batch;
      },
    };
    await expect(lineTrainer().fit(again, { ...quiet, epochs: 2 })).rejects.toThrow(
      'a tensor of the data has been disposed',
    );
  });
});

describe('callbacks', () => {
  test('are told in order, and waited for', async () => {
    const told: string[] = [];
    const say = (what: string) => async () => {
      await Promise.resolve();
      told.push(what);
    };
    const callback: Callback = {
      onTrainBegin: say('train begins'),
      onEpochBegin: (epoch) => say(`epoch ${epoch} begins`)(),
      onBatchBegin: (batch) => say(`batch ${batch} begins`)(),
      onBatchEnd: (batch) => say(`batch ${batch} ends`)(),
      onEpochEnd: (epoch) => say(`epoch ${epoch} ends`)(),
      onTrainEnd: say('train ends'),
    };
    await lineTrainer().fit({ x: [[1], [2]], y: [[1], [2]] }, { ...quiet, batchSize: 1, callbacks: [callback] });
    expect(told).toEqual([
      'train begins',
      'epoch 0 begins',
      'batch 0 begins',
      'batch 0 ends',
      'batch 1 begins',
      'batch 1 ends',
      'epoch 0 ends',
      'train ends',
    ]);
  });

  test('each batch end brings the means so far', async () => {
    const seen: Logs[] = [];
    const callback: Callback = { onBatchEnd: (_, logs) => void seen.push(logs) };
    const data = { x: [[1], [1]], y: [[1], [3]] };
    await lineTrainer(0).fit(data, { ...quiet, batchSize: 1, shuffle: false, callbacks: [callback] });
    expect(seen).toEqual([{ loss: 1 }, { loss: 5 }]);
  });

  test('a stop in an epoch closes it early: validated, recorded', async () => {
    const callback: Callback = { onBatchEnd: (batch, _, run) => void (batch === 1 && run.stop('enough')) };
    const data = { x: column([1, 1, 1, 1]), y: column([1, 1, 9, 9]) };
    const history = await lineTrainer(0).fit(data, {
      ...quiet,
      epochs: 3,
      batchSize: 1,
      shuffle: false,
      validation: data,
      callbacks: [callback],
    });
    expect(history.history).toEqual({ loss: [1], valLoss: [41] });
    expect(history.stopped).toEqual({ reason: 'enough', epoch: 0, steps: 2, unrecorded: false });
  });
});

describe('an abort signal', () => {
  test('ends training after the step at work, and keeps what was learned', async () => {
    const controller = new AbortController();
    let steps = 0;
    const callback: Callback = {
      onBatchEnd: () => {
        steps += 1;
        if (steps === 6) controller.abort('Ctrl-C');
      },
    };
    const trainer = lineTrainer();
    const data = { x: column([1, 1, 1, 1]), y: column([1, 1, 1, 1]) };
    const history = await trainer.fit(data, {
      ...quiet,
      epochs: 9,
      batchSize: 1,
      callbacks: [callback],
      signal: controller.signal,
    });
    expect(steps).toBe(6);
    expect(history.epoch).toEqual([0]); // the second one was cut off
    expect(history.stopped).toEqual({ reason: 'Ctrl-C', epoch: 1, steps: 2, unrecorded: true });
    expectClose(await weightOf(trainer), 1 - 0.8 ** 6); // w ← w + 0.2·(1 − w), six times
  });

  test.each([1, 100])(
    'is heard while nothing else gives way, in epochs of %i steps: a timer can fire',
    async (steps) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 50);
      const x = column(Array.from({ length: steps }, () => 1));
      const history = await lineTrainer(0).fit(
        { x, y: x },
        { ...quiet, epochs: 1e6, batchSize: 1, signal: controller.signal },
      );
      expect(history.stopped?.reason).toBe('aborted');
    },
  );

  test('that is aborted already takes no step', async () => {
    const trainer = lineTrainer();
    const history = await trainer.fit({ x: [[1]], y: [[1]] }, { ...quiet, signal: AbortSignal.abort('no') });
    expect(history.stopped?.reason).toBe('no');
    expect(trainer.optimizer.iterations).toBe(0);
  });
});

/** One whose kernels may be at work after they have returned, as a graphics card's are: several steps are read together. */
const deferred = () => ({ ...referenceEngine(), immediate: false });

describe.each([
  ['each step by itself', referenceEngine],
  ['several steps together', deferred],
] as const)('a loss that is not finite, reading %s', (_, makeEngine) => {
  beforeEach(() => setEngine(makeEngine()));
  afterAll(() => setEngine(referenceEngine()));

  const bad = 13; // between two readings of the guard, which come every eight steps
  const data = () => {
    const values = Array.from({ length: 40 }, () => 1);
    const x = column(values.map((value, i) => (i === bad ? Number.NaN : value)));
    return { x, y: column(values) };
  };

  test('stops training with epoch and step, and the weights are those before that step', async () => {
    const trainer = lineTrainer();
    const error = await trainer
      .fit(data(), { ...quiet, epochs: 2, batchSize: 1, shuffle: false })
      .catch((e: unknown) => e);
    expect(NonFiniteLossError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ epoch: 0, step: bad });
    expect((error as Error).message).toBe(
      'fit: the loss is not finite in epoch 1, step 14. Got loss NaN. Expected finite numbers. The weights are those ' +
        'before that step. Lower the learning rate, or look for NaN in the data.',
    );
    expectClose(await weightOf(trainer), 1 - 0.8 ** bad, 1e-6, 0);
    expect(trainer.optimizer.iterations).toBe(bad);
  });

  test('so does a gradient that is not, though the loss is', async () => {
    // The gradient of √w at 0 is infinite; the loss there is 0.
    const w = new Variable([4]);
    const model = modelOf([w], (x) => x);
    const root = (_t: Tensor, _p: Tensor) => w.value.sqrt().sum();
    const trainer = new Trainer(model, { optimizer: sgd({ learningRate: 16 }), loss: root });
    // w = 4: gradient 1/4, 4 − 16/4 = 0; w = 0: gradient ∞.
    const error = trainer.fit({ x: [[1], [1]], y: [[1], [1]] }, { ...quiet, batchSize: 1 });
    await expect(error).rejects.toThrow('a gradient is not finite in epoch 1, step 2. Got loss 0');
    expect(await w.value.array()).toEqual([0]);
  });

  test('also undoes what the forward pass assigned', async () => {
    const w = new Variable([[0]]);
    const seen = new Variable(0, { trainable: false });
    const model = modelOf([w], (x) => {
      seen.assign(seen.value.add(1));
      return x.matmul(w.value);
    });
    const withState = { ...model, weights: [w, seen].map((variable) => ({ variable })) };
    const trainer = new Trainer(withState, { optimizer: sgd(), loss: 'mse' });
    await expect(trainer.fit(data(), { ...quiet, batchSize: 1, shuffle: false })).rejects.toThrow('step 14');
    expect(await seen.value.item()).toBe(bad);
  });
});

describe('memory', () => {
  // An engine of its own: what the collector takes from other tests is not counted here.
  beforeEach(() => setEngine(referenceEngine()));

  test('fit, evaluate and predict give back all that they make', async () => {
    const x = column([1, 2, 3]);
    const y = column([2, 4, 6]);
    const trainer = new Trainer(lineModel(), { optimizer: 'adam', loss: 'mse', metrics: ['mse'] });
    await trainer.fit({ x, y }, { ...quiet, batchSize: 2, validationSplit: 0.4, epochs: 2 });
    const held = currentEngine().usage.buffers;
    expect(held).toBe(2 + 3); // x and y; w and Adam's m and v of it
    await trainer.fit({ x: [[1], [2]], y: [[2], [3]] }, { ...quiet, batchSize: 2, validation: { x, y }, epochs: 3 });
    await trainer.evaluate({ x, y }, { batchSize: 2 });
    const predictions = await trainer.predict(x, { batchSize: 2 });
    expect(predictions.shape).toEqual([3, 1]);
    predictions.dispose();
    expect(currentEngine().usage.buffers).toBe(held);
  });
});

describe('errors', () => {
  test('names that there are not, options that are not allowed', async () => {
    // @ts-expect-error: no such loss
    expect(() => new Trainer(lineModel(), { loss: 'hinge' })).toThrow(
      'Trainer: loss is not one of the choices. Got "hinge". Expected one of \'binaryCrossentropy\'',
    );
    // @ts-expect-error: no such optimizer
    expect(() => new Trainer(lineModel(), { optimizer: 'adm', loss: 'mse' })).toThrow(
      "one of 'adam', 'adamW', 'rmsprop', 'sgd'",
    );
    const trainer = lineTrainer();
    const data = { x: [[1]], y: [[1]] };
    await expect(trainer.fit(data, { epochs: 0.5 })).rejects.toThrow(
      'fit: epochs is not allowed. Got 0.5. Expected a whole number of at least 0.',
    );
    await expect(trainer.fit(data, { batchSize: 0 })).rejects.toThrow('a whole number of at least 1');
    // @ts-expect-error: no such option
    await expect(trainer.fit(data, { epoch: 2 })).rejects.toThrow("Expected one of 'epochs'");
    const size = { batchsize: 2 } as never;
    await expect(trainer.evaluate(data, size)).rejects.toThrow('evaluate: an option is not one of the choices.');
    await expect(trainer.predict(data.x, size)).rejects.toThrow('Got "batchsize". Expected one of \'batchSize\'.');
    await expect(trainer.fit(data, { validationSplit: 0.5, ...quiet })).rejects.toThrow('leaves one side empty');
  });

  test('data that do not fit', async () => {
    const trainer = lineTrainer();
    await expect(trainer.fit({ x: [[1], [2]], y: [[1]] }, quiet)).rejects.toThrow(
      'fit: the data differ in their number of samples. Got y of shape [1, 1] beside 2 samples.',
    );
    await expect(trainer.fit({ x: [[1]] }, quiet)).rejects.toThrow('the data have no targets');
    // @ts-expect-error: not data
    await expect(trainer.fit({ inputs: [[1]] }, quiet)).rejects.toThrow('Expected { x, y } or [x, y].');
  });

  test('a second fit while one is at work', async () => {
    const trainer = lineTrainer();
    const first = trainer.fit({ x: [[1]], y: [[1]] }, quiet);
    await expect(trainer.fit({ x: [[1]], y: [[1]] }, quiet)).rejects.toThrow('fit: this trainer is at work.');
    await first;
  });
});
