import { readFileSync } from 'node:fs';
import {
  arange,
  grad,
  type NestedArray,
  ones,
  referenceEngine,
  setEngine,
  sum,
  type Tensor,
  tensor,
} from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Loss } from '../src/losses/index.ts';
import * as losses from '../src/losses/index.ts';
import { reductionRule } from '../src/losses/loss.ts';
import { sparseCategoricalAccuracy } from '../src/metrics/index.ts';
import { expectClose } from './close.ts';

/** What Keras gave; written by fixtures/generate.py. */
interface Fixture {
  cases: {
    loss: FunctionName;
    options: object;
    yTrue: NestedArray;
    yPred: NestedArray;
    values: NestedArray;
    gradient: NestedArray;
  }[];
  objects: { loss: FunctionName; yTrue: NestedArray; yPred: NestedArray; value: number }[];
}
type FunctionName =
  | 'binaryCrossentropy'
  | 'categoricalCrossentropy'
  | 'sparseCategoricalCrossentropy'
  | 'meanSquaredError';

const file = new URL('../fixtures/losses.json', import.meta.url);
const { cases, objects } = JSON.parse(readFileSync(file, 'utf8')) as Fixture;

beforeAll(() => setEngine(referenceEngine()));

describe('values and gradients are those of Keras', () => {
  test.each(cases.map((fixture, i) => [i, fixture.loss, JSON.stringify(fixture.options), fixture] as const))(
    'case %i: %s %s',
    async (_, name, __, { options, yTrue, yPred, values, gradient }) => {
      const loss = (prediction: Parameters<typeof losses.binaryCrossentropy>[1]) =>
        losses[name](yTrue, prediction, options);
      expectClose(await loss(tensor(yPred)).array(), values);
      const weighted = grad((prediction) => {
        const each = loss(prediction);
        return sum(each.mul(arange(1, each.size + 1).reshape(each.shape)));
      });
      expectClose(await weighted(tensor(yPred)).array(), gradient);
    },
  );

  test.each(objects)('$loss as an object: the mean over the batch', async ({ loss, yTrue, yPred, value }) => {
    const name = (loss.charAt(0).toUpperCase() + loss.slice(1)) as Capitalize<FunctionName>;
    const object: Loss = new losses[name]();
    expectClose(await object.compute(tensor(yTrue), tensor(yPred)).item(), value);
  });
});

describe('losses', () => {
  test("'sum' adds the samples' losses up", async () => {
    const loss = new losses.MeanSquaredError({ reduction: 'sum' });
    expect(
      await loss
        .compute(
          [
            [1, 2],
            [0, 2],
          ],
          [
            [1, 4],
            [0, 0],
          ],
        )
        .item(),
    ).toBe(4);
  });

  test('probabilities of 0 and 1 that are wrong cost as much as the margin of 1e-7 does', async () => {
    // -log(1e-7) = 16.118; 1 - 1e-7 in float32 is 0.99999988, whose distance from 1 is 1.19e-7: -log = 15.942.
    expectClose(await losses.binaryCrossentropy([[1], [0]], [[0], [1]]).array(), [16.118095, 15.942385]);
  });

  test('shapes that do not fit are refused', () => {
    expect(() => losses.meanSquaredError([[1, 2]], [[1], [2]])).toThrow(
      'meanSquaredError: targets and predictions differ in shape. Got yTrue [1, 2] and yPred [2, 1]. Expected the same shape.',
    );
    expect(() => losses.sparseCategoricalCrossentropy([[0, 1]], [[0.5, 0.5]])).toThrow(
      'For one-hot targets use categoricalCrossentropy.',
    );
  });

  test("a loss of one's own gets as many targets as predictions", () => {
    class Gap extends losses.Loss {
      constructor() {
        super('gap', reductionRule, {});
      }
      call(yTrue: Tensor, yPred: Tensor): Tensor {
        return yPred.sub(yTrue).abs();
      }
    }
    expect(() => new Gap().compute(tensor([1, 2]), ones([3, 2]))).toThrow(
      'gap: targets and predictions differ in their number of samples. Got yTrue [2] and yPred [3, 2]. Expected the same',
    );
  });

  test('options that are not allowed are answered by what is', () => {
    expect(() => new losses.BinaryCrossentropy({ labelSmoothing: 2 })).toThrow(
      'binaryCrossentropy: labelSmoothing is not allowed. Got 2. Expected a number of at least 0 and of at most 1.',
    );
    // @ts-expect-error: no such option
    expect(() => new losses.BinaryCrossentropy({ fromLogit: true })).toThrow("Expected one of 'fromLogits'");
  });
});

describe('infinite logits', () => {
  const excluded = [[0, -Infinity, 0]];

  test('a class that a logit of −∞ excludes counts nothing where it is not the target', async () => {
    const options = { fromLogits: true };
    expectClose(await losses.categoricalCrossentropy([[1, 0, 0]], excluded, options).array(), [Math.LN2]);
    expectClose(await losses.sparseCategoricalCrossentropy([2], excluded, options).array(), [Math.LN2]);
    const slopes = grad((x) => sum(losses.categoricalCrossentropy([[1, 0, 0]], x, options)))(excluded);
    expectClose(await slopes.array(), [[-0.5, 0, 0.5]]);
    expect(await losses.categoricalCrossentropy([[0, 1, 0]], excluded, options).array()).toEqual([Infinity]);
    expect(await losses.sparseCategoricalCrossentropy([1], excluded, options).array()).toEqual([Infinity]);
  });

  test('binary: 0 where the target agrees, infinity elsewhere', async () => {
    const logits = [[Infinity], [-Infinity], [Infinity]];
    const found = await losses.binaryCrossentropy([[1], [0], [0]], logits, { fromLogits: true }).array();
    expect(found).toEqual([0, 0, Infinity]);
  });
});

test('a class that is NaN is none: no loss, and not accurate', async () => {
  for (const options of [{}, { fromLogits: true }]) {
    const loss = losses.sparseCategoricalCrossentropy(
      [Number.NaN, 1],
      [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
      options,
    );
    expectClose(await loss.array(), [0, Math.LN2]);
  }
  expect(await sparseCategoricalAccuracy([Number.NaN], [[1, 0]]).item()).toBe(0);
});

test('a class of int64 beyond int32 is none: no loss, and not accurate', async () => {
  const classes = tensor([2n ** 32n]);
  expect(await losses.sparseCategoricalCrossentropy(classes, [[0.5, 0.5]]).item()).toBeCloseTo(0, 9);
  expect(await sparseCategoricalAccuracy(classes, [[1, 0]]).item()).toBe(0);
});
