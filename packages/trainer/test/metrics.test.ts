import { readFileSync } from 'node:fs';
import {
  currentEngine,
  type NestedArray,
  referenceEngine,
  ShapeError,
  scope,
  setEngine,
  tensor,
} from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import * as metrics from '../src/metrics/index.ts';
import { expectClose } from './close.ts';

/** What Keras gave after each of two batches; written by fixtures/generate.py. */
interface Fixture {
  cases: {
    metric: 'BinaryAccuracy' | 'CategoricalAccuracy' | 'SparseCategoricalAccuracy';
    options: object;
    yTrue: NestedArray[];
    yPred: NestedArray[];
    values: number[];
  }[];
}

const file = new URL('../fixtures/metrics.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as Fixture;

beforeAll(() => setEngine(referenceEngine()));

describe('metrics over several batches are those of Keras', () => {
  test.each(cases)('$metric $options', async ({ metric: name, options, yTrue, yPred, values }) => {
    for (const metric of [
      new metrics[name](options),
      ...(name === 'BinaryAccuracy' && 'threshold' in options ? [] : [new metrics.Accuracy()]),
    ]) {
      for (const [i, batch] of yTrue.entries()) {
        metric.updateState(tensor(batch), tensor(yPred[i] as NestedArray));
        expectClose(await metric.result().item(), values[i]);
      }
      metric.resetState();
      expect(await metric.result().item()).toBe(0);
    }
  });
});

describe('metrics', () => {
  test('samples count, not batches: a batch of three weighs three times one of one', async () => {
    const metric = new metrics.BinaryAccuracy();
    metric.updateState([[1], [1], [1]], [[0.9], [0.9], [0.9]]);
    metric.updateState([[1]], [[0.1]]);
    expect(await metric.result().item()).toBe(0.75);
  });

  test('nothing is broadcast: one axis of size 1 at the end is added or dropped, and the shapes must then agree', async () => {
    expect(await metrics.binaryAccuracy([1, 0], [[0.9], [0.9]]).array()).toEqual([[1], [0]]);
    expect(await metrics.binaryAccuracy([[1], [0]], [0.9, 0.9]).array()).toEqual([[1], [0]]);
    const unfit: readonly (readonly [NestedArray, NestedArray])[] = [
      [
        [1, 0],
        [
          [0.9, 0.1],
          [0.9, 0.1],
          [0.9, 0.1],
        ],
      ],
      [[1], [[0.9], [0.9], [0.9]]],
      [[1, 0], [0.9]],
    ];
    for (const [yTrue, yPred] of unfit) {
      const [t, p] = [tensor(yTrue), tensor(yPred)];
      expect(() => metrics.binaryAccuracy(t, p)).toThrow(ShapeError);
      expect(() => new metrics.BinaryAccuracy().updateState(t, p)).toThrow(ShapeError);
      expect(() => new metrics.Accuracy().updateState(t, p)).toThrow(ShapeError);
    }
    expect(() => metrics.binaryAccuracy([1, 0], unfit[0]![1])).toThrow(
      'binaryAccuracy: targets and predictions differ in shape. Got yTrue [2] and yPred [3, 2]. Expected the same shape.',
    );
  });

  test("a metric of one's own gets as many targets as predictions", async () => {
    const metric = new metrics.MeanMetric('error', (t, p) => t.sub(p).abs());
    expect(() =>
      metric.updateState(
        [1, 2],
        [
          [1, 2],
          [1, 2],
          [1, 2],
        ],
      ),
    ).toThrow('error: targets and predictions differ in their number of samples. Got yTrue [2] and yPred [3, 2].');
    metric.updateState(
      [1, 2],
      [
        [1, 4],
        [3, 2],
      ],
    );
    expect(await metric.result().item()).toBe(1);
  });

  test('their state outlives a scope, and no memory stays behind', async () => {
    setEngine(referenceEngine()); // one of its own: what the collector takes from other tests is not counted here
    const metric = new metrics.Accuracy();
    scope(() =>
      metric.updateState(
        [1, 0],
        [
          [0.2, 0.8],
          [0.3, 0.7],
        ],
      ),
    );
    scope(() =>
      metric.updateState(
        [1, 1],
        [
          [0.2, 0.8],
          [0.3, 0.7],
        ],
      ),
    );
    const result = metric.result();
    expect(await result.item()).toBe(0.75);
    result.dispose();
    metric.resetState();
    expect(currentEngine().usage.buffers).toBe(0);
  });

  test('a function is averaged over the samples', async () => {
    const metric = new metrics.MeanMetric('error', (t, p) => t.sub(p).abs());
    metric.updateState([1, 2], [1, 4]);
    metric.updateState([5], [5]);
    expectClose(await metric.result().item(), 2 / 3);
  });
});
