import { isInteger } from '../dtype.ts';
import { DTypeError } from '../errors.ts';
import { scope } from '../scope.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor, promoted } from './arguments.ts';
import { abs } from './arithmetic.ts';
import { floorDivide, remainder } from './division.ts';
import { where } from './where.ts';

/** Steps of Euclid's algorithm that suffice for any two numbers of a dtype: Fibonacci numbers take the most. */
const steps: Readonly<Record<string, number>> = { uint8: 13, int8: 12, int32: 47, int64: 92 };

function wholeNumbers(op: string, a: TensorLike, b: TensorLike): [a: Tensor, b: Tensor] {
  const whole = (x: TensorLike) => (Array.isArray(x) ? asTensor(op, x, 'int32') : x);
  const alone = typeof a === 'number' && typeof b === 'number';
  const [x, y] = promoted(op, alone ? asTensor(op, a, 'int32') : whole(a), whole(b));
  if (!isInteger(x.dtype)) {
    throw new DTypeError(op, 'there are fractions among the operands', {
      got: x.dtype,
      expected: 'whole numbers',
      fix: "Cast first: x.cast('int32')",
    });
  }
  return [x, y];
}

/**
 * The greatest common divisor, elementwise.
 *
 * @param a - whole numbers, any shape
 * @param b - whole numbers, of a shape that broadcasts with `a`'s
 * @returns a tensor of the broadcast shape, in the dtype to which the two promote; gcd(0, 0) is 0
 * @throws DTypeError for floats and bool; ShapeError if the shapes do not broadcast
 * @source `keras.ops.gcd`, `torch.gcd`
 *
 * @example
 * await gcd([12, 7], 18).array(); // [6, 1]
 */
export function gcd(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = wholeNumbers('gcd', a, b);
  return scope(() => euclid(abs(x), abs(y)));
}

function euclid(x: Tensor, y: Tensor): Tensor {
  let pair: [Tensor, Tensor] = [x, y];
  for (let step = 0; step < (steps[x.dtype] as number); step++) {
    pair = scope(() => {
      const [m, n] = pair;
      const goesOn = n.notEqual(0);
      return [where(goesOn, n, m), remainder(m, n)]; // by 0 it is 0, so that a pair that is done stays
    });
  }
  return pair[0];
}

/**
 * The least common multiple, elementwise.
 *
 * @param a - whole numbers, any shape
 * @param b - whole numbers, of a shape that broadcasts with `a`'s
 * @returns a tensor of the broadcast shape, in the dtype to which the two promote; 0 where either is 0
 * @throws DTypeError for floats and bool; ShapeError if the shapes do not broadcast
 * @source `keras.ops.lcm`, `torch.lcm`
 *
 * @example
 * await lcm([4, 7], 6).array(); // [12, 42]
 */
export function lcm(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = wholeNumbers('lcm', a, b);
  return scope(() => abs(floorDivide(x, euclid(abs(x), abs(y))).mul(y)));
}
