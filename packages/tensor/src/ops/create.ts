import { bind } from '../bind.ts';
import { checkDType, type DType, isFloating } from '../dtype.ts';
import { ArgumentError, DTypeError } from '../errors.ts';
import { element, type NestedInput, nestedDType } from '../nested.ts';
import { primitive } from '../primitive.ts';
import { checkShape, type Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor, makeTensor } from './arguments.ts';

/** Every element the same; `value` as the dtype's typed array takes it. */
export const fullPrimitive = /* @__PURE__ */ primitive<{
  readonly shape: Shape;
  readonly dtype: DType;
  readonly value: number | bigint;
}>('full', {
  output: (_inputs, { shape, dtype }) => ({ shape, dtype }),
  cost: () => 0,
});

/** start, start + step, start + 2·step, … on one axis. */
export const arangePrimitive = /* @__PURE__ */ primitive<{
  readonly start: number;
  readonly step: number;
  readonly size: number;
  readonly dtype: DType;
}>('arange', {
  output: (_inputs, { size, dtype }) => ({ shape: [size], dtype }),
  cost: () => 0,
});

/** The option of operations that make tensors. */
export interface CreateOptions {
  /**
   * The dtype of the elements.
   * @defaultValue 'float32'
   */
  dtype?: DType | undefined;
}

/** Options of {@link tensor}. */
export interface TensorOptions {
  /** The shape; that of the nested arrays, or one axis for a typed array, unless given. */
  shape?: Shape | undefined;
  /**
   * The dtype. Unless given, that to which all elements promote: bool for booleans, int64 for bigints, float32 for numbers,
   * and that of a typed array.
   */
  dtype?: DType | undefined;
}

/**
 * A tensor from numbers.
 *
 * @param values - one number, boolean or bigint, arrays of them nested to any depth, a typed array, or arrays of typed
 * arrays of one length. Numbers are float32, booleans bool, bigints int64, and typed arrays have their own dtype; where
 * elements differ, the dtype is that to which all promote, so that `[true, 2]` is float32
 * @param options - see {@link TensorOptions}
 * @returns a tensor on the current engine, with a copy of the values
 * @throws ShapeError if nested arrays are ragged, or the values do not fill the shape
 * @throws DTypeError if a value does not fit the dtype
 * @source `keras.ops.convert_to_tensor`, `torch.tensor`
 *
 * @example
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * x.shape; // [2, 3]
 * tensor(new Int32Array([1, 2, 3, 4]), { shape: [2, 2] }).dtype; // 'int32'
 * tensor([new Uint8Array(3), new Uint8Array(3)]).shape; // [2, 3]
 */
export function tensor(values: NestedInput, { shape, dtype }: TensorOptions = {}): Tensor {
  if (shape !== undefined) checkShape('tensor', shape);
  return makeTensor('tensor', values, shape, dtype);
}

/**
 * A tensor without axes, of one number.
 *
 * @param value - the number
 * @param options - `dtype`: float32 unless given; bool for booleans, int64 for bigints
 * @returns a tensor of shape []
 * @throws DTypeError if the value does not fit the dtype
 *
 * @example
 * await scalar(5).item(); // 5
 */
export function scalar(
  value: number | boolean | bigint,
  { dtype = nestedDType('scalar', value) }: CreateOptions = {},
): Tensor {
  return fill('scalar', [], value, dtype);
}

/** Checks and binds: every element `value`. */
function fill(op: string, shape: Shape, value: number | boolean | bigint, dtype: DType): Tensor {
  checkShape(op, shape);
  return bind(fullPrimitive, [], { shape, dtype, value: element(op, value, checkDType(op, dtype)) });
}

/**
 * A tensor whose elements are all one number.
 *
 * @param shape - its shape
 * @param value - the number
 * @param options - `dtype`: float32 unless given; bool for booleans, int64 for bigints
 * @returns a tensor of that shape
 * @throws ShapeError if a size is negative or no whole number
 * @throws DTypeError if the value does not fit the dtype
 * @source `keras.ops.full`, `torch.full`
 *
 * @example
 * await full([2], 7).array(); // [7, 7]
 */
export function full(
  shape: Shape,
  value: number | boolean | bigint,
  { dtype = nestedDType('full', value) }: CreateOptions = {},
): Tensor {
  return fill('full', shape, value, dtype);
}

/**
 * A tensor of zeros.
 *
 * @param shape - its shape
 * @param options - `dtype`: float32 unless given
 * @returns a tensor of that shape
 * @throws ShapeError if a size is negative or no whole number
 * @source `keras.ops.zeros`, `torch.zeros`
 *
 * @example
 * await zeros([2]).array(); // [0, 0]
 */
