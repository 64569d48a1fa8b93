import { describe, expect, test } from 'vitest';
import fixture from '../../fixtures/fused.json' with { type: 'json' };
import * as operations from '../index.ts';
import {
  adamStep,
  attention,
  batchNormalizationTraining,
  binaryCrossEntropy,
  gather,
  grad,
  groupNormalization,
  layerNormalization,
  ones,
  referenceEngine,
  rmsNormalization,
  segmentSum,
  setEngine,
  sgdStep,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  type Tensor,
  tensor,
  vjp,
  zeros,
} from '../index.ts';
import { againstTorch } from '../testing/against-torch.ts';
import { checkGradients } from '../testing/check-gradients.ts';
import type { Fixture } from '../testing/fixture.ts';
import { installMatchers } from '../testing/matchers.ts';

installMatchers(expect);
setEngine(referenceEngine());

againstTorch('normalizations, cross-entropies, attention', fixture as Fixture, operations);

describe('gradients and their gradients agree with differences', () => {
  test('normalizations', () => {
    checkGradients('layer', (x, g, b) => layerNormalization(x!, g, b, { axis: 0 }), [[3, 2], [3], [3]]);
    checkGradients('rms', (x, g) => rmsNormalization(x!, g), [[2, 3], [3]]);
    checkGradients('group', (x, g, b) => groupNormalization(x!, g, b, { groups: 2 }), [[2, 2, 4], [4], [4]]);
    checkGradients('batch', (x, g, b) => batchNormalizationTraining(x!, g, b).output, [[4, 2], [2], [2]]);
    checkGradients('beta alone', (x, b) => layerNormalization(x!, undefined, b), [[2, 3], [3]]);
  });

  test('cross-entropies', () => {
    checkGradients('classes', (x) => softmaxCrossEntropy(x!, [1, 4, -1]), [[3, 4]]);
    checkGradients('probabilities', (x, p) => softmaxCrossEntropy(x!, p!), [
      [3, 4],
      [3, 4],
    ]);
    checkGradients('sigmoid', (x, z) => sigmoidCrossEntropy(x!, z!), [[5], [5]]);
    checkGradients('binary', (p, t) => binaryCrossEntropy(p!, t!), [[5], [5]], { range: [0.1, 0.9] });
  });

  test('binaryCrossEntropy, as Keras has it', async () => {
    const p = tensor([0, 0.25, 0.5, 1, Number.NaN]);
    // keras.ops.binary_crossentropy: the ends are held within 1e-7, and 1 − 1e-7 is 0.99999988 in float32
    await expect(binaryCrossEntropy(p, [1, 0, 0.5, 1, 1])).toBeCloseToTensor([
      16.118095,
      0.28768206,
      Math.LN2,
      1.1920929e-7,
      Number.NaN,
    ]);
    const slopes = grad((x) => binaryCrossEntropy(x, [1, 0, 0.25, 1, 0]).sum())([0, 0.25, 0.5, 1, 1e-8]);
    await expect(slopes).toBeCloseToTensor([0, 1.3333334, 1, 0, 0]); // none where p is held
    expect(() => binaryCrossEntropy(p, 1, { epsilon: 0.6 })).toThrow(
      'binaryCrossEntropy: epsilon is out of range. Got 0.6. Expected a number from 0 to 0.5.',
    );
    expect(() => binaryCrossEntropy(p, [1, 2])).toThrow('binaryCrossEntropy');
  });

  test('attention, an additive mask among its inputs', () => {
    const shapes = [
      [2, 4, 3, 2],
      [2, 2, 3, 2],
      [2, 2, 3, 3],
    ];
    checkGradients('causal', (q, k, v) => attention(q!, k!, v!, { causal: true }), shapes);
    checkGradients('mask', (q, k, v, mask) => attention(q!, k!, v!, { mask }), [...shapes, [4, 1, 3]], { order: 1 });
    const mask = [[[[true, false, true]]], [[[false, false, false]]]];
    checkGradients('nothing counts', (q, k, v) => attention(q!, k!, v!, { mask }), shapes);
  });

  test('looking up and segments', () => {
    checkGradients('gather', (x) => gather(x!.square(), [2, 0, 2]), [[3, 2]]);
    checkGradients('segmentSum', (x) => segmentSum(x!.square(), [2, 0, 2], { numSegments: 4 }), [[3, 2]]);
  });
});

