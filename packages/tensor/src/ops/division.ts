import { isFloating } from '../dtype.ts';
import { scope } from '../scope.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { promoted } from './arguments.ts';
import { cast } from './cast.ts';
import { binary, binaryPrimitive } from './elementwise.ts';
import { logicalAnd } from './logic.ts';
import { where } from './where.ts';

/** a − ⌊a / b⌋ · b: of b's sign. Of integers, 0 where b is 0. */
export const remainderPrimitive = /* @__PURE__ */ binaryPrimitive('remainder', {
  saves: 'inputs',
  vjp: (a, b, _y, dy) => [() => dy, () => dy.mul(binary(floorDividePrimitive, [a, b])).neg()],
  cost: 4,
});
/**
 * ⌊a / b⌋ of what a and b are exactly, with which remainder goes. Of integers, 0 where b is 0. Its gradient is 0
 * wherever it exists.
 */
export const floorDividePrimitive = /* @__PURE__ */ binaryPrimitive('floorDivide', { cost: 2 });

/** Operands with bools as int32: there is no division of bools. */
function divided(op: string, a: TensorLike, b: TensorLike): [a: Tensor, b: Tensor] {
  const [x, y] = promoted(op, a, b);
  return x.dtype === 'bool' ? [cast(x, 'int32'), cast(y, 'int32')] : [x, y];
}

/**
 * What is left of a after taking off b as often as goes, elementwise: a − ⌊a / b⌋ · b. It has the sign of b.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns a tensor of the broadcast shape, in the dtype to which the two promote; where b is 0, NaN for floats and
 * 0 for integers
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.mod`, `torch.remainder`
 *
 * @example
 * await remainder([7, -7], 3).array(); // [1, 2]
 */
export function remainder(a: TensorLike, b: TensorLike): Tensor {
  return binary(remainderPrimitive, divided('remainder', a, b));
}

/**
 * The quotient rounded down, elementwise: ⌊a / b⌋. Its gradient is 0. Of floats it is the quotient that goes with
 * {@link remainder}: 9 for 1 / 0.1, since 0.1 in binary is a little more than a tenth.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns a tensor of the broadcast shape, in the dtype to which the two promote; where b is 0, ±infinity or NaN for
 * floats and 0 for integers
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.floor_divide`, `torch.floor_divide`
 *
 * @example
 * await floorDivide([7, -7], 2).array(); // [3, -4]
 */
export function floorDivide(a: TensorLike, b: TensorLike): Tensor {
  return binary(floorDividePrimitive, divided('floorDivide', a, b));
}

/**
 * What is left of a after taking off b towards 0, elementwise: a − trunc(a / b) · b. It has the sign of a.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns a tensor of the broadcast shape, in the dtype to which the two promote; where b is 0, NaN for floats and
 * 0 for integers
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.fmod`, `torch.fmod`
 *
 * @example
 * await fmod([7, -7], 3).array(); // [1, -1]
 */
export function fmod(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = divided('fmod', a, b);
  return scope(() => {
    if (isFloating(x.dtype)) {
      // Of positive numbers both remainders agree, and no sum rounds.
      const negative = x.less(0);
      const size = remainderOf(where(negative, x.neg(), x), y.abs());
      return where(negative, size.neg(), size);
    }
    const left = remainderOf(x, y);
    // The floored one differs by b where the signs of a and b do.
    const off = logicalAnd(left.notEqual(0), x.less(0).notEqual(y.less(0)));
    return where(off, left.sub(y), left);
  });
}

function remainderOf(a: Tensor, b: Tensor): Tensor {
  return binary(remainderPrimitive, [a, b]);
}

/**
 * Quotient and rest in one: {@link floorDivide} and {@link remainder}.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns `[quotient, remainder]`
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.divmod`
 *
 * @example
 * const [quotient, rest] = divmod([7, -7], 2);
 * await quotient.array(); // [3, -4]
 * await rest.array(); // [1, 1]
 */
export function divmod(a: TensorLike, b: TensorLike): [quotient: Tensor, remainder: Tensor] {
  const [x, y] = divided('divmod', a, b);
  return [binary(floorDividePrimitive, [x, y]), remainderOf(x, y)];
}
