// What the optimizers' steps have in common: many tensors at once, list by list.

import { ArgumentError, DTypeError, ShapeError } from '../../errors.ts';
import { formatShape, sameShape } from '../../shape.ts';
import type { Tensor } from '../../tensor.ts';
import type { TensorLike } from '../../tensor-like.ts';
import { asTensor } from '../arguments.ts';

/** Weights drawn towards 0 by themselves, in proportion to the learning rate alone: w − w · λ · η. */
export function decayed(w: Tensor, learningRate: Tensor, weightDecay: number): Tensor {
  return weightDecay === 0 ? w : w.sub(w.mul(weightDecay).mul(learningRate));
}

/** As many next values as there are inputs behind the scalars, but for the gradients: shaped as weights and slots are. */
export function outputsLike<T>(inputs: readonly T[], scalars: number, count: number): readonly T[] {
  return placesOf(inputs.length, scalars, count).map((place) => inputs[place] as T);
}

/** Where the inputs are that become outputs. */
export function placesOf(numInputs: number, scalars: number, count: number): readonly number[] {
  const size = (numInputs - scalars) / count;
  return Array.from({ length: (count - 1) * size }, (_, i) => scalars + (i < size ? i : i + size));
}

/** One list cut into `count` of equal length. */
export function lists(tensors: readonly Tensor[], count: number): readonly (readonly Tensor[])[] {
  const size = tensors.length / count;
  return Array.from({ length: count }, (_, i) => tensors.slice(i * size, (i + 1) * size));
}

/** The results by variable as one list: all first ones, then all second ones. */
export function byList(results: readonly (readonly Tensor[])[]): readonly Tensor[] {
  return (results[0] ?? []).flatMap((_, i) => results.map((result) => result[i] as Tensor));
}

/** All lists one behind the other, each checked to have a tensor for each weight. */
export function checkedLists(op: string, weights: readonly Tensor[], others: readonly (readonly Tensor[])[]): Tensor[] {
  for (const list of others) {
    if (list.length !== weights.length) {
      throw new ArgumentError(op, 'the lists differ in length', {
        got: `${weights.length} weights and a list of ${list.length}`,
        expected: 'one gradient and one of each slot for each weight',
      });
    }
  }
  const dtype = weights[0]?.dtype;
  const inputs = [weights, ...others].flat();
  inputs.forEach((tensor, i) => {
    const weight = weights[i % weights.length] as Tensor;
    if (!sameShape(tensor.shape, weight.shape)) {
      throw new ShapeError(op, 'a tensor does not have its weight’s shape', {
        got: formatShape(tensor.shape),
        expected: formatShape(weight.shape),
      });
    }
    if (tensor.dtype !== dtype) {
      throw new DTypeError(op, 'the tensors differ in dtype', { got: tensor.dtype, expected: String(dtype) });
    }
  });
  return inputs;
}

/** A scalar argument as a tensor of the weights' dtype. */
export function scalarLike(op: string, name: string, value: TensorLike, { dtype }: Tensor): Tensor {
  const given = asTensor(op, value, dtype);
  if (given.rank === 0) return given.cast(dtype);
  throw new ShapeError(op, `${name} is not a scalar`, { got: formatShape(given.shape), expected: '[]' });
}
