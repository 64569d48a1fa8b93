import {
  allocateArray,
  type DType,
  integerRange,
  isFloating,
  isInteger,
  promote,
  type TypedArray,
  typedArrayDType,
} from './dtype.ts';
import { refuseForeignTensor } from './engine/copies.ts';
import { ArgumentError, DTypeError, ShapeError } from './errors.ts';
import { formatShape, type Shape, sizeOf } from './shape.ts';

/** A number, boolean or bigint, or arrays of them nested to any depth. */
export type NestedArray = number | boolean | bigint | NestedArray[];

/** What may be given as nested arrays: the same, read-only, and a typed array for any row of numbers. */
export type NestedInput = number | boolean | bigint | TypedArray | readonly NestedInput[];

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
  let level: NestedInput | undefined = values;
  for (; Array.isArray(level); level = level[0]) shape.push(level.length);
  if (ArrayBuffer.isView(level)) shape.push(level.length);
  return shape;
}

/** The dtype of nested arrays: that to which all their elements promote; float32 where there are none. */
export function nestedDType(op: string, values: NestedInput): DType {
  return commonDType(op, values) ?? 'float32';
}

function commonDType(op: string, values: NestedInput): DType | undefined {
  if (typeof values === 'number') return 'float32';
  if (typeof values === 'boolean') return 'bool';
  if (typeof values === 'bigint') return 'int64';
  if (ArrayBuffer.isView(values)) return rowDType(op, values);
  if (!Array.isArray(values)) return undefined; // no element, which is refused when it is read
  let common: DType | undefined;
  for (const item of values as readonly NestedInput[]) {
    if (typeof item === 'number') return 'float32'; // to which bools and bigints promote: the rest need not be read
    const dtype = typeof item === 'boolean' ? 'bool' : commonDType(op, item);
    if (dtype === common || dtype === undefined) continue;
    common = common === undefined ? dtype : promote(common, dtype);
  }
  return common;
}

/**
 * The dtype of a typed array.
 *
 * @throws DTypeError for one that no dtype belongs to
 */
export function rowDType(op: string, row: ArrayBufferView): DType {
  const dtype = typedArrayDType(row);
  if (dtype !== undefined) return dtype;
  throw new DTypeError(op, 'no dtype belongs to this typed array', {
    got: row.constructor.name,
    expected: 'Float32Array, Float64Array, Int32Array, BigInt64Array, Int8Array or Uint8Array',
  });
}

/**
 * The elements of nested arrays in row-major order.
 *
 * @throws ShapeError if rows differ in length
 * @throws DTypeError if an element does not fit the dtype
 */
export function flattenNested(op: string, values: NestedInput, shape: Shape, dtype: DType): TypedArray {
  const data = allocateArray(dtype, sizeOf(shape));
  const last = shape.length - 1;
  let position = 0;
  const visit = (value: NestedInput, axis: number): void => {
    const row = checkRow(op, value, axis, shape);
    if (axis < last) {
      for (const item of row as readonly NestedInput[]) visit(item, axis + 1);
    } else if (ArrayBuffer.isView(row) && fits(rowDType(op, row), dtype)) {
      data.set(row as never, position);
      position += row.length;
    } else {
      for (const item of row) data[position++] = element(op, item, dtype) as never;
    }
  };
  if (last < 0) data[0] = element(op, values, dtype) as never;
  else visit(values, 0);
  return data;
}

/** Whether every element of one dtype is stored as it is in the typed array of another. */
function fits(from: DType, to: DType): boolean {
  return from === to || (from !== 'int64' && isFloating(to));
}

/** A row of the length that the shape has there. */
function checkRow(op: string, value: NestedInput, axis: number, shape: Shape): TypedArray | readonly NestedInput[] {
  const isRow = Array.isArray(value) || ArrayBuffer.isView(value);
  if (isRow && value.length === shape[axis]) return value;
  throw new ShapeError(op, 'nested arrays are ragged', {
    got: isRow ? `${value.length} values on axis ${axis}` : `${typeof value} on axis ${axis}`,
    expected: `${shape[axis]} everywhere on that axis, as in the first (shape ${formatShape(shape)})`,
  });
}

/** One element as its typed array takes it. */
export function element(op: string, value: unknown, dtype: DType): number | bigint {
  if (typeof value !== 'number' && typeof value !== 'boolean' && typeof value !== 'bigint') {
    refuseForeignTensor(op, value);
    throw new ArgumentError(op, 'an element is not a number', {
      got:
        typeof value === 'object' && value !== null && 'length' in value
          ? 'an array nested deeper than the first one'
          : `${typeof value} ${String(value)}`,
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
  const range = dtype === 'int64' ? 'of 64 bits as bigints, or safe ones as numbers' : `from ${min} to ${max}`;
  return new DTypeError(op, `a value does not fit ${dtype}`, {
    got: String(value),
    expected: isInteger(dtype) ? `integers ${range}` : undefined,
    fix: "Choose another dtype, or make a float tensor and cast it with .cast('int32')",
  });
}
