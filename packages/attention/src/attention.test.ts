import { dense, input, Model } from '@mariana/layers';
import { runLayerTest } from '@mariana/layers/testing';
import {
  matmul,
  normal,
  referenceEngine,
  setEngine,
  setSeed,
  softmax,
  type Tensor,
  type TypedArray,
  tensor,
} from '@mariana/tensor';
import { beforeEach, describe, expect, test } from 'vitest';
import { Attention, attention, causalMask } from './index.ts';

beforeEach(() => {
  setEngine(referenceEngine());
  setSeed(1);
});

function expectClose(actual: TypedArray, expected: TypedArray): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(Number(expected[i]), 6);
}

const rows = async (x: Tensor) => (await x.array()) as number[][][];

describe('the formula', () => {
  test('a_ij = softmax_j s(vᵢᵀ W vⱼ), output_i = Σ_j a_ij vⱼ', async () => {
    const v = normal([1, 3, 2]);
    const layer = attention({ score: 'bilinear', useScale: true });
    layer.build([null, null, 2]);
    layer.setWeights([
      [
        [1, -2],
        [0.5, 3],
      ],
      0.7,
    ]);
    const [output, weights] = layer.apply(v, { returnAttentionScores: true });

    const flat = v.reshape([3, 2]);
    const scores = matmul(
      matmul(
        flat,
        tensor([
          [1, -2],
          [0.5, 3],
        ]),
      ),
      flat,
      { transposeB: true },
    ).mul(0.7);
    const a = softmax(scores);
    const [expectedWeights, expectedOutput] = [await a.data(), await matmul(a, flat).data()];
    expectClose(await weights.data(), expectedWeights);
    expectClose(await output.data(), expectedOutput);
  });

  test('additive scores are vᵀ tanh(W_q q + W_k k)', async () => {
    const layer = attention({ score: 'additive', units: 1 });
    layer.build([
      [null, 1, 1],
      [null, 2, 1],
    ]);
    layer.setWeights([[[2]], [[3]], [[1.5]]]);
    const [, weights] = layer.apply([tensor([[[0.1]]]), tensor([[[0.2], [-0.4]]])], { returnAttentionScores: true });
    const scores = [0.2, -0.4].map((k) => 1.5 * Math.tanh(2 * 0.1 + 3 * k));
    const [first, second] = scores.map(Math.exp) as [number, number];
    const [[[a, b]]] = (await rows(weights)) as [[[number, number]]];
    expect(a).toBeCloseTo(first / (first + second), 6);
    expect(b).toBeCloseTo(second / (first + second), 6);
  });

  test('scaled scores are divided by √dim', async () => {
    const x = normal([1, 3, 4]);
    const [, scaled] = attention({ score: 'scaledDot' }).apply(x, { returnAttentionScores: true });
    const [, plain] = attention().apply([x.mul(0.5), x], { returnAttentionScores: true });
    const expected = await plain.data();
    expectClose(await scaled.data(), expected);
  });

  test('a score of one’s own is used', async () => {
    const layer = attention({ score: (query, key) => matmul(query, key, { transposeB: true }).mul(0) });
    const output = await rows(layer.apply([tensor([[[1]]]), tensor([[[2], [4]]])]));
    expect(output).toEqual([[[3]]]); // equal weights: the mean
  });
});

describe('masks', () => {
  test('values that do not count have weight 0, and the causal mask hides what comes later', async () => {
    const x = normal([1, 3, 2]);
    const mask = tensor([[true, false, true]]);
    const [, weights] = attention().apply(x, { mask, useCausalMask: true, returnAttentionScores: true });
    const [[first, second, third]] = (await rows(weights)) as [[number[], number[], number[]]];
    expect(first).toEqual([1, 0, 0]);
    expect(second).toEqual([1, 0, 0]);
    expect(third[1]).toBe(0);
    expect((third[0] as number) + (third[2] as number)).toBeCloseTo(1, 6);
  });

  test('causalMask of more keys than queries', async () => {
    expect(await causalMask(2, 3).array()).toEqual([
      [true, false, false],
      [true, true, false],
    ]);
  });
});

describe('as a layer', () => {
  test.each(['dot', 'scaledDot', 'bilinear', 'additive'] as const)(
    '%s passes what every layer passes',
    async (score) => {
      const weights = {
        dot: [],
        scaledDot: [],
        bilinear: [['scoreKernel', [3, 3]]],
        additive: [
          ['queryKernel', [3, 5]],
          ['keyKernel', [3, 5]],
          ['scoreVector', [5, 1]],
        ],
      } as const;
      await runLayerTest({
        make: () => attention({ score, units: 5, useScale: true }),
        inputs: [normal([2, 4, 3]), normal([2, 6, 3])],
        weights: [...weights[score], ['scale', []]],
        outputs: [[2, 4, 3]],
        layers: [Attention as never],
      });
    },
  );

  test('stands in a model between other layers', async () => {
    const words = input({ shape: [5, 3] });
    const attended = attention({ score: 'bilinear' }).apply([words, words], { useCausalMask: true });
    const model = new Model({ inputs: words, outputs: dense({ units: 2 }).apply(attended) });
    expect((model.apply(normal([4, 5, 3])) as Tensor).shape).toEqual([4, 5, 2]);
  });

  test('drops weights while training only, and never twice the same', async () => {
    const layer = attention({ dropout: 0.5 });
    const x = normal([1, 8, 4]);
    const still = await layer.apply(x).array();
    const [a, b] = [await layer.apply(x, { training: true }).array(), await layer.apply(x, { training: true }).array()];
    expect(await layer.apply(x).array()).toEqual(still);
    expect(a).not.toEqual(still);
    expect(a).not.toEqual(b);
  });
});

describe('refusals', () => {
  test('a dot score of different sizes', () => {
    expect(() => attention().apply([normal([1, 2, 3]), normal([1, 2, 4])])).toThrow(
      /a dot score needs queries and keys of one size. Got 3 and 4/,
    );
  });

  test('an unknown score lists the choices', () => {
    expect(() => attention({ score: 'cosine' as 'dot' })).toThrow(/'dot', 'scaledDot', 'bilinear', 'additive'/);
  });

  test('a wrong number of inputs', () => {
    const x = normal([1, 2, 3]);
    expect(() => attention().apply([x, x, x, x])).toThrow(/the inputs are not those of attention. Got a list of 4/);
  });
});
