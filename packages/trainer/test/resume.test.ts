import { Dataset } from '@mariana/datasets';
import { dense, dropout, input, sequential } from '@mariana/layers';
import { normal, referenceEngine, setEngine, setSeed, type Tensor } from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { adam, type FitOptions, type Optimizer, sgd, Trainer, type TrainingData } from '../src/index.ts';

beforeAll(() => setEngine(referenceEngine()));

const quiet = { verbose: 0, batchSize: 4 } as const;
type Data = { readonly x: Tensor; readonly y: Tensor };

/** What a program makes that begins with a seed: the same data and weights each time. */
function begin(optimizer: Optimizer = adam(), rate = 0.3) {
  setSeed(7);
  const data: Data = { x: normal([14, 3]), y: normal([14, 2]) };
  const model = sequential([
    input({ shape: [3] }),
    dense({ units: 8, activation: 'tanh' }),
    dropout(rate),
    dense({ units: 2 }),
  ]);
  return { model, data, trainer: new Trainer(model, { optimizer, loss: 'mse', metrics: ['mse'] }) };
}

const weightsOf = (trainer: Trainer) =>
  Promise.all(trainer.model.weights.map(({ variable }) => variable.value.array()));

const forms: [string, FitOptions, (data: Data) => TrainingData][] = [
  ['arrays', {}, (data) => data],
  ['arrays, with a seed', { seed: 5 }, (data) => data],
  ['arrays, a part of them for validation', { validationSplit: 0.2, seed: 5 }, (data) => data],
  ['a Dataset', {}, (data) => Dataset.fromTensors(data).shuffle({ seed: 1 }).batch(4)],
  ['a Dataset whose seed is drawn', {}, (data) => Dataset.fromTensors(data).shuffle().batch(4)],
  ['a Dataset that shuffles by a buffer', {}, (data) => Dataset.fromTensors(data).shuffle({ bufferSize: 5 }).batch(4)],
];

describe('six epochs at once, and three and then three, give the same bits', () => {
  test.each(forms)('dropout and Adam, on %s', async (_, options, make) => {
    const once = begin();
    const whole = await once.trainer.fit(make(once.data), { ...quiet, ...options, epochs: 6 });
    const twice = begin();
    const data = make(twice.data);
    const first = await twice.trainer.fit(data, { ...quiet, ...options, epochs: 3 });
    const second = await twice.trainer.fit(data, { ...quiet, ...options, epochs: 6, initialEpoch: 3 });
    expect(await weightsOf(twice.trainer)).toEqual(await weightsOf(once.trainer));
    expect([...(first.history.loss ?? []), ...(second.history.loss ?? [])]).toEqual(whole.history.loss);
  });

  test.each(forms)('a program that begins again with the weights of the first one, on %s', async (_, options, make) => {
    const once = begin(sgd(), 0);
    await once.trainer.fit(make(once.data), { ...quiet, ...options, epochs: 6 });
    const first = begin(sgd(), 0);
    await first.trainer.fit(make(first.data), { ...quiet, ...options, epochs: 3 });
    const second = begin(sgd(), 0);
    const data = make(second.data);
    second.model.setWeights(first.model.getWeights());
    await second.trainer.fit(data, { ...quiet, ...options, epochs: 6, initialEpoch: 3 });
    expect(await weightsOf(second.trainer)).toEqual(await weightsOf(once.trainer));
  });

  test('also where a Dataset was gone through in between', async () => {
    const run = async (between: boolean) => {
      const { trainer, data } = begin(sgd(), 0);
      const batches = Dataset.fromTensors(data).shuffle({ seed: 1 }).batch(4);
      await trainer.fit(batches, { ...quiet, epochs: 1 });
      if (between) await trainer.evaluate(batches);
      await trainer.fit(batches, { ...quiet, epochs: 2, initialEpoch: 1 });
      return weightsOf(trainer);
    };
    expect(await run(true)).toEqual(await run(false));
  });
});

test.each(forms.filter(([, { seed }]) => seed === undefined))(
  'runs that begin with epoch 0 have orders of their own, on %s',
  async (_, options, make) => {
    const { model, data, trainer } = begin(sgd(), 0);
    const weights = model.getWeights().map((weight) => weight.alias());
    const given = make(data);
    const after = [];
    for (let run = 0; run < 2; run++) {
      model.setWeights(weights);
      await trainer.fit(given, { ...quiet, ...options });
      after.push(await weightsOf(trainer));
    }
    expect(after[0]).not.toEqual(after[1]);
  },
);
