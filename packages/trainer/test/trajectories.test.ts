import { readFileSync } from 'node:fs';
import { type NestedArray, referenceEngine, setEngine, tensor } from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { adam, adamW, type Optimizer, rmsprop, sgd, Trainer } from '../src/index.ts';
import { expectClose } from './close.ts';
import { twoLayerModel } from './tiny-model.ts';

/** What Keras did with each optimizer; written by fixtures/generate.py. */
interface Trajectories {
  x: NestedArray[];
  yTrue: NestedArray[];
  initial: NestedArray[];
  recordedSteps: number[];
  cases: { optimizer: string; options: object; losses: number[]; weights: NestedArray[][] }[];
}

const file = new URL('../fixtures/trajectories.json', import.meta.url);
const { x, yTrue, initial, recordedSteps, cases } = JSON.parse(readFileSync(file, 'utf8')) as Trajectories;
const make: Record<string, (options: object) => Optimizer> = { sgd, rmsprop, adam, adamW };

beforeAll(() => setEngine(referenceEngine()));

describe('twenty steps with the same weights and batches end where Keras does', () => {
  test.each(cases)('$optimizer $options', async ({ optimizer, options, losses, weights }) => {
    const model = twoLayerModel(initial);
    const trainer = new Trainer(model, { optimizer: make[optimizer]!(options), loss: 'binaryCrossentropy' });
    const batches = x.map((inputs, i) => ({ x: tensor(inputs), y: tensor(yTrue[i] as NestedArray) }));
    const path: NestedArray[][] = [];
    const means: number[] = [];
    await trainer.fit(batches, {
      verbose: 0,
      callbacks: [
        {
          async onBatchEnd(batch, logs) {
            means.push(logs.loss as number);
            if (!recordedSteps.includes(batch + 1)) return;
            path.push(await Promise.all(model.variables.map((variable) => variable.value.array())));
          },
        },
      ],
    });
    expect(path).toHaveLength(4);
    expectClose(path, weights);
    // What a callback is told is the mean over the epoch so far.
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const expected = losses.map((_, i) => mean(losses.slice(0, i + 1)));
    expectClose(means, expected);
  });
});
