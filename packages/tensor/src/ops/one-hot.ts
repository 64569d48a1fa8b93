import { checkDType, type DType, integerRange } from '../dtype.ts';
import { ArgumentError } from '../errors.ts';
import { scope } from '../scope.ts';
import { checkAxis, checkShape } from '../shape.ts';
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
 * @param indices - integers of any shape
 * @param numClasses - the length of each vector, below 2³¹
 * @param options - see {@link OneHotOptions}
 * @returns the shape of `indices` with a new axis of size `numClasses`
 * @throws ArgumentError if `numClasses` is not an integer from 0 to 2³¹ − 1
 * @throws ShapeError if the result would have more elements than can be addressed
 * @throws DTypeError if the indices are not integers
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
  const [, most] = integerRange('int32'); // of the classes, which the indices are compared with
  if (!Number.isInteger(numClasses) || numClasses < 0 || numClasses > most) {
    throw new ArgumentError('oneHot', 'numClasses is not a number of classes', {
      got: String(numClasses),
      expected: `an integer from 0 to ${most}`,
    });
  }
  checkDType('oneHot', dtype);
  return scope(() => {
    const places = asIndices('oneHot', indices);
    const place = checkAxis('oneHot', axis, places.rank + 1);
    checkShape('oneHot', [...places.shape, numClasses]);
    const behind = Array.from({ length: places.rank - place }, () => 1);
    const classes = reshape(arange(0, numClasses, 1, { dtype: 'int32' }), [numClasses, ...behind]);
    return equal(expandDims(places, place), classes).cast(dtype);
  });
}
