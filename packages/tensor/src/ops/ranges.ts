import { allocateArray, type DType, isFloating } from '../dtype.ts';
import { ArgumentError } from '../errors.ts';
import { scope } from '../scope.ts';
import { checkShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { notEnoughMemory } from '../tensor-errors.ts';
import { makeTensor } from './arguments.ts';
import { cast } from './cast.ts';
import { equal } from './compare.ts';
import { arange, type CreateOptions } from './create.ts';
import { expandDims } from './reshape.ts';

/** Options of {@link linspace} and {@link logspace}. */
export interface SpaceOptions extends CreateOptions {
  /**
   * Whether `stop` is the last number; otherwise it would be the next.
   * @defaultValue true
   */
  endpoint?: boolean | undefined;
}

function checkCount(op: string, count: number, name: string): void {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new ArgumentError(op, `${name} is no size`, { got: String(count), expected: 'an integer of 0 or more' });
  }
  checkShape(op, [count]);
}

function checkFloating(op: string, dtype: DType): void {
  if (isFloating(dtype)) return;
  throw new ArgumentError(op, 'the numbers between are fractions', {
    got: `dtype ${dtype}`,
    expected: 'a float dtype',
    fix: `Make floats and cast them: .cast('${dtype}')`,
  });
}

function emptyDoubles(op: string, size: number): Float64Array {
  try {
    return allocateArray('float64', size);
  } catch (error) {
    throw notEnoughMemory(op, [{ shape: [size], dtype: 'float64' }], error);
  }
}

/** The numbers, worked out in double precision, so that both ends are exact. */
function spaced(op: string, start: number, stop: number, num: number, endpoint: boolean): Float64Array {
  checkCount(op, num, 'num');
  if (!Number.isFinite(start) || !Number.isFinite(stop)) {
    throw new ArgumentError(op, 'an end is not finite', { got: `${String(start)} to ${String(stop)}` });
  }
  const step = (stop - start) / Math.max(1, endpoint ? num - 1 : num);
  const values = emptyDoubles(op, num);
  for (let i = 0; i < num; i++) values[i] = start + step * i;
  if (endpoint && num > 1) values[num - 1] = stop;
  return values;
}

/**
 * Numbers at equal distances between two ends.
 *
 * @param start - the first number
 * @param stop - the last number
 * @param num - how many; 50 unless given
 * @param options - `dtype`: a float one, float32 unless given; `endpoint`: whether `stop` is included, true unless given
 * @returns a tensor of shape [num]
 * @throws ArgumentError if `num` is no size, an end is not finite, or the dtype holds no fractions
 * @source `keras.ops.linspace`, `torch.linspace`
 *
 * @example
 * await linspace(0, 1, 5).array(); // [0, 0.25, 0.5, 0.75, 1]
 */
export function linspace(
  start: number,
  stop: number,
  num = 50,
  { dtype = 'float32', endpoint = true }: SpaceOptions = {},
): Tensor {
  checkFloating('linspace', dtype);
  const values = spaced('linspace', start, stop, num, endpoint);
  return makeTensor('linspace', dtype === 'float64' ? values : Float32Array.from(values), [num], dtype);
}

/** Options of {@link logspace}. */
export interface LogspaceOptions extends SpaceOptions {
  /**
   * What the exponents are of.
   * @defaultValue 10
   */
  base?: number | undefined;
}

/**
 * Numbers at equal ratios: base to the power of evenly spaced exponents.
 *
 * @param start - the first exponent
 * @param stop - the last exponent
 * @param num - how many; 50 unless given
 * @param options - `base`: 10 unless given; `dtype` and `endpoint` as for {@link linspace}
 * @returns a tensor of shape [num]
 * @throws ArgumentError as {@link linspace} does
 * @source `keras.ops.logspace`, `torch.logspace`
 *
 * @example
 * await logspace(0, 2, 3).array(); // [1, 10, 100]
 */
export function logspace(
  start: number,
  stop: number,
  num = 50,
  { dtype = 'float32', endpoint = true, base = 10 }: LogspaceOptions = {},
): Tensor {
  checkFloating('logspace', dtype);
  const values = spaced('logspace', start, stop, num, endpoint).map((exponent) => base ** exponent);
  return makeTensor('logspace', dtype === 'float64' ? values : Float32Array.from(values), [num], dtype);
}

/** Options of {@link eye}. */
export interface EyeOptions extends CreateOptions {
  /** How many columns; as many as rows unless given. */
  columns?: number | undefined;
  /**
   * Which diagonal: 0 the main one, positive ones above it, negative ones below.
   * @defaultValue 0
   */
  diagonal?: number | undefined;
}

/**
 * A matrix with ones on a diagonal and zeros elsewhere; the identity unless told otherwise.
 *
 * @param rows - how many rows
 * @param options - see {@link EyeOptions}
 * @returns a tensor of shape [rows, columns]
 * @throws ArgumentError if a size or the diagonal is no whole number
 * @source `keras.ops.eye`, `torch.eye`
 *
 * @example
 * await eye(2).array(); // [[1, 0], [0, 1]]
 */
export function eye(rows: number, { columns = rows, diagonal = 0, dtype = 'float32' }: EyeOptions = {}): Tensor {
  checkCount('eye', rows, 'rows');
  checkCount('eye', columns, 'columns');
  if (!Number.isSafeInteger(diagonal)) {
    throw new ArgumentError('eye', 'diagonal is no whole number', { got: String(diagonal) });
  }
  return scope(() => {
    const column = expandDims(arange(diagonal, diagonal + rows, 1, { dtype: 'int32' }), 1);
    return cast(equal(column, arange(0, columns, 1, { dtype: 'int32' })), dtype);
  });
}
