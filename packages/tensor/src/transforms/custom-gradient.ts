import { bindCustom } from '../bind.ts';
import { ArgumentError } from '../errors.ts';
import { asTensor } from '../ops/arguments.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';

/** What a function with its own gradient returns. */
export interface CustomGradientResult {
  readonly value: Tensor;
  /** From the gradient of the value to those of the inputs, in order; undefined for an input without one. */
  readonly gradient: (dy: Tensor) => Tensor | readonly (Tensor | undefined)[];
}

/**
 * A function whose gradient is given by hand, where the derived one would be slow, unstable or not what is wanted.
 *
 * @param fn - takes tensors; returns the value and its gradient function. It sees its inputs without the transforms
 * around it: what the gradient is taken of must be an input, not a captured tensor
 * @returns the function, to be called like any operation
 * @throws ArgumentError if the gradient function gives another number of gradients than there are inputs
 * @source `jax.custom_vjp`, `tf.custom_gradient`
 *
 * @example
 * // Straight-through rounding: the gradient passes as if nothing had happened.
 * const roundThrough = customGradient((x) => ({ value: round(x), gradient: (dy) => dy }));
 * await grad((x) => roundThrough(x).sum())([0.2, 1.7]).array(); // [1, 1]
 */
export function customGradient(fn: (...inputs: Tensor[]) => CustomGradientResult): (...inputs: TensorLike[]) => Tensor {
  return (...given) => {
    const inputs = given.map((input) => asTensor('customGradient', input));
    const rule = {
      name: 'customGradient',
      run: (tensors: readonly Tensor[]) => {
        const { value, gradient } = fn(...tensors);
        return { outputs: [value], gradient: (dy: Tensor) => checkCount(gradient(dy), inputs.length) };
      },
    };
    return bindCustom(rule, inputs)[0] as Tensor;
  };
}

function checkCount(
  gradients: Tensor | readonly (Tensor | undefined)[],
  count: number,
): readonly (Tensor | undefined)[] {
  const list = Array.isArray(gradients) ? gradients : [gradients as Tensor];
  if (list.length === count) return list;
  throw new ArgumentError('customGradient', 'the gradient function gives another number of gradients than inputs', {
    got: `${list.length} gradients for ${count} inputs`,
    expected: 'one for each input, or undefined',
  });
}
