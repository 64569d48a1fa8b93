import { matmul, scope, type Tensor, tensor, Variable, zeros } from '@mariana/tensor';
import type { Model } from '../src/core/model.ts';

/** Dense layers made by hand: each step's arithmetic is in view, and nothing else is under test. */
export interface TinyModel extends Model {
  readonly variables: readonly Variable[];
  apply(x: Tensor, options?: { training?: boolean | undefined }): Tensor;
}

/** A model over variables. */
export function modelOf(variables: readonly Variable[], call: (x: Tensor) => Tensor): TinyModel {
  const weights = variables.map((variable) => ({ variable }));
  return { variables, weights, trainableWeights: weights, built: true, apply: (x) => call(x) };
}

/** x·w, from w = 0: a straight line through the origin. */
export function lineModel(inputs = 1): TinyModel {
  const w = scope(() => new Variable(zeros([inputs, 1]), { name: 'w' }));
  return modelOf([w], (x) => matmul(x, w.value));
}

/** Two dense layers, tanh then sigmoid, from given weights: kernel, bias, kernel, bias. */
export function twoLayerModel(initial: readonly unknown[]): TinyModel {
  const names = ['kernel_1', 'bias_1', 'kernel_2', 'bias_2'];
  const variables = initial.map((values, i) => new Variable(tensor(values as number[]), { name: names[i] }));
  const [k1, b1, k2, b2] = variables as [Variable, Variable, Variable, Variable];
  return modelOf(variables, (x) => {
    const hidden = matmul(x, k1.value).add(b1.value).tanh();
    return matmul(hidden, k2.value).add(b2.value).sigmoid();
  });
}
