import { allocateArray, type DType, integerRange, isFloating, isInteger, type TypedArray } from './dtype.ts';
import { refuseForeignTensor } from './engine/copies.ts';
import { ArgumentError, DTypeError, ShapeError } from './errors.ts';
import { formatShape, type Shape } from './shape.ts';

/** A number, boolean or bigint, or arrays of them nested to any depth. */
export type NestedArray = number | boolean | bigint | NestedArray[];

/** What may be given as nested arrays: the same, read-only. */
export type NestedInput = number | boolean | bigint | readonly NestedInput[];

/** The nested arrays that hold `data` in `shape`. */
export function nest(data: TypedArray, shape: Shape, dtype: DType): NestedArray {
  let position = 0;
  const build = (axis: number): NestedArray => {
    if (axis === shape.length) {
      const element = data[position++] as number | bigint;
      return dtype === 'bool' ? element !== 0 : element;
    }
    return Array.from({ length: shape[axis] as number }, () => build(axis + 1));
  };
  return build(0);
}

/** The shape of nested arrays, read along their first elements. */
export function nestedShape(values: NestedInput): number[] {
  const shape: number[] = [];
  for (let level: NestedInput | undefined = values; Array.isArray(level); level = level[0]) shape.push(level.length);
  return shape;
}

/** The dtype that nested arrays have unless told: by their first element; float32 for numbers and for none. */
export function nestedDType(values: NestedInput): DType {
  let first: NestedInput | undefined = values;
  while (Array.isArray(first)) first = first[0];
  if (typeof first === 'boolean') return 'bool';
  return typeof first === 'bigint' ? 'int64' : 'float32';
}

/**
 * The elements of nested arrays in row-major order.
 *
 * @throws ShapeError if rows differ in length
 * @throws DTypeError if an element does not fit the dtype
 */
export function flattenNested(op: string, values: NestedInput, shape: Shape, dtype: DType): TypedArray {
  const data = allocateArray(
    dtype,
    shape.reduce((a, b) => a * b, 1),
  );
  let position = 0;
  const visit = (value: NestedInput, axis: number): void => {
    if (axis === shape.length) {
      data[position++] = element(op, value, dtype) as never;
      return;
    }
    if (!Array.isArray(value) || value.length !== shape[axis]) {
      throw new ShapeError(op, 'nested arrays are ragged', {
        got: Array.isArray(value) ? `${value.length} values on axis ${axis}` : `${typeof value} on axis ${axis}`,
        expected: `${shape[axis]} everywhere on that axis, as in the first (shape ${formatShape(shape)})`,
      });
    }
    for (const item of value) visit(item, axis + 1);
  };
  visit(values, 0);
  return data;
}

/** One element as its typed array takes it. */
export function element(op: string, value: unknown, dtype: DType): number | bigint {
  if (typeof value !== 'number' && typeof value !== 'boolean' && typeof value !== 'bigint') {
    refuseForeignTensor(op, value);
    throw new ArgumentError(op, 'an element is not a number', {
      got: Array.isArray(value) ? 'an array nested deeper than the first one' : `${typeof value} ${String(value)}`,
      expected: 'numbers, booleans or bigints',
    });
  }
  if (dtype === 'int64') {
    if (typeof value === 'bigint') {
      if (BigInt.asIntN(64, value) !== value) throw unfit(op, value, dtype);
      return value;
    }
    if (typeof value === 'boolean' || Number.isSafeInteger(value)) return BigInt(value);
    throw unfit(op, value, dtype);
  }
  const number = Number(value);
  if (isFloating(dtype)) return number;
  if (dtype === 'bool') return Number.isNaN(number) || number !== 0 ? 1 : 0;
  const [min, max] = integerRange(dtype);
  if (!Number.isInteger(number) || number < min || number > max) throw unfit(op, value, dtype);
  return number;
}

function unfit(op: string, value: unknown, dtype: DType): DTypeError {
  const [min, max] = integerRange(dtype);
  const range = dtype === 'int64' ? 'numbers that are safe integers, or bigints of 64 bits' : `from ${min} to ${max}`;
  return new DTypeError(op, `a value does not fit ${dtype}`, {
    got: String(value),
    expected: isInteger(dtype) ? `whole numbers ${range}` : undefined,
    fix: "Choose another dtype, or make a float tensor and cast it with .cast('int32')",
  });
}
