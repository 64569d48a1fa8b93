import { isInteger } from '../dtype.ts';
import { DTypeError } from '../errors.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor, promoted } from './arguments.ts';
import { cast } from './cast.ts';
import { binary, binaryPrimitive, unary, unaryPrimitive } from './elementwise.ts';

/** a ∧ b: of bools logical, of whole numbers bit by bit. */
export const andPrimitive = /* @__PURE__ */ binaryPrimitive('and');
/** a ∨ b: of bools logical, of whole numbers bit by bit. */
export const orPrimitive = /* @__PURE__ */ binaryPrimitive('or');
/** Either a or b: of bools logical, of whole numbers bit by bit. */
export const xorPrimitive = /* @__PURE__ */ binaryPrimitive('xor');
/** ¬x: of bools logical, of whole numbers bit by bit. */
export const notPrimitive = /* @__PURE__ */ unaryPrimitive('not');
/** x · 2ⁿ in the dtype's bits, of whole numbers. */
export const shiftLeftPrimitive = /* @__PURE__ */ binaryPrimitive('shiftLeft');
/** ⌊x / 2ⁿ⌋, of whole numbers: the sign stays. */
export const shiftRightPrimitive = /* @__PURE__ */ binaryPrimitive('shiftRight');

/** An argument as bool: whether it is other than 0. */
function truth(op: string, x: TensorLike): Tensor {
  return cast(asTensor(op, x), 'bool');
}

/** Refuses floats. */
function checkBits(op: string, x: Tensor, allowBool: boolean): Tensor {
  if (isInteger(x.dtype) || (allowBool && x.dtype === 'bool')) return x;
  throw new DTypeError(op, `${x.dtype} has no bits to work on`, {
    expected: allowBool ? 'whole numbers or bool' : 'whole numbers',
    fix: "Cast first: x.cast('int32')",
  });
}

/** Two operands of one dtype that has bits. Bare arrays of whole numbers count as int32. */
function bits(op: string, a: TensorLike, b: TensorLike, allowBool: boolean): [a: Tensor, b: Tensor] {
  const [x, y] = promoted(op, whole(op, a), whole(op, b));
  return [checkBits(op, x, allowBool), checkBits(op, y, allowBool)];
}

/** Nested arrays of numbers are float32 elsewhere; here only whole numbers make sense. */
function whole(op: string, x: TensorLike): TensorLike {
  if (!Array.isArray(x)) return x;
  let first: unknown = x;
  while (Array.isArray(first)) first = first[0];
  return typeof first === 'number' ? asTensor(op, x, 'int32') : x;
}

/**
 * Whether both are true, elementwise. Of other dtypes than bool, true is what is other than 0.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns a bool tensor of the broadcast shape
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.logical_and`, `torch.logical_and`
 *
 * @example
 * await logicalAnd([true, true], [true, false]).array(); // [true, false]
 */
export function logicalAnd(a: TensorLike, b: TensorLike): Tensor {
  return binary(andPrimitive, [truth('logicalAnd', a), truth('logicalAnd', b)]);
}

/**
 * Whether at least one is true, elementwise. Of other dtypes than bool, true is what is other than 0.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns a bool tensor of the broadcast shape
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.logical_or`, `torch.logical_or`
 *
 * @example
 * await logicalOr([true, false], [false, false]).array(); // [true, false]
 */
export function logicalOr(a: TensorLike, b: TensorLike): Tensor {
  return binary(orPrimitive, [truth('logicalOr', a), truth('logicalOr', b)]);
}

/**
 * Whether exactly one is true, elementwise. Of other dtypes than bool, true is what is other than 0.
 *
 * @param a - any shape
 * @param b - a shape that broadcasts with `a`'s
 * @returns a bool tensor of the broadcast shape
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.logical_xor`, `torch.logical_xor`
 *
 * @example
 * await logicalXor([true, true], [true, false]).array(); // [false, true]
 */
export function logicalXor(a: TensorLike, b: TensorLike): Tensor {
  return binary(xorPrimitive, [truth('logicalXor', a), truth('logicalXor', b)]);
}

/**
 * Whether x is false, elementwise. Of other dtypes than bool, false is 0.
 *
 * @param x - any shape
 * @returns a bool tensor of `x`'s shape
 * @source `keras.ops.logical_not`, `torch.logical_not`
 *
 * @example
 * await logicalNot([true, false]).array(); // [false, true]
 */
