import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { memory, referenceEngine, scope, setEngine, uniform } from '@mariana/tensor';
import { beforeAll, expect, test } from 'vitest';
import { adam, Trainer } from '../src/index.ts';
import { twoLayerModel } from './tiny-model.ts';

beforeAll(() => setEngine(referenceEngine()));

// What the collector has not come round to yet is no leak.
setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

/** Rows and columns of small random numbers. */
const rows = (n: number, m: number) =>
  Array.from({ length: n }, (_, i) => Array.from({ length: m }, (_, j) => Math.sin(7 * i + j) / 4));

test('10,000 steps hold no more buffers and no more resident memory than 1,000', { timeout: 120_000 }, async () => {
  const model = twoLayerModel([rows(5, 4), rows(1, 4)[0], rows(4, 5), rows(1, 5)[0]]);
  const trainer = new Trainer(model, { optimizer: adam(), loss: 'binaryCrossentropy', metrics: ['mse'] });
  const x = scope(() => uniform([1000, 5]));
  const held: string[] = [];
  const resident: number[] = []; // in MiB, every 1,000 steps
  const onEpochEnd = (epoch: number) => {
    const { buffers, bytes } = memory();
    held.push(`${buffers} buffers, ${bytes} bytes`);
    if (epoch % 10 !== 9) return;
    collect();
    resident.push(process.memoryUsage().rss / 2 ** 20);
  };
  await trainer.fit(
    { x, y: x },
    {
      verbose: 0,
      batchSize: 10,
      epochs: 100, // of 100 steps each
      validation: { x: x.slice(0, 50), y: x.slice(0, 50) },
      callbacks: [{ onEpochEnd }],
    },
  );
  expect(trainer.optimizer.iterations).toBe(10_000);
  // What the engine counts is the same after every epoch but the first, which made the optimizer's slots.
  expect(new Set(held.slice(1)).size).toBe(1);
  // A leak of one small tensor a step would be 8,000 of them after the first 2,000 steps: some 8 MiB.
  expect(Math.min(...resident.slice(7)) - Math.max(...resident.slice(1, 4))).toBeLessThan(6);
});
