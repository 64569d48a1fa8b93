import { referenceEngine, setEngine, Variable } from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Callback, earlyStopping, History, type Logs, sgd, type TrainingRun } from '../src/index.ts';
import { modelOf } from './tiny-model.ts';

beforeAll(() => setEngine(referenceEngine()));

/** Plays a training in which each epoch brings given figures, and writes its number into the one weight. */
async function play(callback: Callback, epochs: readonly Logs[]) {
  const w = new Variable(-1);
  let stopped: string | undefined;
  const run: TrainingRun = {
    model: modelOf([w], (x) => x),
    optimizer: sgd(),
    history: new History(),
    epochs: epochs.length,
    monitors: new Map([
      ['loss', 'down'],
      ['valLoss', 'down'],
      ['accuracy', 'up'],
      ['odd', undefined],
    ]),
    stop: (reason) => {
      stopped = reason;
    },
  };
  await callback.onTrainBegin?.(run);
  let ran = 0;
  for (const logs of epochs) {
    w.assign(ran);
    await callback.onEpochEnd?.(ran, logs, run);
    ran += 1;
    if (stopped !== undefined) break;
  }
  await callback.onTrainEnd?.(run);
  return { ran, stopped, weight: await w.value.item() };
}

const losses = (...values: number[]): Logs[] => values.map((valLoss) => ({ valLoss }));

// Each row was run with keras.callbacks.EarlyStopping 3.15 beside it: the number of epochs is the one it ran.
describe('earlyStopping', () => {
  test.each([
    ['no patience: the first epoch without improvement', {}, losses(3, 2, 2, 1), 3],
    ['never in the first epoch', { patience: 0 }, losses(1, 2, 3), 2],
    ['patience: so many epochs in a row', { patience: 2 }, losses(3, 2, 2.5, 2.4, 1, 1), 4],
    ['an improvement begins the patience anew', { patience: 2 }, losses(3, 4, 2, 3, 3, 1), 5],
    ['minDelta: less than that is none', { minDelta: 0.5 }, losses(3, 2.6, 1), 2],
    ['minDelta: exactly that is none either', { minDelta: 0.5 }, losses(3, 2.5, 1), 2],
    ['mode max', { mode: 'max' as const }, losses(1, 2, 3, 2, 5), 4],
    ['a rising figure by itself', { monitor: 'accuracy' }, [0.5, 0.6, 0.6, 0.9].map((accuracy) => ({ accuracy })), 3],
    ['a baseline that is not beaten uses up the patience', { baseline: 1, patience: 2 }, losses(5, 4, 3, 2), 4],
    ['a baseline, no improvement', { baseline: 1, patience: 2 }, losses(5, 6, 7, 8), 2],
    ['startFromEpoch', { startFromEpoch: 2 }, losses(1, 2, 3, 4, 5), 4],
  ])('%s', async (_, options, epochs, expected) => {
    expect((await play(earlyStopping(options), epochs)).ran).toBe(expected);
  });

  test('restores the best weights, also where training was not stopped', async () => {
    const callback = earlyStopping({ restoreBestWeights: true, patience: 2 });
    expect(await play(callback, losses(3, 1, 2, 2, 2))).toMatchObject({ ran: 4, weight: 1 });
    expect(await play(callback, losses(1, 2))).toMatchObject({ ran: 2, weight: 0 });
    expect((await play(earlyStopping(), losses(3, 1, 2))).weight).toBe(2);
  });

  test('says why it stops', async () => {
    expect((await play(earlyStopping({ patience: 2 }), losses(1, 2, 3))).stopped).toBe(
      'valLoss has not become better for 2 epochs (earlyStopping)',
    );
  });

  test('a figure that there is not is answered by those there are', async () => {
    await expect(play(earlyStopping({ monitor: 'val_loss' }), [])).rejects.toThrow(
      "earlyStopping: monitor is not one of the choices. Got \"val_loss\". Expected one of 'loss', 'valLoss', 'accuracy', 'odd'.",
    );
    await expect(play(earlyStopping({ monitor: 'odd' }), [])).rejects.toThrow(
      "Expected mode 'min' or 'max' for this figure.",
    );
  });
});
