import { bind } from '../bind.ts';
import { checkDType, type DType, dtypes, isFloating, isHalf } from '../dtype.ts';
import { ArgumentError, checkOptions, choiceError } from '../errors.ts';
import { defaultGenerator, type Generator } from '../random/generator.ts';
import { scope } from '../scope.ts';
import { checkAxis, checkShape, type Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor, floating } from './arguments.ts';
import { less } from './compare.ts';
import { gather } from './gather.ts';
import {
  randomIntegersPrimitive,
  randomNormalPrimitive,
  randomPermutationPrimitive,
  randomUniformPrimitive,
} from './random.ts';
import { broadcastTo } from './reshape.ts';

/** The option that all random operations have. */
export interface RandomOptions {
  /** Where the numbers come from; the default generator, which `setSeed` seeds, unless given. */
  generator?: Generator | undefined;
}

/** Options of {@link uniform}. */
export interface UniformOptions extends RandomOptions {
  /**
   * The lower end, included.
   * @defaultValue 0
   */
  min?: number | undefined;
  /**
   * The upper end. It is not included, but for numbers that round to it.
   * @defaultValue 1
   */
  max?: number | undefined;
  /**
   * A float dtype.
   * @defaultValue 'float32'
   */
  dtype?: DType | undefined;
}

/** Options of {@link normal} and {@link truncatedNormal}. */
export interface NormalOptions extends RandomOptions {
  /**
   * The mean.
   * @defaultValue 0
   */
  mean?: number | undefined;
  /**
   * The standard deviation; for `truncatedNormal` that of the distribution before it is cut.
   * @defaultValue 1
   */
  stddev?: number | undefined;
  /**
   * A float dtype.
   * @defaultValue 'float32'
   */
  dtype?: DType | undefined;
}

/** Options of {@link bernoulli}. */
export interface BernoulliOptions extends RandomOptions {
  /**
   * How likely a 1 is: a number, or a tensor that broadcasts to the shape.
   * @defaultValue 0.5
   */
  probability?: TensorLike | undefined;
  /**
   * Any dtype.
   * @defaultValue 'bool'
   */
  dtype?: DType | undefined;
}

/** Options of {@link randint}. */
export interface RandintOptions extends RandomOptions {
  /**
   * The lowest number.
   * @defaultValue 0
   */
  min?: number | undefined;
  /** The upper end, not included. */
  max: number;
  /**
   * 'int32' or 'int64'.
   * @defaultValue 'int32'
   */
  dtype?: DType | undefined;
}

/** Options of {@link shuffle}. */
export interface ShuffleOptions extends RandomOptions {
  /**
   * The axis along which slices change places.
   * @defaultValue 0
   */
  axis?: number | undefined;
}

const uniformNames = ['min', 'max', 'dtype', 'generator'];
const normalNames = ['mean', 'stddev', 'dtype', 'generator'];
const bernoulliNames = ['probability', 'dtype', 'generator'];
const shuffleNames = ['axis', 'generator'];

function checkFloat(op: string, dtype: DType): DType {
  if (!isFloating(checkDType(op, dtype))) throw choiceError(op, 'dtype', dtype, dtypes.filter(isFloating));
  return dtype;
}

function checkNumber(op: string, name: string, value: number): void {
  if (Number.isFinite(value)) return;
  throw new ArgumentError(op, `${name} is not a finite number`, { got: String(value) });
}

/**
 * Numbers from an interval, equally likely: min + u · (max − min), u a multiple of 2⁻²⁴ (2⁻⁵³ in float64, 2⁻¹¹ in
 * float16, 2⁻⁸ in bfloat16) in [0, 1).
 *
 * @param shape - the shape of the result
 * @param options - see {@link UniformOptions}
 * @returns a float tensor; the same bits for the same generator state on every engine
 * @throws ArgumentError if an end is not finite or min > max
 * @source `keras.random.uniform`, `torch.rand`
 *
 * @example
 * uniform([2, 3], { min: -1 }).shape; // [2, 3]
 */
