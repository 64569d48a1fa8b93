import { fusedPrimitive, type Primitive } from '../primitive.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { sub } from './arithmetic.ts';
import { binary, type NoParams } from './elementwise.ts';
import { where } from './where.ts';

// Gradients that need nothing but what came out. Inputs: y, dy, of one shape and dtype.

function gradientOf(name: string, decompose: (y: Tensor, dy: Tensor) => Tensor, cost: number) {
  return fusedPrimitive<NoParams>(name, {
    output: ([y]) => y,
    decompose: (_, [y, dy]) => [decompose(y, dy)],
    cost: ([y]) => cost * sizeOf(y.shape),
  });
}

/** dy where y is above 0, else 0; where y is NaN, dy. */
export const reluGradientPrimitive: Primitive<NoParams, 'fused'> = /* @__PURE__ */ gradientOf(
  'reluGradient',
  (y, dy) => where(y.lessEqual(0), 0, dy),
  1,
);
/** dy · y · (1 − y). */
export const sigmoidGradientPrimitive: Primitive<NoParams, 'fused'> = /* @__PURE__ */ gradientOf(
  'sigmoidGradient',
  (y, dy) => dy.mul(y).mul(sub(1, y)),
  3,
);
/** dy · (1 − y²). */
export const tanhGradientPrimitive: Primitive<NoParams, 'fused'> = /* @__PURE__ */ gradientOf(
  'tanhGradient',
  (y, dy) => dy.mul(sub(1, y.square())),
  3,
);

/** The gradients of relu, sigmoid and tanh. */
export const reluGradient = (y: Tensor, dy: Tensor): Tensor => binary(reluGradientPrimitive, [y, dy]);
export const sigmoidGradient = (y: Tensor, dy: Tensor): Tensor => binary(sigmoidGradientPrimitive, [y, dy]);
export const tanhGradient = (y: Tensor, dy: Tensor): Tensor => binary(tanhGradientPrimitive, [y, dy]);
