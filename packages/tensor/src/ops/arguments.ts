import { unheldDType } from '../bind.ts';
import {
  bytesPerElement,
  checkDType,
  type DType,
  isFloating,
  isHalf,
  isInteger,
  promote,
  type TypedArray,
} from '../dtype.ts';
import { refuseForeignTensor } from '../engine/copies.ts';
import { currentEngine } from '../engine/current.ts';
import { Storage } from '../engine/storage.ts';
import { ArgumentError, DTypeError, type ErrorDetails, ShapeError } from '../errors.ts';
import { element, flattenNested, type NestedInput, nestedDType, nestedShape, rowDType } from '../nested.ts';
import { formatShape, type Shape, sizeOf } from '../shape.ts';
import { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { isVariable } from '../variable.ts';
import { cast } from './cast.ts';

/** Puts elements on the current engine. */
export function upload(op: string, data: TypedArray, dtype: DType, shape: Shape): Tensor {
  const engine = currentEngine();
  if (!engine.dtypes.has(dtype)) throw unheldDType(op, engine, dtype);
  const bytes = data.length * bytesPerElement(dtype);
  return Tensor.of(new Storage(engine, engine.upload(data, dtype, shape), bytes), shape, dtype);
}

/** Elements as they are given to `tensor`: from nested arrays or a typed array, with a shape and dtype if stated. */
export function makeTensor(op: string, values: NestedInput, shape?: Shape, dtype?: DType): Tensor {
  if (dtype !== undefined) checkDType(op, dtype);
  if (ArrayBuffer.isView(values)) {
    const given = rowDType(op, values);
    const array = values as TypedArray;
    const target = checkSize(op, shape ?? [array.length], array.length);
    return convertTyped(op, array, given, target, dtype ?? given);
  }
  const natural = nestedShape(values);
  const type = dtype ?? nestedDType(op, values);
  const data = flattenNested(op, values, natural, type);
  return upload(op, data, type, checkSize(op, shape ?? natural, data.length));
}

function checkSize(op: string, shape: Shape, size: number): Shape {
  if (sizeOf(shape) !== size) {
    throw new ShapeError(op, 'the number of values does not fill the shape', {
      got: `${size} values for ${formatShape(shape)}`,
      expected: `${sizeOf(shape)} values`,
    });
  }
  return shape;
}

function convertTyped(op: string, array: TypedArray, from: DType, shape: Shape, to: DType): Tensor {
  if (from === to || (from === 'float32' && isHalf(to))) return upload(op, array, to, shape);
  if (from === 'uint8' && to === 'bool')
    return upload(
      op,
      (array as Uint8Array).map((v) => (v === 0 ? 0 : 1)),
      to,
      shape,
    );
  return upload(op, flattenNested(op, array, [array.length], to), to, shape);
}

/** The tensor that an argument stands for. Numbers and arrays take `dtype` if one is given. */
export function asTensor(op: string, value: TensorLike, dtype?: DType): Tensor {
  if (value instanceof Tensor) return value;
  if (isVariable(value)) return asTensor(op, value.value); // one of another copy gives a tensor of that copy
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    return scalar(op, value, dtype ?? nestedDType(op, value));
  }
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return makeTensor(op, value as NestedInput, undefined, ArrayBuffer.isView(value) ? undefined : dtype);
  }
  refuseForeignTensor(op, value);
  throw new ArgumentError(op, 'an argument is not a tensor', {
    got: value === null ? 'null' : typeof value === 'object' ? 'an object' : `${typeof value}`,
    expected: 'a Tensor, a Variable, a number, a boolean, nested arrays or a typed array',
  });
}

const noAxes: Shape = [];

