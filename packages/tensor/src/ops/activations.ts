import { bind } from '../bind.ts';
import { isFloating } from '../dtype.ts';
import { fusedPrimitive } from '../primitive.ts';
import { scope } from '../scope.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { reluGradient } from './activation-gradients.ts';
import { asTensor, floating, numeric } from './arguments.ts';
import { fusedUnaryPrimitive, unary } from './elementwise.ts';
import { clip, where } from './where.ts';

/** max(x, 0); the gradient at 0 is 0. */
export const reluPrimitive = /* @__PURE__ */ fusedUnaryPrimitive('relu', (x) => x.maximum(0), {
  saves: 'y',
  vjp: (_x, y, dy) => reluGradient(y, dy),
});
/** x above 0, slope · x elsewhere. */
export const leakyReluPrimitive = /* @__PURE__ */ fusedPrimitive<{ readonly slope: number }>('leakyRelu', {
  output: ([x]) => x,
  saves: { inputs: [0] },
  vjp: ({ slope }, { inputs: [x] }, dy) => [where(x.greater(0), dy, dy.mul(slope))],
  decompose: ({ slope }, [x]) => [where(x.greater(0), x, x.mul(slope))],
  cost: ([x]) => sizeOf(x.shape),
});

/**
 * The value itself: no activation.
 *
 * @param x - any shape and dtype
 * @returns `x` as a tensor
 * @source `keras.activations.linear`
 *
 * @example
 * await linear([-1, 2]).array(); // [-1, 2]
 */
export function linear(x: TensorLike): Tensor {
  return asTensor('linear', x);
}

/** Options of {@link relu}. */
export interface ReluOptions {
  /**
   * The slope below the threshold.
   * @defaultValue 0
   */
  negativeSlope?: number | undefined;
  /** The greatest result; none unless given. */
  maxValue?: number | undefined;
  /**
   * What x must exceed to pass.
   * @defaultValue 0
   */
  threshold?: number | undefined;
}

/**
 * The rectified linear unit, elementwise: max(x, 0). Its gradient at 0 is 0.
 *
 * With options: x above the threshold, at most `maxValue`; negativeSlope · (x − threshold) elsewhere.
 *
 * @param x - a float or integer tensor of any shape
 * @param options - see {@link ReluOptions}
 * @returns a tensor of `x`'s shape and dtype
 * @throws DTypeError if `x` is bool, and for options that are fractions beside integers
 * @source `keras.activations.relu`, `torch.relu`
 *
 * @example
 * await relu([-1, 2]).array(); // [0, 2]
 * await relu([-1, 9], { negativeSlope: 0.5, maxValue: 6 }).array(); // [-0.5, 6]
 */
export function relu(x: TensorLike, options?: ReluOptions): Tensor {
  const t = numeric('relu', x);
  if (options === undefined) return unary(reluPrimitive, t);
  const { negativeSlope = 0, maxValue = Number.POSITIVE_INFINITY, threshold: limit = 0 } = options;
  return scope(() => {
    const rectified = rectify(t, negativeSlope, limit);
    return maxValue === Number.POSITIVE_INFINITY ? rectified : clip(rectified, Number.NEGATIVE_INFINITY, maxValue);
  });
}

function rectify(x: Tensor, slope: number, limit: number): Tensor {
  if (limit === 0 && slope === 0) return unary(reluPrimitive, x);
  if (limit === 0 && isFloating(x.dtype)) return leakyRelu(x, { negativeSlope: slope });
  return where(x.lessEqual(limit), slope === 0 ? 0 : x.sub(limit).mul(slope), x);
}

/**
 * The rectified linear unit held below 6, elementwise: min(max(x, 0), 6).
 *
 * @param x - a float or integer tensor of any shape
 * @returns a tensor of `x`'s shape and dtype
 * @throws DTypeError if `x` is bool
 * @source `keras.activations.relu6`, `torch.nn.functional.relu6`
 *
 * @example
 * await relu6([-1, 2, 9]).array(); // [0, 2, 6]
 */
export function relu6(x: TensorLike): Tensor {
  return clip(numeric('relu6', x), 0, 6);
}

/** Options of {@link leakyRelu}. */
export interface LeakyReluOptions {
  /**
   * The slope below 0.
   * @defaultValue 0.2
   */
  negativeSlope?: number | undefined;
}

/**
 * The leaky rectified linear unit, elementwise: x above 0, negativeSlope · x elsewhere.
 *
 * @param x - any shape; whole numbers become float32
 * @param options - `negativeSlope`: 0.2 unless given
 * @returns a float tensor of `x`'s shape
 * @source `keras.activations.leaky_relu`, `torch.nn.functional.leaky_relu` (whose slope is 0.01)
 *
 * @example
 * await leakyRelu([-2, 2], { negativeSlope: 0.5 }).array(); // [-1, 2]
 */
export function leakyRelu(x: TensorLike, { negativeSlope = 0.2 }: LeakyReluOptions = {}): Tensor {
  return bind(leakyReluPrimitive, [floating('leakyRelu', x)], { slope: negativeSlope });
}
