import type { Tensor } from '../tensor.ts';
import { logicalAnd } from './logic.ts';
import { stopGradient } from './reshape.ts';
import { where } from './where.ts';

/**
 * What numbers are divided by before they are squared, and roots of sums of squares multiplied by afterwards, so that no
 * square overflows or vanishes: their largest size, or 1 where that is 0, infinite or NaN. What is computed does not depend
 * on it, and so it is a constant to gradients.
 *
 * @param size - the largest size
 */
export function divisorOf(size: Tensor): Tensor {
  return stopGradient(where(logicalAnd(size.greater(0), size.less(Number.POSITIVE_INFINITY)), size, 1));
}
