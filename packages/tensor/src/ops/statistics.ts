import { ArgumentError } from '../errors.ts';
import { scope } from '../scope.ts';
import { checkAxes, reducedShape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor, floating } from './arguments.ts';
import { abs, div, square, sub } from './arithmetic.ts';
import { cast } from './cast.ts';
import { isFinite as isFiniteNumber, notEqual } from './compare.ts';
import { sqrt } from './exponential.ts';
import { roundedOnce } from './half-steps.ts';
import { divisorOf } from './largest-size.ts';
import { max, min, sum } from './reduce.ts';
import type { ReduceOptions } from './reduce-options.ts';
import { reshape, stopGradient } from './reshape.ts';
import { where } from './where.ts';

/** How many elements each result is made of. */
function countOf(op: string, x: Tensor, axis: ReduceOptions['axis']): number {
  return sizeOf(checkAxes(op, axis, x.rank).map((place) => x.shape[place] as number));
}

/**
 * The average over axes.
 *
 * @param x - any shape; whole numbers become float32
 * @param options - see {@link ReduceOptions}
 * @returns the averages, in a float dtype; NaN over no elements
 * @throws ShapeError if an axis does not exist or is named twice
 * @source `keras.ops.mean`, `torch.mean`
 *
 * @example
 * await mean([[1, 2], [3, 4]], { axis: 0 }).array(); // [2, 3]
 */
export function mean(x: TensorLike, options: ReduceOptions = {}): Tensor {
  const t = floating('mean', x);
  const count = countOf('mean', t, options.axis);
  return count === 1 ? sum(t, options) : scope(() => roundedOnce([t], (wide) => div(sum(wide, options), count)));
}

/** Options of {@link variance} and {@link std}. */
export interface VarianceOptions extends ReduceOptions {
  /**
   * What is taken off the number of elements in the divisor: 0 for a population, 1 for a sample.
   * @defaultValue 0
   */
  correction?: number | undefined;
}

/**
 * The variance over axes: the average squared distance from the mean.
 *
 * @param x - any shape; whole numbers become float32
 * @param options - see {@link VarianceOptions}
 * @returns the variances, in a float dtype; NaN over no elements
 * @throws ShapeError if an axis does not exist or is named twice
 * @source `keras.ops.var`, `torch.var` (whose correction is 1)
 *
 * @example
 * await variance([1, 2, 3, 4]).item(); // 1.25
 */
export function variance(x: TensorLike, { correction = 0, ...options }: VarianceOptions = {}): Tensor {
  const t = floating('variance', x);
  const count = countOf('variance', t, options.axis);
  return scope(() =>
    roundedOnce([t], (wide) => {
      const distances = sub(wide, mean(wide, { axis: options.axis, keepDims: true }));
      return div(sum(square(distances), options), Math.max(0, count - correction));
    }),
  );
}

/**
 * The standard deviation over axes: the square root of the {@link variance}, whose squares neither overflow nor vanish. Its
 * gradient is 0 where it is 0.
 *
 * @param x - any shape; whole numbers become float32
 * @param options - see {@link VarianceOptions}
 * @returns the deviations, in a float dtype; NaN over no elements
 * @throws ShapeError if an axis does not exist or is named twice
 * @source `keras.ops.std`, `torch.std` (whose correction is 1)
 *
 * @example
 * await std([1, 3]).item(); // 1
 */
export function std(x: TensorLike, options: VarianceOptions = {}): Tensor {
  const { correction = 0, ...over } = options;
  const t = floating('std', x);
  const count = countOf('std', t, over.axis);
  return scope(() =>
    roundedOnce([t], (wide) => {
      const distances = sub(wide, mean(wide, { axis: over.axis, keepDims: true }));
      return div(norm(distances, over), Math.sqrt(Math.max(0, count - correction)));
    }),
  );
}

/**
 * log Σ eˣ over axes, without overflow.
 *
 * @param x - any shape; whole numbers become float32
 * @param options - see {@link ReduceOptions}
 * @returns a float tensor
 * @throws ShapeError if an axis does not exist, is named twice or has no elements
 * @source `keras.ops.logsumexp`, `torch.logsumexp`
 *
 * @example
 * await logSumExp([1000, 1000]).item(); // 1000.6931762695312
 */