export function uniform(shape: Shape, options: UniformOptions = {}): Tensor {
  checkOptions('uniform', options, uniformNames);
  const { min = 0, max = 1, dtype = 'float32', generator = defaultGenerator() } = options;
  checkNumber('uniform', 'min', min);
  checkNumber('uniform', 'max', max);
  if (min > max) {
    throw new ArgumentError('uniform', 'min is above max', { got: `min ${min} and max ${max}`, expected: 'min ≤ max' });
  }
  const params = { shape: checkShape('uniform', shape), dtype: checkFloat('uniform', dtype) };
  return scope(() => scaled(bind(randomUniformPrimitive, [generator.drawKey()], params), max - min, min));
}

/**
 * Numbers of the normal distribution: mean + stddev · z, |z| up to 6.3 in float32 and 8.3 in float64.
 *
 * @param shape - the shape of the result
 * @param options - see {@link NormalOptions}
 * @returns a float tensor; the same bits for the same generator state on every engine
 * @throws ArgumentError if mean or stddev is not finite, or stddev is negative
 * @source `keras.random.normal`, `torch.randn`; by inversion: Wichura, Algorithm AS 241 (1988)
 *
 * @example
 * normal([2, 3], { stddev: 0.05 }).shape; // [2, 3]
 */
export function normal(shape: Shape, options: NormalOptions = {}): Tensor {
  return drawNormal('normal', shape, options, false);
}

/**
 * Numbers of the normal distribution between mean − 2 · stddev and mean + 2 · stddev.
 *
 * They are drawn from that part of the distribution directly, so that no draw is repeated. Their own standard
 * deviation is 0.8796 · stddev.
 *
 * @param shape - the shape of the result
 * @param options - see {@link NormalOptions}
 * @returns a float tensor; the same bits for the same generator state on every engine
 * @throws ArgumentError if mean or stddev is not finite, or stddev is negative
 * @source `keras.random.truncated_normal`, `torch.nn.init.trunc_normal_` with a = −2 and b = 2
 *
 * @example
 * truncatedNormal([2, 3], { stddev: 0.05 }).shape; // [2, 3]
 */
export function truncatedNormal(shape: Shape, options: NormalOptions = {}): Tensor {
  return drawNormal('truncatedNormal', shape, options, true);
}

function drawNormal(op: string, shape: Shape, options: NormalOptions, truncated: boolean): Tensor {
  checkOptions(op, options, normalNames);
  const { mean = 0, stddev = 1, dtype = 'float32', generator = defaultGenerator() } = options;
  checkNumber(op, 'mean', mean);
  checkNumber(op, 'stddev', stddev);
  if (stddev < 0) throw new ArgumentError(op, 'stddev is negative', { got: String(stddev), expected: '0 or more' });
  const params = { shape: checkShape(op, shape), dtype: checkFloat(op, dtype), truncated };
  return scope(() => scaled(bind(randomNormalPrimitive, [generator.drawKey()], params), stddev, mean));
}

function scaled(x: Tensor, factor: number, offset: number): Tensor {
  const wide = factor === 1 ? x : x.mul(factor);
  return offset === 0 ? wide : wide.add(offset);
}

/**
 * Ones with a given probability, zeros else.
 *
 * @param shape - the shape of the result
 * @param options - see {@link BernoulliOptions}
 * @returns a tensor of 0 and 1, bool unless told
 * @throws ArgumentError if the probability is a number outside of 0 … 1
 * @throws ShapeError if a tensor of probabilities does not broadcast to the shape
 * @source `keras.random.binomial` with counts of 1, `torch.bernoulli`
 *
 * @example
 * await bernoulli([3], { probability: 1, dtype: 'int32' }).array(); // [1, 1, 1]
 */
