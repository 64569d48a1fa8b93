import { expect, test } from 'vitest';
import { einsum, ones, referenceEngine, setEngine } from '../index.ts';
import { checkGradients } from '../testing/check-gradients.ts';

// Values against PyTorch are in matmul.test.ts, whose fixture has both.
setEngine(referenceEngine());

test.each([
  [
    'ij,jk->ik',
    [
      [2, 3],
      [3, 4],
    ],
  ],
  [
    '...ij,...jk->...ki',
    [
      [2, 1, 2, 3],
      [3, 3, 2],
    ],
  ],
  [
    'iij,kj->ki',
    [
      [3, 3, 2],
      [4, 2],
    ],
  ],
  [
    'ij,jk,kl->li',
    [
      [2, 3],
      [3, 2],
      [2, 2],
    ],
  ],
  ['i,i,j->ij', [[3], [3], [2]]],
])('einsum %s: gradients', (equation, shapes) => {
  checkGradients(equation, (...x) => einsum(equation, ...x), shapes);
});

test.each([
  ['ij,jk->ik', [[2, 3]], 'einsum: the equation does not have one term for each operand.'],
  [
    'ij->ij',
    [[2, 3, 4]],
    "einsum: operand 0 does not have as many axes as its term names. Got 'ij' in 'ij->ij' for shape [2, 3, 4]. Expected 2 axes.",
  ],
  [
    'ij,jk',
    [
      [2, 3],
      [4, 5],
    ],
    "einsum: axes labelled 'j' differ in size. Got 4 on axis 0 of operand 1 ([4, 5]), and 3 before. Expected sizes that are equal or 1.",
  ],
  ['ij->ik', [[2, 3]], "einsum: the output names 'k', which no operand has."],
  ['ij->ii', [[2, 3]], "einsum: the output names 'i' twice."],
  ['i1->i', [[2, 3]], 'einsum: the equation cannot be read.'],
  ['i->j->k', [[2]], 'einsum: the equation cannot be read.'],
  ['..i->i', [[2]], 'einsum: the equation cannot be read.'],
  ['...i...->i', [[2]], 'einsum: the equation cannot be read.'],
  ['ii', [[2, 3]], "einsum: axes labelled 'i' differ in size."],
])('einsum %s of %j: the error says what is wrong', (equation, shapes, message) => {
  expect(() => einsum(equation, ...shapes.map((shape) => ones(shape)))).toThrow(message);
});

test('einsum: bytes are summed in int32', async () => {
  const x = ones([300], { dtype: 'uint8' }).mul(2);
  const y = einsum('i,i->', x, x);
  expect(y.dtype).toBe('int32');
  expect(await y.item()).toBe(1200);
});
