import { describe, expect, test } from 'vitest';
import { add, affine, conv, type EpilogueActivation, grad, matmul, normal, relu, sigmoid, tanh } from '../index.ts';
import type { Tensor } from '../tensor.ts';
import { checkGradients } from '../testing/index.ts';
import { epilogueActivations } from './epilogue.ts';

const functions: Record<EpilogueActivation, (x: Tensor) => Tensor> = { linear: (x) => x, relu, sigmoid, tanh };

describe.each(epilogueActivations)('activation %s', (activation) => {
  const activate = functions[activation];

  test('affine is activation(x · kernel + bias), to the bit', async () => {
    const [x, kernel, bias] = [normal([2, 5, 7]), normal([7, 9]), normal([9])];
    const y = affine(x, kernel, bias, { activation });
    expect(y.shape).toEqual([2, 5, 9]);
    expect(await y.data()).toEqual(await activate(add(matmul(x, kernel), bias)).data());
  });

  test('conv with a bias is activation(conv(x, kernel) + bias), to the bit', async () => {
    const [x, kernel, bias] = [normal([2, 6, 5, 4]), normal([3, 3, 2, 6]), normal([6])];
    const moves = { strides: 2, padding: 'same', groups: 2 } as const;
    const y = conv(x, kernel, { ...moves, bias, activation });
    expect(await y.data()).toEqual(await activate(add(conv(x, kernel, moves), bias)).data());
  });

  test('the gradients, and their gradients, are those of differences', () => {
    checkGradients('affine', (x, kernel, bias) => affine(x!, kernel!, bias!, { activation }), [[3, 4], [4, 2], [2]]);
    checkGradients('conv', (x, kernel, bias) => conv(x!, kernel!, { bias, activation }), [[2, 5, 3], [2, 3, 2], [2]]);
  });
});

test('an activation of conv needs no bias', async () => {
  expect(await conv([[[-1], [2]]], [[[3]]], { activation: 'relu' }).array()).toEqual([[[0], [6]]]);
});

test('where relu gives 0 no gradient passes, however large', async () => {
  const slope = grad((x: Tensor) => relu(x).mul(Number.POSITIVE_INFINITY).sum());
  expect(await slope([-1, 0, 2]).array()).toEqual([0, 0, Number.POSITIVE_INFINITY]);
});

test('wrong arguments', () => {
  expect(() => affine([[1, 2]], [[1], [2]], [1, 2])).toThrow(
    'affine: the bias does not fit the kernel. Got [2]. Expected [1], a number for each output.',
  );
  expect(() => affine([[1, 2, 3]], [[1], [2]], [1])).toThrow(
    'affine: x and the kernel do not fit. Got x [1, 3] and kernel [2, 1]. Expected x [..., in] and a kernel [in, out].',
  );
  expect(() => affine([[1]], [[1]], [1], { activation: 'softmax' as 'relu' })).toThrow(
    "Expected one of 'linear', 'relu', 'sigmoid', 'tanh'",
  );
  expect(() => conv([[[1]]], [[[1]]], { bias: [1, 2] })).toThrow('conv: the bias does not fit the kernel. Got [2].');
});