export function logicalNot(x: TensorLike): Tensor {
  return unary(notPrimitive, truth('logicalNot', x));
}

/**
 * a AND b, bit by bit.
 *
 * @param a - whole numbers or bools, any shape
 * @param b - likewise, of a shape that broadcasts with `a`'s
 * @returns a tensor of the broadcast shape, in the dtype to which the two promote
 * @throws DTypeError for floats; ShapeError if the shapes do not broadcast
 * @source `keras.ops.bitwise_and`, `torch.bitwise_and`
 *
 * @example
 * await bitwiseAnd([6, 5], 3).array(); // [2, 1]
 */
export function bitwiseAnd(a: TensorLike, b: TensorLike): Tensor {
  return binary(andPrimitive, bits('bitwiseAnd', a, b, true));
}

/**
 * a OR b, bit by bit.
 *
 * @param a - whole numbers or bools, any shape
 * @param b - likewise, of a shape that broadcasts with `a`'s
 * @returns a tensor of the broadcast shape, in the dtype to which the two promote
 * @throws DTypeError for floats; ShapeError if the shapes do not broadcast
 * @source `keras.ops.bitwise_or`, `torch.bitwise_or`
 *
 * @example
 * await bitwiseOr([6, 5], 3).array(); // [7, 7]
 */
export function bitwiseOr(a: TensorLike, b: TensorLike): Tensor {
  return binary(orPrimitive, bits('bitwiseOr', a, b, true));
}

/**
 * a XOR b, bit by bit.
 *
 * @param a - whole numbers or bools, any shape
 * @param b - likewise, of a shape that broadcasts with `a`'s
 * @returns a tensor of the broadcast shape, in the dtype to which the two promote
 * @throws DTypeError for floats; ShapeError if the shapes do not broadcast
 * @source `keras.ops.bitwise_xor`, `torch.bitwise_xor`
 *
 * @example
 * await bitwiseXor([6, 5], 3).array(); // [5, 6]
 */
export function bitwiseXor(a: TensorLike, b: TensorLike): Tensor {
  return binary(xorPrimitive, bits('bitwiseXor', a, b, true));
}

/**
 * Each bit of x inverted.
 *
 * @param x - whole numbers or bools, any shape
 * @returns a tensor of `x`'s shape and dtype
 * @throws DTypeError for floats
 * @source `keras.ops.bitwise_not`, `torch.bitwise_not`
 *
 * @example
 * await bitwiseNot([0, 5]).array(); // [-1, -6]
 */
export function bitwiseNot(x: TensorLike): Tensor {
  return unary(notPrimitive, checkBits('bitwiseNot', asTensor('bitwiseNot', whole('bitwiseNot', x)), true));
}

/**
 * The bits of x moved up by n places: x · 2ⁿ, as far as the dtype holds it.
 *
 * @param x - whole numbers, any shape
 * @param n - places, from 0 to one less than the dtype has bits; of a shape that broadcasts with `x`'s
 * @returns a tensor of the broadcast shape, in the dtype to which the two promote
 * @throws DTypeError for floats and bool; ShapeError if the shapes do not broadcast
 * @source `keras.ops.left_shift`, `torch.bitwise_left_shift`
 *
 * @example
 * await leftShift([1, 3], 2).array(); // [4, 12]
 */
export function leftShift(x: TensorLike, n: TensorLike): Tensor {
  return binary(shiftLeftPrimitive, bits('leftShift', x, n, false));
}

/**
 * The bits of x moved down by n places: ⌊x / 2ⁿ⌋. The sign stays.
 *
 * @param x - whole numbers, any shape
 * @param n - places, from 0 to one less than the dtype has bits; of a shape that broadcasts with `x`'s
 * @returns a tensor of the broadcast shape, in the dtype to which the two promote
 * @throws DTypeError for floats and bool; ShapeError if the shapes do not broadcast
 * @source `keras.ops.right_shift`, `torch.bitwise_right_shift`
 *
 * @example
 * await rightShift([8, -8], 2).array(); // [2, -2]
 */
export function rightShift(x: TensorLike, n: TensorLike): Tensor {
  return binary(shiftRightPrimitive, bits('rightShift', x, n, false));
}