describe('attention', () => {
  const values = tensor([[[[1], [2], [4]]]]);
  const nought = zeros([1, 1, 3, 1]);

  test('a query that may look at nothing gives 0, and gradients of 0', async () => {
    const mask = [[[[true], [false], [true]]]];
    for (const one of [mask, tensor([[[[0], [-Infinity], [0]]]])]) {
      const { value, pull } = vjp((q, k, v) => attention(q, k, v, { mask: one }), ones([1, 1, 3, 1]), values, values);
      expect((await value.data())[1]).toBe(0);
      const [dq, dk, dv] = pull(ones([1, 1, 3, 1]));
      expect((await dq!.data())[1]).toBe(0);
      for (const gradient of [dk!, dv!]) for (const x of await gradient.data()) expect(x).not.toBeNaN();
    }
  });

  test('places are counted from the start; with an offset, from there', async () => {
    const seen = (options: object) => attention(nought, nought, values, options).flatten();
    await expect(seen({ causal: true })).toBeCloseToTensor([1, 1.5, 7 / 3]);
    await expect(seen({ causal: true, offset: -1 })).toBeCloseToTensor([0, 1, 1.5]);
    await expect(seen({ causal: true, window: 2 })).toBeCloseToTensor([1, 1.5, 3]); // itself and the one before
    await expect(seen({ window: 2 })).toBeCloseToTensor([1.5, 7 / 3, 3]);
  });

  test('no keys, no queries', async () => {
    const none = zeros([1, 1, 0, 2]);
    expect(await attention(zeros([1, 1, 1, 2]), none, none).array()).toEqual([[[[0, 0]]]]);
    expect(attention(none, zeros([1, 1, 3, 2]), zeros([1, 1, 3, 5])).shape).toEqual([1, 1, 0, 5]);
  });

  test('shapes that do not fit are refused', () => {
    expect(() => attention(zeros([1, 3, 1, 2]), zeros([1, 2, 1, 2]), zeros([1, 2, 1, 2]))).toThrow(
      /^attention: queries, keys and values do not fit each other. Got \[1, 3, 1, 2\], \[1, 2, 1, 2\]/,
    );
    expect(() => attention(nought, nought, nought, { mask: ones([2, 1, 1, 1]) })).toThrow(/mask does not fit/);
    expect(() => attention(nought, nought, nought, { window: 0 })).toThrow(/window is not a number of places/);
  });
});

test('normalizations refuse what does not fit', () => {
  expect(() => layerNormalization(zeros([2, 3]), zeros([2]))).toThrow(
    'layerNormalization: gamma does not fit the normalized axes. Got gamma [2]. Expected [3].',
  );
  expect(() => groupNormalization(zeros([2, 3]), undefined, undefined, { groups: 2 })).toThrow(/groups do not divide/);
  expect(() => batchNormalizationTraining(1)).toThrow(/x has no axis/);
  expect(layerNormalization(zeros([0, 3]), ones([3])).shape).toEqual([0, 3]);
});

test('targets that do not fit are refused', () => {
  expect(() => softmaxCrossEntropy(zeros([2, 3]), [0, 1, 2])).toThrow(
    'softmaxCrossEntropy: the targets do not fit the logits. Got logits [2, 3] and targets [3]. ' +
      'Expected class indices [2] or probabilities [2, 3].',
  );
  expect(softmaxCrossEntropy(zeros([0, 3]), zeros([0], { dtype: 'int32' })).shape).toEqual([0]);
});

describe('steps of optimizers', () => {
  const [w, g] = [tensor([1, -2]), tensor([0.5, 4])];

  test('SGD: plain, with momentum, with decay', async () => {
    const step = (options: object) => {
      const next = sgdStep({ weights: [w], velocities: [tensor([1, 1])] }, [g], { learningRate: 0.1, ...options });
      return [next.weights[0], next.velocities?.[0]];
    };
    await expect(step({})[0]).toBeCloseToTensor([0.95, -2.4]);
    await expect(step({ weightDecay: 0.5 })[0]).toBeCloseToTensor([0.9, -2.3]); // w − 0.05 w first
    const [moved, velocity] = step({ momentum: 0.9 });
    await expect(velocity).toBeCloseToTensor([0.85, 0.5]); // 0.9 − 0.1 g
    await expect(moved).toBeCloseToTensor([1.85, -1.5]);
    await expect(step({ momentum: 0.9, nesterov: true })[0]).toBeCloseToTensor([1.715, -1.95]); // w + 0.9 v − 0.1 g
  });

  test('Adam: lists stay in order, the largest mean of squares divides', async () => {
    const state = (x: Tensor) => [x, x.mul(2)];
    const zero = state(zeros([2]));
    const next = adamStep({ weights: state(w), m: zero, v: zero, vMax: state(tensor([1e12, 0])) }, state(g), {
      learningRate: 0.5,
      step: 1,
    });
    expect(next.weights.map((x) => x.shape)).toEqual([[2], [2]]);
    // The first step is as long as the learning rate, whatever the gradient is; a large divisor stops it.
    await expect(next.weights[0]!).toBeCloseToTensor([1, -2.5]);
    await expect(next.weights[1]!).toBeCloseToTensor([2, -4.5]);
    await expect(next.m[1]!).toBeCloseToTensor([0.1, 0.8]);
    await expect(next.v[1]!).toBeCloseToTensor([0.001, 0.064]);
    expect(await next.vMax![0]!.array()).toEqual([Math.fround(1e12), Math.fround(0.016)]);
  });

  test('AdamW: weights shrink by themselves', async () => {
    const zero = [zeros([2])];
    const options = { learningRate: 0.5, step: 1, weightDecay: 0.1 };
    const { weights } = adamStep({ weights: [w], m: zero, v: zero }, [zeros([2])], options);
    await expect(weights[0]!).toBeCloseToTensor([0.95, -1.9]);
  });

  test('a step can be differentiated through', async () => {
    const rate = grad((learningRate) => sgdStep({ weights: [w] }, [g], { learningRate }).weights[0]!.sum());
    expect(await rate(0.1).item()).toBe(-4.5);
  });

  test('lists that do not fit are refused', () => {
    expect(() => sgdStep({ weights: [w] }, [], { learningRate: 1 })).toThrow(/lists differ in length/);
    expect(() => sgdStep({ weights: [w] }, [zeros([3])], { learningRate: 1 })).toThrow(/weight’s shape/);
    expect(sgdStep({ weights: [] }, [], { learningRate: 1 }).weights).toEqual([]);
  });
});
