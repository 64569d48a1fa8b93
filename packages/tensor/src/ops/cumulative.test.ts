import { describe, expect, test } from 'vitest';
import * as m from '../index.ts';
import { checkGradients } from '../testing/check-gradients.ts';

m.setEngine(m.referenceEngine());

// Rows of 0, 1, 2 and 3 zeros (1 marks one): at the ends, side by side and apart.
const zeros = [
  [0, 0, 0, 0, 0],
  [0, 0, 1, 0, 0],
  [0, 1, 0, 1, 0],
  [1, 1, 0, 0, 0],
  [1, 0, 1, 0, 1],
  [0, 0, 1, 1, 1],
];

const values = [1.25, -0.5, 1.5, 0.75, -2];

const flags = [false, true].flatMap((exclusive) => [false, true].map((reverse) => ({ exclusive, reverse })));

describe('gradients of cumProd and their gradients, beside any number of zeros', () => {
  for (const { exclusive, reverse } of flags) {
    test(`exclusive ${exclusive}, reverse ${reverse}`, () => {
      const places = zeros.map((row) => row.map((zero, i) => (zero === 1 ? 0 : values[i]!)));
      const options = { axis: 1, exclusive, reverse };
      checkGradients('cumProd', (t) => m.cumProd(t.add(places), options), [[6, 5]], { range: [0, 0] });
    });
  }

  test('prod of rows with zeros', () => {
    const rows = [zeros[1]!.map((z) => 1 - z), zeros[4]!.map((z) => 1 - z), zeros[5]!];
    checkGradients('prod', (t) => m.prod(t.add(rows), { axis: 1 }), [[3, 5]], { range: [0, 0] });
  });
});

test('cumProd of long rows and of nothing', async () => {
  const sum = (x: m.Tensor) => m.cumProd(x, { axis: -1 }).sum();
  const gradient = await m
    .grad(sum)(m.ones([1000]))
    .array();
  expect(gradient).toEqual(Array.from({ length: 1000 }, (_, i) => 1000 - i));
  expect((await m.grad(sum)(m.ones([2, 0]))).shape).toEqual([2, 0]);
});
