import { bind } from '../bind.ts';
import { checkDType, type DType, isFloating } from '../dtype.ts';
import { primitive } from '../primitive.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor } from './arguments.ts';

/** Elements in another dtype. */
export const castPrimitive = /* @__PURE__ */ primitive<{ readonly from: DType; readonly to: DType }>('cast', {
  output: ([x], { to }) => ({ shape: x.shape, dtype: to }),
  // Where either side is not floating no gradient passes.
  vjp: ({ from, to }, _residuals, dy) => [isFloating(from) && isFloating(to) ? cast(dy, from) : undefined],
});

/**
 * The same elements in another dtype.
 *
 * Floats become integers by dropping the fraction (NaN becomes 0, values out of range the nearest end); any number
 * becomes bool by being other than 0; bool becomes 0 or 1. Gradients pass between float dtypes.
 *
 * @param x - any shape
 * @param dtype - the dtype wanted; `x` itself comes back if it has it
 * @returns a tensor of `x`'s shape
 * @throws ArgumentError if there is no such dtype
 * @source `keras.ops.cast`, `torch.Tensor.to`
 *
 * @example
 * await cast([1.7, -1.7], 'int32').array(); // [1, -1]
 */
export function cast(x: TensorLike, dtype: DType): Tensor {
  const t = asTensor('cast', x);
  if (t.dtype === dtype) return t;
  return bind(castPrimitive, [t], { from: t.dtype, to: checkDType('cast', dtype) });
}
