import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { numeric } from './arguments.ts';
import { fusedUnaryPrimitive, unary } from './elementwise.ts';

/** max(x, 0); the gradient at 0 is 0. */
export const reluPrimitive = /* @__PURE__ */ fusedUnaryPrimitive('relu', (x) => x.maximum(0), {
  saves: 'y',
  // y is never negative: its sign is 1 where the gradient passes.
  vjp: (_x, y, dy) => dy.mul(y.sign()),
});

/**
 * The rectified linear unit, elementwise: max(x, 0). Its gradient at 0 is 0.
 *
 * @param x - a float or integer tensor of any shape
 * @returns a tensor of `x`'s shape and dtype
 * @throws DTypeError if `x` is bool
 * @source `keras.activations.relu`, `torch.relu`
 *
 * @example
 * await relu([-1, 2]).array(); // [0, 2]
 */
export function relu(x: TensorLike): Tensor {
  return unary(reluPrimitive, numeric('relu', x));
}