/** A rank-0 tensor for a bare number beside tensors. */
function scalar(op: string, value: number | boolean | bigint, dtype: DType): Tensor {
  const engine = currentEngine();
  if (engine.scalars === undefined) return upload(op, flattenNested(op, value, noAxes, dtype), dtype, noAxes);
  if (!engine.dtypes.has(dtype)) throw unheldDType(op, engine, dtype);
  const put = () => engine.upload(flattenNested(op, value, noAxes, dtype), dtype, noAxes);
  return Tensor.of(engine.scalars.take(engine, value, dtype, put), noAxes, dtype);
}

/** An argument as a tensor of a float dtype; whole numbers and bools become float32. */
export function floating(op: string, value: TensorLike): Tensor {
  const x = asTensor(op, value);
  return isFloating(x.dtype) ? x : cast(x, 'float32');
}

/** An argument as a tensor of a number dtype: bool is refused. */
export function numeric(op: string, value: TensorLike): Tensor {
  const x = asTensor(op, value);
  if (x.dtype === 'bool') {
    throw new DTypeError(op, 'bool has no such arithmetic', {
      expected: 'a float or integer tensor',
      fix: "Cast first: x.cast('int32')",
    });
  }
  return x;
}

/** An argument as indices: int32, or int64, which is not narrowed before its range is checked. */
export function indices(op: string, value: TensorLike): Tensor {
  const x = asTensor(op, value, 'int32');
  if (!isInteger(x.dtype)) {
    throw new DTypeError(op, 'the indices are not integers', {
      got: x.dtype,
      expected: 'an integer dtype',
      fix: "Cast first: indices.cast('int32')",
    });
  }
  return x.dtype === 'int64' ? x : cast(x, 'int32');
}

/** Runs a lookup for an operation whose primitive has another name: where the engine refuses an index, the error names `op`. */
export function lookUp(op: string, run: () => Tensor, details: ErrorDetails = {}): Tensor {
  try {
    return run();
  } catch (error) {
    if (!ArgumentError.isInstance(error)) throw error;
    throw new ArgumentError(op, 'an index is out of range', { ...error.details, ...details, cause: error });
  }
}

const isBare = (value: TensorLike): value is number | boolean | bigint =>
  typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint';

/** The error of a fraction beside a tensor of integers. */
export function fractionError(op: string, value: number, beside: DType): DTypeError {
  return new DTypeError(op, `a fraction does not fit ${beside}`, {
    got: String(value),
    expected: 'an integer beside an integer tensor',
    fix: "Cast the tensor first: x.cast('float32')",
  });
}

/** The dtype that a bare number takes beside a tensor. */
function bareDType(op: string, value: number | boolean | bigint, beside: DType): DType {
  if (typeof value === 'boolean') return beside;
  if (isFloating(beside)) return beside;
  if (typeof value === 'number' && !Number.isInteger(value)) throw fractionError(op, value, beside);
  if (beside === 'bool') return 'int32';
  element(op, value, beside); // throws where the number is out of the dtype's range
  return beside;
}

/** Two operands as tensors of the dtype in which they meet. */
export function promoted(op: string, a: TensorLike, b: TensorLike): [a: Tensor, b: Tensor] {
  if (isBare(a) && !isBare(b)) {
    const [y, x] = promoted(op, b, a);
    return [x, y];
  }
  const x = asTensor(op, a);
  const y = isBare(b) && !isBare(a) ? scalar(op, b, bareDType(op, b, x.dtype)) : asTensor(op, b);
  if (x.dtype === y.dtype) return [x, y];
  const dtype = promote(x.dtype, y.dtype);
  return [cast(x, dtype), cast(y, dtype)];
}

/** {@link promoted}, with whole numbers and bools made float32: for operations whose results are fractions. */
export function promotedFloating(op: string, a: TensorLike, b: TensorLike): [a: Tensor, b: Tensor] {
  const left = isBare(a) ? a : floating(op, a);
  const right = isBare(b) ? b : floating(op, b);
  const [x, y] = promoted(op, left, right);
  return [floating(op, x), floating(op, y)];
}