export function zeros(shape: Shape, { dtype = 'float32' }: CreateOptions = {}): Tensor {
  return fill('zeros', shape, 0, dtype);
}

/**
 * A tensor of ones.
 *
 * @param shape - its shape
 * @param options - `dtype`: float32 unless given
 * @returns a tensor of that shape
 * @throws ShapeError if a size is negative or no whole number
 * @source `keras.ops.ones`, `torch.ones`
 *
 * @example
 * await ones([2]).array(); // [1, 1]
 */
export function ones(shape: Shape, { dtype = 'float32' }: CreateOptions = {}): Tensor {
  return fill('ones', shape, 1, dtype);
}

/**
 * A tensor shaped like another, whose elements are all one number.
 *
 * @param x - any shape; its elements do not matter
 * @param value - the number
 * @param options - `dtype`: `x`'s unless given
 * @returns a tensor of `x`'s shape
 * @throws DTypeError if the value does not fit the dtype
 * @source `keras.ops.full_like`, `torch.full_like`
 *
 * @example
 * await fullLike([1, 2], 7).array(); // [7, 7]
 */
export function fullLike(x: TensorLike, value: number | boolean | bigint, { dtype }: CreateOptions = {}): Tensor {
  const like = asTensor('fullLike', x);
  return fill('fullLike', like.shape, value, dtype ?? like.dtype);
}

/**
 * Zeros in the shape of another tensor.
 *
 * @param x - any shape; its elements do not matter
 * @param options - `dtype`: `x`'s unless given
 * @returns a tensor of `x`'s shape
 * @source `keras.ops.zeros_like`, `torch.zeros_like`
 *
 * @example
 * await zerosLike([1, 2]).array(); // [0, 0]
 */
export function zerosLike(x: TensorLike, options?: CreateOptions): Tensor {
  return fullLike(x, 0, options);
}

/**
 * Ones in the shape of another tensor.
 *
 * @param x - any shape; its elements do not matter
 * @param options - `dtype`: `x`'s unless given
 * @returns a tensor of `x`'s shape
 * @source `keras.ops.ones_like`, `torch.ones_like`
 *
 * @example
 * await onesLike([1, 2]).array(); // [1, 1]
 */
export function onesLike(x: TensorLike, options?: CreateOptions): Tensor {
  return fullLike(x, 1, options);
}

/**
 * Evenly spaced numbers: start, start + step, … up to but not including stop.
 *
 * @param start - the first number; where `stop` is left out, the end, and the first is 0
 * @param stop - the end, not included
 * @param step - the distance; 1 unless given
 * @param options - `dtype`: int32 where all three are whole numbers, float32 otherwise, unless given
 * @returns a tensor with ⌈(stop − start) / step⌉ elements on one axis, none where that is negative
 * @throws ArgumentError if `step` is 0 or a number is not finite
 * @throws DTypeError for fractions in an integer dtype
 * @source `keras.ops.arange`, `torch.arange`
 *
 * @example
 * await arange(3).array(); // [0, 1, 2]
 * await arange(1, 2, 0.25).array(); // [1, 1.25, 1.5, 1.75]
 */
export function arange(start: number, stop?: number, step = 1, { dtype }: CreateOptions = {}): Tensor {
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  if (![from, to, step].every(Number.isFinite) || step === 0) {
    throw new ArgumentError('arange', 'the range has no end', {
      got: `start ${String(from)}, stop ${String(to)} and step ${String(step)}`,
      expected: 'finite numbers, and a step other than 0',
    });
  }
  const whole = Number.isInteger(from) && Number.isInteger(step);
  const type = checkDType('arange', dtype ?? (whole && Number.isInteger(to) ? 'int32' : 'float32'));
  const size = Math.max(0, Math.ceil((to - from) / step));
  checkShape('arange', [size]);
  if (!isFloating(type)) checkWholeRange(from, step, size, type);
  return bind(arangePrimitive, [], { start: from, step, size, dtype: type });
}

function checkWholeRange(start: number, step: number, size: number, dtype: DType): void {
  if (!Number.isInteger(start) || !Number.isInteger(step)) {
    throw new DTypeError('arange', `fractions do not fit ${dtype}`, {
      got: `start ${start} and step ${step}`,
      expected: 'whole numbers',
      fix: "Pass { dtype: 'float32' }",
    });
  }
  if (size === 0) return;
  element('arange', start, dtype); // throws where an end is out of the dtype's range
  element('arange', start + step * (size - 1), dtype);
}
