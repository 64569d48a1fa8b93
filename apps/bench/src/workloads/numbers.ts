import { type Tensor, uniform } from '@mariana/tensor';

/** Numbers in [low, high): which ones does not matter to a measurement. */
export function numbers(shape: readonly number[], low = 0, high = 1): Tensor {
  return uniform(shape, { min: low, max: high });
}
