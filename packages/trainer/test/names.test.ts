import { referenceEngine, setEngine } from '@mariana/tensor';
import { beforeAll, expect, test } from 'vitest';
import { earlyStopping, History, lossCurves, MeanMetric, sgd, Trainer } from '../src/index.ts';
import { lineModel } from './tiny-model.ts';

beforeAll(() => setEngine(referenceEngine()));

test('metrics may have the names of things in JavaScript', async () => {
  const names = ['constructor', '__proto__', 'toString'];
  const trainer = new Trainer(lineModel(), {
    optimizer: sgd({ learningRate: 0 }),
    loss: 'mse',
    metrics: names.map((name) => new MeanMetric(name, (t, p) => t.sub(p).abs(), 'down')),
  });
  const data = { x: [[1], [1]], y: [[1], [2]] };
  const history = await trainer.fit(data, {
    verbose: 0,
    epochs: 2,
    callbacks: [earlyStopping({ monitor: '__proto__' })],
  });
  expect(Object.keys(history.history)).toEqual(['loss', ...names]);
  for (const name of names) {
    expect(Object.entries(history.history).find(([key]) => key === name)?.[1]).toEqual([1.5, 1.5]);
    expect(lossCurves(history, { metric: name })).toContain('<svg');
  }
  expect(Object.entries(await trainer.evaluate(data))).toEqual([['loss', 2.5], ...names.map((name) => [name, 1.5])]);
  expect(Object.keys(JSON.parse(JSON.stringify(history)).history)).toEqual(['loss', ...names]);
});

test('a figure that comes later has no value before', () => {
  const history = new History();
  history.record(0, { loss: 1 }, 1);
  history.record(1, { constructor: 2 } as never, 1);
  expect(Object.entries(history.history)).toEqual([
    ['loss', [1, Number.NaN]],
    ['constructor', [Number.NaN, 2]],
  ]);
});

test('options are not looked up in prototypes', () => {
  expect(() => earlyStopping({ constructor: 1 } as never)).toThrow('an option is not one of the choices');
  expect(() => sgd({ toString: 1 } as never)).toThrow('an option is not one of the choices');
});
