import { bind } from '../bind.ts';
import { isFloating, saturated } from '../dtype.ts';
import { ArgumentError } from '../errors.ts';
import { fusedPrimitive, primitive } from '../primitive.ts';
import { scope } from '../scope.ts';
import { broadcastShapes, sameShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor, fractionError, numeric, promoted } from './arguments.ts';
import { cast } from './cast.ts';
import { isInf, isNaN as isNotNumber } from './compare.ts';
import { type NoParams, noParams } from './elementwise.ts';
import { logicalAnd } from './logic.ts';
import { sumTo } from './sum-to.ts';

/** [condition, a, b], broadcast against each other: a where the condition holds, b elsewhere. */
export const wherePrimitive = /* @__PURE__ */ primitive<NoParams>('where', {
  output: ([condition, a, b]) => {
    if (sameShape(condition.shape, a.shape) && sameShape(a.shape, b.shape)) return a;
    const shape = broadcastShapes('where', broadcastShapes('where', condition.shape, a.shape), b.shape);
    return { shape, dtype: a.dtype };
  },
  saves: { inputs: [0] },
  vjp: (_, { inputs: [condition, a, b], wanted }, dy) => [
    undefined,
    wanted[1] ? sumTo(where(condition, dy, 0), a.shape) : undefined,
    wanted[2] ? sumTo(where(condition, 0, dy), b.shape) : undefined,
  ],
});

/** x held within min…max, which for int64 may be beyond its range; the gradient passes within, ends excluded. */
export const clipPrimitive = /* @__PURE__ */ fusedPrimitive<{ readonly min: number; readonly max: number }>('clip', {
  output: ([x]) => x,
  saves: { inputs: [0] },
  vjp: ({ min, max }, { inputs: [x] }, dy) => [where(inside(x, min, max), dy, 0)],
  decompose: ({ min, max }, [x]) => {
    const floored = min === Number.NEGATIVE_INFINITY ? x : x.maximum(saturated(min, x.dtype));
    return [max === Number.POSITIVE_INFINITY ? floored : floored.minimum(saturated(max, x.dtype))];
  },
});

function inside(x: Tensor, min: number, max: number): Tensor {
  if (min === Number.NEGATIVE_INFINITY) return x.less(max);
  const above = x.greater(min);
  return max === Number.POSITIVE_INFINITY ? above : logicalAnd(above, x.less(max));
}

/**
 * Elements of `a` where a condition holds, of `b` elsewhere.
 *
 * @param condition - a bool tensor; of other dtypes, whether the element is other than 0
 * @param a - a shape that broadcasts with the others
 * @param b - likewise
 * @returns a tensor of the broadcast shape, in the dtype to which `a` and `b` promote
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.where`, `torch.where`
 *
 * @example
 * await where([true, false], [1, 2], 0).array(); // [1, 0]
 */
export function where(condition: TensorLike, a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = promoted('where', a, b);
  return bind(wherePrimitive, [cast(asTensor('where', condition), 'bool'), x, y], noParams);
}

/**
 * x held within bounds, elementwise: min(max(x, low), high). The gradient passes where x lies within, ends excluded.
 *
 * A bound beyond the range of an integer dtype is the end of that range.
 *
 * @param x - a float or integer tensor of any shape
 * @param min - the lower bound; −Infinity for none
 * @param max - the upper bound; Infinity for none
 * @returns a tensor of `x`'s shape and dtype; NaN stays
 * @throws ArgumentError if `min` is above `max`
 * @throws DTypeError for bool, and for a fraction beside integers
 * @source `keras.ops.clip`, `torch.clamp`
 *
 * @example
 * await clip([-2, 0.5, 3], 0, 1).array(); // [0, 0.5, 1]
 * await clip(new Uint8Array([9, 200]), -5, 100).array(); // [9, 100]
 */
export function clip(x: TensorLike, min: number, max: number): Tensor {
  const t = numeric('clip', x);
  if (typeof min !== 'number' || typeof max !== 'number' || !(min <= max)) {
    throw new ArgumentError('clip', 'the bounds are not in order', {
      got: `min ${String(min)} and max ${String(max)}`,
      expected: 'two numbers, min ≤ max',
    });
  }
  if (isFloating(t.dtype)) return bind(clipPrimitive, [t], { min, max });
  const fraction = [min, max].find((bound) => Number.isFinite(bound) && !Number.isInteger(bound));
  if (fraction !== undefined) throw fractionError('clip', fraction, t.dtype);
  // The ends of int64 are no numbers: there the primitive takes care of them.
  const [low, high] = t.dtype === 'int64' ? [min, max] : [saturated(min, t.dtype), saturated(max, t.dtype)];
  return bind(clipPrimitive, [t], { min: Number(low), max: Number(high) });
}

/** Options of {@link nanToNum}. */
export interface NanToNumOptions {
  /**
   * What stands for NaN.
   * @defaultValue 0
   */
  nan?: number | undefined;
  /** What stands for infinity; the greatest finite number of the dtype unless given. */
  positiveInfinity?: number | undefined;
  /** What stands for −infinity; the least finite number of the dtype unless given. */
  negativeInfinity?: number | undefined;
}

/** The greatest finite numbers. */
const greatest = {
  float32: 3.4028234663852886e38,
  float64: Number.MAX_VALUE,
  float16: 65504,
  bfloat16: 3.3895313892515355e38,
};

/**
 * NaN and infinities replaced by numbers, elementwise. Gradients pass through the finite elements.
 *
 * @param x - any shape; whole numbers come back as they are
 * @param options - see {@link NanToNumOptions}
 * @returns a tensor of `x`'s shape and dtype
 * @source `keras.ops.nan_to_num`, `torch.nan_to_num`
 *
 * @example
 * await nanToNum([NaN, Infinity, 1], { positiveInfinity: 9 }).array(); // [0, 9, 1]
 */
export function nanToNum(x: TensorLike, options: NanToNumOptions = {}): Tensor {
  const t = asTensor('nanToNum', x);
  if (!isFloating(t.dtype)) return t;
  const { nan = 0, positiveInfinity = greatest[t.dtype], negativeInfinity = -greatest[t.dtype] } = options;
  return scope(() => {
    const below = asTensor('nanToNum', negativeInfinity, t.dtype);
    const infinite = where(t.greater(0), asTensor('nanToNum', positiveInfinity, t.dtype), below);
    return where(isNotNumber(t), nan, where(isInf(t), infinite, t));
  });
}
