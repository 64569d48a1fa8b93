import { isHalf } from '../dtype.ts';
import type { Tensor } from '../tensor.ts';
import { cast } from './cast.ts';

/** A tensor of a half type as float32, any other as it is. */
export function widened(x: Tensor): Tensor {
  return isHalf(x.dtype) ? cast(x, 'float32') : x;
}

/**
 * What several operations give together, rounded once: where the operands, all of one dtype, are of a half type, the
 * operations run in float32. For those whose steps would lose too much: a count beyond 2048 is no float16 number, and
 * 1 − y² loses nearly all of its digits where y is near 1.
 *
 * @param operands - tensors of one dtype
 * @param compute - the operations
 */
export function roundedOnce<Operands extends readonly [Tensor, ...Tensor[]], Result extends Tensor | readonly Tensor[]>(
  operands: Operands,
  compute: (...operands: Operands) => Result,
): Result {
  const { dtype } = operands[0];
  if (!isHalf(dtype)) return compute(...operands);
  const result = compute(...(operands.map(widened) as unknown as Operands));
  return (Array.isArray(result) ? result.map((y) => cast(y, dtype)) : cast(result as Tensor, dtype)) as Result;
}
