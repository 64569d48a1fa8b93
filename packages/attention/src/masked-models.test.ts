import { dense, input, loadModel, Model } from '@mariana/layers';
import { normal, referenceEngine, setEngine, tensor } from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { attention, attentionLayers, multiHeadAttention } from './index.ts';

beforeAll(() => setEngine(referenceEngine()));

describe.each([
  ['attention', () => attention({ score: 'additive' })],
  ['multiHeadAttention', () => multiHeadAttention({ numHeads: 2, keyDim: 3 })],
])('%s', (_name, make) => {
  const tensors = () => ({
    query: normal([2, 3, 6]),
    value: normal([2, 4, 6]),
    queryMask: tensor([
      [true, false, true],
      [true, true, true],
    ]),
    valueMask: tensor([
      [true, true, false, true],
      [true, false, false, true],
    ]),
  });

  test('masks among the inputs count as those of the call', async () => {
    const layer = make();
    const { query, value, queryMask, valueMask } = tensors();
    const among = await layer.apply({ query, value, queryMask, valueMask }).array();
    expect(among).toEqual(await layer.apply([query, value], { mask: [queryMask, valueMask] }).array());
    expect(among).not.toEqual(await layer.apply([query, value]).array());
    const attentionMask = valueMask.expandDims(1);
    expect(await layer.apply({ query, value, attentionMask }).array()).toEqual(
      await layer.apply([query, value], { attentionMask }).array(),
    );
  });

  test('a model has masks as inputs and weights as outputs, and is saved with them', async () => {
    const { query, value, valueMask } = tensors();
    const inputs = {
      query: input({ shape: [null, 6], name: 'query' }),
      value: input({ shape: [null, 6], name: 'value' }),
      valueMask: input({ shape: [null], dtype: 'bool', name: 'valueMask' }),
    };
    const [output, weights] = make().apply(inputs, { returnAttentionScores: true });
    expect(output.shape).toEqual([null, null, 6]);
    const model = new Model({ inputs, outputs: { output: dense({ units: 2 }).apply(output), weights } });
    const before = model.apply({ query, value, valueMask });
    const copy = await loadModel(await model.toBytes(), { layers: attentionLayers });
    const after = copy.apply({ query, value, valueMask }) as unknown as typeof before;
    expect(await after.output.array()).toEqual(await before.output.array());
    expect(await after.weights.array()).toEqual(await before.weights.array());
    const hidden = Array.from(await after.weights.data(), Number).filter((_, i) => i % 4 === 2); // the third value
    expect(hidden.every((weight) => weight === 0)).toBe(true);
  });
});