export function bernoulli(shape: Shape, options: BernoulliOptions = {}): Tensor {
  checkOptions('bernoulli', options, bernoulliNames);
  const { probability = 0.5, dtype = 'bool', generator = defaultGenerator() } = options;
  if (typeof probability === 'number' && !(probability >= 0 && probability <= 1)) {
    throw new ArgumentError('bernoulli', 'the probability is out of range', {
      got: String(probability),
      expected: 'a number from 0 to 1',
    });
  }
  checkDType('bernoulli', dtype);
  checkShape('bernoulli', shape);
  return scope(() => {
    const given = floating('bernoulli', probability);
    const limit = isHalf(given.dtype) ? given.cast('float32') : given; // their uniform numbers are too coarse for it
    const unit = bind(randomUniformPrimitive, [generator.drawKey()], { shape, dtype: limit.dtype });
    return less(unit, limit.rank === 0 ? limit : broadcastTo(limit, shape)).cast(dtype);
  });
}

/**
 * Whole numbers from `min` up to and not including `max`, equally likely.
 *
 * @param shape - the shape of the result
 * @param options - see {@link RandintOptions}
 * @returns an int32 or int64 tensor; the same numbers for the same generator state on every engine
 * @throws ArgumentError if the ends are not whole, min ≥ max, the dtype cannot hold them, or there is no such option
 * @source `keras.random.randint`, `torch.randint`
 *
 * @example
 * await randint([2], { min: 5, max: 6 }).array(); // [5, 5]
 */
export function randint(shape: Shape, options: RandintOptions): Tensor {
  checkOptions('randint', options, uniformNames);
  const { min = 0, max, dtype = 'int32', generator = defaultGenerator() } = options;
  if (dtype !== 'int32' && dtype !== 'int64') throw choiceError('randint', 'dtype', dtype, ['int32', 'int64']);
  const [lowest, highest] =
    dtype === 'int32' ? [-(2 ** 31), 2 ** 31] : [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  if (!Number.isInteger(min) || !Number.isInteger(max) || min >= max || min < lowest || max > highest) {
    throw new ArgumentError('randint', 'there are no such whole numbers', {
      got: `min ${min} and max ${max}`,
      expected: `whole numbers, min < max, from ${lowest} to ${highest}`,
      fix: max > 2 ** 31 && dtype === 'int32' ? "Pass { dtype: 'int64' }" : undefined,
    });
  }
  checkShape('randint', shape);
  return scope(() => bind(randomIntegersPrimitive, [generator.drawKey()], { shape, dtype, min, max }));
}

/**
 * The numbers 0 to n − 1 in random order, each order equally likely.
 *
 * @param n - how many
 * @param options - see {@link RandomOptions}
 * @returns [n] int32
 * @throws ArgumentError if n is not a whole number of 0 or more
 * @source `torch.randperm`; `numpy.random.Generator.permutation`
 *
 * @example
 * await permutation(5).sum().item(); // 10
 */
export function permutation(n: number, options: RandomOptions = {}): Tensor {
  checkOptions('permutation', options, ['generator']);
  const { generator = defaultGenerator() } = options;
  if (!Number.isInteger(n) || n < 0 || n > 2 ** 31) {
    throw new ArgumentError('permutation', 'n is not a number of elements', {
      got: typeof n === 'number' ? String(n) : `a ${typeof n}`,
      expected: 'a whole number of 0 or more',
      fix: typeof n === 'object' ? 'Use shuffle for a tensor' : undefined,
    });
  }
  return scope(() => bind(randomPermutationPrimitive, [generator.drawKey()], { size: n }));
}

/**
 * The slices along an axis in random order.
 *
 * @param x - any shape with at least one axis
 * @param options - see {@link ShuffleOptions}
 * @returns a tensor of `x`'s shape and dtype
 * @throws ShapeError if the axis does not exist
 * @source `keras.random.shuffle`
 *
 * @example
 * await shuffle([1, 2, 3]).sum().item(); // 6
 */
export function shuffle(x: TensorLike, options: ShuffleOptions = {}): Tensor {
  checkOptions('shuffle', options, shuffleNames);
  const { axis = 0, generator = defaultGenerator() } = options;
  const t = asTensor('shuffle', x);
  const place = checkAxis('shuffle', axis, t.rank);
  return scope(() => gather(t, permutation(t.shape[place]!, { generator }), { axis: place }));
}
