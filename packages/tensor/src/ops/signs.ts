import { isFloating } from '../dtype.ts';
import { scope } from '../scope.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor, numeric, promoted, promotedFloating } from './arguments.ts';
import { abs, reciprocal } from './arithmetic.ts';
import { cast } from './cast.ts';
import { equal, isNaN as isNotNumber, less } from './compare.ts';
import { pow } from './exponential.ts';
import { maximum, minimum } from './extrema.ts';
import { logicalOr } from './logic.ts';
import { where } from './where.ts';

/**
 * +x: the numbers as they are.
 *
 * @param x - a float or integer tensor of any shape
 * @returns `x` as a tensor
 * @throws DTypeError if `x` is bool
 * @source `numpy.positive`, `torch.positive`
 *
 * @example
 * await positive([-1, 2]).array(); // [-1, 2]
 */
export function positive(x: TensorLike): Tensor {
  return numeric('positive', x);
}

/**
 * Whether the sign is negative, elementwise; that of −0 is.
 *
 * @param x - any shape
 * @returns a bool tensor of `x`'s shape; false for NaN
 * @source `keras.ops.signbit`, `torch.signbit`
 *
 * @example
 * await signbit([-1, -0, 0]).array(); // [true, true, false]
 */
export function signbit(x: TensorLike): Tensor {
  const t = asTensor('signbit', x);
  if (!isFloating(t.dtype)) return less(t, 0);
  // Only the reciprocal tells −0 from 0. It also keeps the sign of every other number but NaN's.
  return scope(() => logicalOr(less(t, 0), less(reciprocal(where(equal(t, 0), t, 1)), 0)));
}

/**
 * Size of one number, sign of another, elementwise.
 *
 * @param size - any shape; whole numbers become float32
 * @param sign - a shape that broadcasts with `size`'s
 * @returns a float tensor of the broadcast shape
 * @throws ShapeError if the shapes do not broadcast
 * @source `torch.copysign`, `numpy.copysign`
 *
 * @example
 * await copysign([1, -2], [-0, 3]).array(); // [-1, 2]
 */
export function copysign(size: TensorLike, sign: TensorLike): Tensor {
  const [x, y] = promotedFloating('copysign', size, sign);
  return scope(() => {
    const plain = abs(x);
    return where(signbit(y), plain.neg(), plain);
  });
}

/**
 * The step function, elementwise: 0 below 0, 1 above, and a given value at 0. Its gradient is 0.
 *
 * @param x - any shape; whole numbers become float32
 * @param atZero - the values where x is 0, of a shape that broadcasts with `x`'s
 * @returns a float tensor of the broadcast shape; NaN stays
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.heaviside`, `torch.heaviside`
 *
 * @example
 * await heaviside([-1, 0, 2], 0.5).array(); // [0, 0.5, 1]
 */
export function heaviside(x: TensorLike, atZero: TensorLike): Tensor {
  const [t, middle] = promotedFloating('heaviside', x, atZero);
  return scope(() => {
    const step = where(isNotNumber(t), t, cast(less(0, t), t.dtype));
    return where(equal(t, 0), middle, step);
  });
}

/**
 * The greater of a and b, elementwise, where NaN counts as missing.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns a tensor of the broadcast shape; NaN only where both are
 * @throws ShapeError if the shapes do not broadcast
 * @source `torch.fmax`, `numpy.fmax`
 *
 * @example
 * await fmax([1, NaN], [3, 2]).array(); // [3, 2]
 */
export function fmax(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = promoted('fmax', a, b);
  return scope(() => present(x, y, maximum(x, y)));
}

/**
 * The lesser of a and b, elementwise, where NaN counts as missing.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns a tensor of the broadcast shape; NaN only where both are
 * @throws ShapeError if the shapes do not broadcast
 * @source `torch.fmin`, `numpy.fmin`
 *
 * @example
 * await fmin([1, NaN], [3, 2]).array(); // [1, 2]
 */
export function fmin(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = promoted('fmin', a, b);
  return scope(() => present(x, y, minimum(x, y)));
}

function present(a: Tensor, b: Tensor, chosen: Tensor): Tensor {
  if (!isFloating(a.dtype)) return chosen;
  return where(isNotNumber(a), b, where(isNotNumber(b), a, chosen));
}

/**
 * aᵇ, elementwise, in floats whatever the operands are.
 *
 * @param a - the base, any shape
 * @param b - the exponent, of a shape that broadcasts with `a`'s
 * @returns a float tensor of the broadcast shape
 * @throws ShapeError if the shapes do not broadcast
 * @source `torch.float_power`, `numpy.float_power`
 *
 * @example
 * await floatPower(tensor([2, 4], { dtype: 'int32' }), -1).array(); // [0.5, 0.25]
 */
export function floatPower(a: TensorLike, b: TensorLike): Tensor {
  const [base, exponent] = promotedFloating('floatPower', a, b);
  return pow(base, exponent);
}
