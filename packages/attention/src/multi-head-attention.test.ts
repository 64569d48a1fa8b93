import { readFileSync } from 'node:fs';
import { runLayerTest } from '@mariana/layers/testing';
import { normal, referenceEngine, setEngine, setSeed } from '@mariana/tensor';
import { beforeEach, describe, expect, test } from 'vitest';
import { MultiHeadAttention, multiHeadAttention } from './index.ts';

beforeEach(() => {
  setEngine(referenceEngine());
  setSeed(1);
});

test('passes what every layer passes', async () => {
  await runLayerTest({
    make: () => multiHeadAttention({ numHeads: 2, keyDim: 3, valueDim: 4, outputShape: [5] }),
    inputs: { query: normal([2, 4, 6]), value: normal([2, 3, 7]) },
    weights: [
      ['queryKernel', [6, 2, 3]],
      ['queryBias', [2, 3]],
      ['keyKernel', [7, 2, 3]],
      ['keyBias', [2, 3]],
      ['valueKernel', [7, 2, 4]],
      ['valueBias', [2, 4]],
      ['outputKernel', [2, 4, 5]],
      ['outputBias', [5]],
    ],
    outputs: [[2, 4, 5]],
    layers: [MultiHeadAttention as never],
  });
});

test('kernels begin in the range that Keras gives them', async () => {
  const { largestInitial } = JSON.parse(
    readFileSync(new URL('../fixtures/attention.json', import.meta.url), 'utf8'),
  ) as { largestInitial: number[] };
  const layer = multiHeadAttention({ numHeads: 4, keyDim: 8 });
  layer.build([null, 5, 6]);
  const limit = Math.sqrt(6 / (6 + 32));
  const kernels = layer.weights.filter(({ name }) => name.endsWith('Kernel'));
  for (const [i, kernel] of kernels.entries()) {
    const largest = Math.max(...Array.from(await kernel.value.abs().data(), Number));
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(0.9 * limit);
    expect(largestInitial[i]).toBeGreaterThan(0.9 * limit);
    expect(largestInitial[i]).toBeLessThanOrEqual(limit);
  }
});

describe('refusals', () => {
  test('no axis to attend over', () => {
    expect(() => multiHeadAttention({ numHeads: 1, keyDim: 2 }).apply(normal([2, 3]))).toThrow(
      /the input has no axis to attend over. Got rank 2/,
    );
  });

  test('attention over the batch', () => {
    const layer = multiHeadAttention({ numHeads: 1, keyDim: 2, attentionAxes: 0 });
    expect(() => layer.apply(normal([2, 3, 4]))).toThrow(/attentionAxes names a wrong axis/);
  });

  test('missing and wrong options', () => {
    expect(() => multiHeadAttention({ numHeads: 2 } as never)).toThrow(/the option keyDim is missing/);
    expect(() => multiHeadAttention({ numHeads: 0, keyDim: 2 })).toThrow(/numHeads is not a positive integer. Got 0/);
  });
});