export function logSumExp(x: TensorLike, { axis, keepDims = false }: ReduceOptions = {}): Tensor {
  const t = floating('logSumExp', x);
  return scope(() =>
    roundedOnce([t], (wide) => {
      const greatest = stopGradient(max(wide, { axis, keepDims: true }));
      // An infinite maximum is not taken off: ∞ − ∞ would be NaN.
      const shift = where(isFiniteNumber(greatest), greatest, 0);
      const total = sum(wide.sub(shift).exp(), { axis, keepDims: true });
      // The logarithm's slope at 0 is infinite: where all are −∞, the result is cut off from x.
      const isZero = total.equal(0);
      const result = where(isZero, Number.NEGATIVE_INFINITY, where(isZero, 1, total).log().add(shift));
      return keepDims ? result : reshape(result, reducedShape(t.shape, checkAxes('logSumExp', axis, t.rank), false));
    }),
  );
}

/** Options of {@link norm}. */
export interface NormOptions extends ReduceOptions {
  /**
   * Which norm: (Σ |x|ᵖ)^(1/p); Infinity the greatest |x|, −Infinity the least, 0 the number of elements other than 0.
   * @defaultValue 2
   */
  order?: number | undefined;
}

/**
 * The vector norm over axes: (Σ |x|ᵖ)^(1/p), the Euclidean length unless told, whose powers neither overflow nor vanish. Its
 * gradient at 0 is 0.
 *
 * @param x - any shape; whole numbers become float32
 * @param options - see {@link NormOptions}
 * @returns the norms, in a float dtype
 * @throws ShapeError if an axis does not exist or is named twice; ArgumentError if `order` is NaN
 * @source `torch.linalg.vector_norm`
 *
 * @example
 * await norm([3, 4]).item(); // 5
 */
export function norm(x: TensorLike, { order = 2, ...options }: NormOptions = {}): Tensor {
  const t = floating('norm', x);
  if (typeof order !== 'number' || Number.isNaN(order)) {
    throw new ArgumentError('norm', 'order is not a number', {
      got: String(order),
      expected: 'a number, 2 for length',
    });
  }
  return scope(() => roundedOnce([t], (wide) => normOf(wide, order, options)));
}

function normOf(t: Tensor, order: number, options: ReduceOptions): Tensor {
  if (order === Number.POSITIVE_INFINITY) return max(abs(t), options);
  if (order === Number.NEGATIVE_INFINITY) return min(abs(t), options);
  if (order === 0) return cast(countNonzero(t, options), t.dtype);
  if (order === 1) return sum(abs(t), options);
  const sizes = abs(t);
  const divisor = divisorOf(extreme(sizes, order, { ...options, keepDims: true }));
  const total = sum(order === 2 ? square(t.div(divisor)) : sizes.div(divisor).pow(order), options);
  // The root's slope at 0 is infinite, and 0 · ∞ would be NaN: there the result is cut off from x.
  const isZero = total.equal(0);
  const some = where(isZero, 1, total);
  const root = (order === 2 ? sqrt(some) : some.pow(1 / order)).mul(reshape(divisor, total.shape));
  return where(isZero, order > 0 ? 0 : Number.POSITIVE_INFINITY, root);
}

/** The size that outweighs the others in a norm: the greatest, or the least where the order is negative. */
function extreme(sizes: Tensor, order: number, options: ReduceOptions): Tensor {
  if (sizes.size === 0) return sum(sizes, options); // of nothing there is none
  return order > 0 ? max(sizes, options) : min(sizes, options);
}

/**
 * How many elements are other than 0 over axes.
 *
 * @param x - any shape
 * @param options - see {@link ReduceOptions}
 * @returns int32 counts
 * @throws ShapeError if an axis does not exist or is named twice
 * @source `keras.ops.count_nonzero`, `torch.count_nonzero`
 *
 * @example
 * await countNonzero([[0, 1], [2, 3]], { axis: 1 }).array(); // [1, 2]
 */
export function countNonzero(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return scope(() => sum(notEqual(asTensor('countNonzero', x), 0), options));
}
