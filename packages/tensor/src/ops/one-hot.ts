import { checkDType, type DType } from '../dtype.ts';
import { ArgumentError } from '../errors.ts';
import { scope } from '../scope.ts';
import { checkAxis } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { indices as asIndices } from './arguments.ts';
import { equal } from './compare.ts';
import { arange } from './create.ts';
import { expandDims, reshape } from './reshape.ts';

/** Options of {@link oneHot}. */
export interface OneHotOptions {
  /**
   * Where the new axis stands in the result.
   * @defaultValue -1
   */
  axis?: number | undefined;
  /**
   * The dtype of the zeros and ones.
   * @defaultValue 'float32'
   */
  dtype?: DType | undefined;
}

/**
 * Classes as vectors: all zeros but for a 1 at the class. An index outside of 0 … numClasses − 1 gives zeros only.
 *
 * @param indices - whole numbers of any shape
 * @param numClasses - the length of each vector
 * @param options - see {@link OneHotOptions}
 * @returns the shape of `indices` with a new axis of size `numClasses`
 * @throws ArgumentError if `numClasses` is not a whole number of 0 or more
 * @throws DTypeError if the indices are not whole numbers
 * @source `keras.ops.one_hot`, `torch.nn.functional.one_hot`
 *
 * @example
 * await oneHot([1, 0], 3).array(); // [[0, 1, 0], [1, 0, 0]]
 */
export function oneHot(
  indices: TensorLike,
  numClasses: number,
  { axis = -1, dtype = 'float32' }: OneHotOptions = {},
): Tensor {
  if (!Number.isInteger(numClasses) || numClasses < 0) {
    throw new ArgumentError('oneHot', 'numClasses is not a number of classes', {
      got: String(numClasses),
      expected: 'a whole number of 0 or more',
    });
  }
  checkDType('oneHot', dtype);
  return scope(() => {
    const places = asIndices('oneHot', indices);
    const place = checkAxis('oneHot', axis, places.rank + 1);
    const behind = Array.from({ length: places.rank - place }, () => 1);
    const classes = reshape(arange(0, numClasses, 1, { dtype: 'int32' }), [numClasses, ...behind]);
    return equal(expandDims(places, place), classes).cast(dtype);
  });
}
