import { ShapeError } from '@mariana/tensor';
import type { PartialShape } from '../options/shapes.ts';
import { formatPartial } from '../symbolic/symbolic-tensor.ts';

/**
 * The size of the last axis, which weights are made for.
 *
 * @throws ShapeError if it is not known, or there is none
 */
export function lastDim(owner: string, shape: PartialShape): number {
  const size = shape[shape.length - 1];
  if (typeof size === 'number') return size;
  throw new ShapeError(owner, 'the size of the last axis of the input is not known', {
    got: formatPartial(shape),
    expected: 'a number, for which weights can be made',
  });
}
