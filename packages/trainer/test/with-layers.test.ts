import { Dataset } from '@mariana/datasets';
import { dense, dropout, input, l2, Model, sequential } from '@mariana/layers';
import { memory, referenceEngine, setEngine, setSeed, type Tensor, tensor, uniform } from '@mariana/tensor';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { adam, earlyStopping, sgd, Trainer } from '../src/index.ts';
import { expectClose } from './close.ts';

beforeAll(() => setEngine(referenceEngine()));
beforeEach(() => setSeed(1));

const quiet = { verbose: 0 } as const;

/** Points, and whether they lie within a circle. */
function circle(n: number): { x: Tensor; y: Tensor } {
  const x = uniform([n, 2]).mul(2).sub(1);
  return { x, y: x.square().sum({ axis: 1, keepDims: true }).less(0.5).cast('float32') };
}

describe('models of @mariana/layers', () => {
  test('a sequence that waits to see its inputs learns, by names alone', async () => {
    const model = sequential([dense({ units: 16, activation: 'tanh' }), dense({ units: 1, activation: 'sigmoid' })]);
    const trainer = new Trainer(model, {
      optimizer: adam({ learningRate: 0.02 }),
      loss: 'binaryCrossentropy',
      metrics: ['accuracy'],
    });
    expect(model.built).toBe(false);
    const history = await trainer.fit(circle(512), { ...quiet, epochs: 30, validationSplit: 0.25 });
    expect(history.history.valAccuracy?.at(-1)).toBeGreaterThan(0.9);
    const { loss, accuracy } = await trainer.evaluate(circle(200));
    expect(loss).toBeLessThan(0.3);
    expect(accuracy).toBeGreaterThan(0.9);
  });

  test('classes as whole numbers, early stopping with the best weights', async () => {
    const { x, y } = circle(256);
    const model = sequential([
      input({ shape: [2] }),
      dense({ units: 8, activation: 'relu' }),
      dense({ units: 2, activation: 'softmax' }),
    ]);
    const trainer = new Trainer(model, {
      optimizer: 'adam',
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['accuracy'],
    });
    const labels = y.reshape([256]).cast('int32');
    const validation = { x: x.slice(0, 64), y: labels.slice(0, 64) };
    const history = await trainer.fit(
      { x, y: labels },
      {
        ...quiet,
        epochs: 40,
        validation,
        callbacks: [earlyStopping({ monitor: 'valAccuracy', patience: 3, restoreBestWeights: true })],
      },
    );
    const best = Math.max(...(history.history.valAccuracy as number[]));
    expect(history.stopped?.reason).toContain('earlyStopping');
    expect((await trainer.evaluate(validation)).accuracy).toBeCloseTo(best, 6);
  });

  test('regularizers count in the loss, and weights that are frozen stay', async () => {
    const model = sequential([input({ shape: [1] }), dense({ units: 1, kernelRegularizer: l2({ l2: 0.5 }) })]);
    model.setWeights([[[2]], [0]]);
    const trainer = new Trainer(model, { optimizer: sgd({ learningRate: 0.1 }), loss: 'mse' });
    const data = { x: [[1]], y: [[2]] };
    expectClose((await trainer.evaluate(data)).loss, 2); // 0 + 0.5 · 2²
    expectClose((await trainer.fit(data, quiet)).history.loss, [2]);
    expectClose(await model.getWeights()[0]!.array(), [[1.8]]); // 2 − 0.1 · 2 · 0.5 · 2
    model.trainable = false;
    const frozen = new Trainer(model, { optimizer: sgd({ learningRate: 0.1 }), loss: 'mse' });
    await expect(frozen.fit(data, quiet)).rejects.toThrow('the model has no weights to train');
  });

  test('layers know whether they train: dropout drops in fit, not in evaluate', async () => {
    const x = input({ shape: [100] });
    const model = new Model({
      inputs: x,
      outputs: dense({ units: 1, kernelInitializer: 'ones' }).apply(dropout({ rate: 0.5 }).apply(x)),
    });
    const trainer = new Trainer(model, { optimizer: sgd({ learningRate: 0 }), loss: 'mse' });
    const data = {
      x: tensor(new Float32Array(6400).fill(1), { shape: [64, 100] }),
      y: tensor(new Float32Array(64).fill(100), { shape: [64, 1] }),
    };
    expectClose((await trainer.evaluate(data)).loss, 0);
    // 100 values that are 0 or 2, each half the time: their sum is 100 with variance 100.
    const { loss } = (await trainer.fit(data, quiet)).history;
    expect(loss![0]).toBeGreaterThan(50);
    expect(loss![0]).toBeLessThan(200);
  });

  test('batches of a Dataset are given back, and its size is known', async () => {
    const { x, y } = circle(100);
    const model = sequential([input({ shape: [2] }), dense({ units: 1, activation: 'sigmoid' })]);
    const trainer = new Trainer(model, { optimizer: 'sgd', loss: 'binaryCrossentropy' });
    const data = Dataset.fromTensors({ x, y }).shuffle({ seed: 1 }).batch(30);
    const held: number[] = [];
    const words: string[] = [];
    await trainer.fit(data, {
      epochs: 4,
      verbose: 2,
      output: { write: (text) => void words.push(text) },
      callbacks: [{ onEpochEnd: () => void held.push(memory().buffers) }],
    });
    expect(new Set(held.slice(1)).size).toBe(1);
    expect(words[0]).toContain('4 steps');
  });
});
