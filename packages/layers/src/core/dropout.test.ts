import { ones, referenceEngine, setEngine, setSeed, tensor, valueAndGrad } from '@mariana/tensor';
import { beforeAll, expect, test } from 'vitest';
import { runLayerTest } from '../testing/index.ts';
import { dropout } from './dropout.ts';

beforeAll(() => setEngine(referenceEngine()));

test('dropout: a share of the elements becomes 0, the others are divided by what is left', async () => {
  setSeed(5);
  const y = Array.from(
    await dropout(0.25)
      .apply(ones([100, 100]), { training: true })
      .data(),
    Number,
  );
  expect([...new Set(y)].sort()).toEqual([0, Math.fround(1 / 0.75)]);
  const share = y.filter((value) => value === 0).length / y.length;
  expect(Math.abs(share - 0.25)).toBeLessThan(0.0217); // five standard deviations, √(0.25 · 0.75 / 10000) each
});

test('dropout: another mask at each step, with a seed too; the same masks for the same seed', async () => {
  const [a, b] = [dropout({ rate: 0.5, seed: 3 }), dropout({ rate: 0.5, seed: 3 })];
  const draw = (layer: typeof a) => layer.apply(ones([64]), { training: true }).array();
  const [a1, a2, b1, b2] = [await draw(a), await draw(a), await draw(b), await draw(b)];
  expect(a1).not.toEqual(a2);
  expect(a1).toEqual(b1);
  expect(a2).toEqual(b2);
});

test('dropout: passes its input on when not training, or at rate 0', async () => {
  const x = tensor([[1, 2]]);
  expect(dropout(0.9).apply(x)).toBe(x);
  expect(dropout(0).apply(x, { training: true })).toBe(x);
  expect(await dropout(1).apply(x, { training: true }).array()).toEqual([[0, 0]]);
});

test('dropout: axes of size 1 in the noise shape are dropped as a whole', async () => {
  const y = await dropout({ rate: 0.5, noiseShape: [null, 1], seed: 1 })
    .apply(ones([32, 4]), { training: true })
    .array();
  const rows = (y as number[][]).map((row) => [...new Set(row)]);
  expect(rows.every((row) => row.length === 1)).toBe(true);
  expect(new Set(rows.map(([value]) => value))).toEqual(new Set([0, 2]));
});

test('dropout: the gradient has the mask of the value', async () => {
  const layer = dropout({ rate: 0.5, seed: 2 });
  const run = valueAndGrad(
    (x) => {
      const y = layer.apply(x, { training: true });
      return [y.sum(), y];
    },
    { aux: true },
  );
  const { gradients, aux } = run(ones([50]));
  expect(await gradients.array()).toEqual(await aux.array());
});

test('dropout does what every layer does, and refuses a rate out of range', async () => {
  await runLayerTest({
    make: () => dropout({ rate: 0.3, seed: 1 }),
    inputs: ones([2, 3]),
    weights: [],
    outputs: [[2, 3]],
  });
  expect(() => dropout(1.5)).toThrow('Dropout: rate is not a number of at least 0 and at most 1. Got 1.5.');
});
