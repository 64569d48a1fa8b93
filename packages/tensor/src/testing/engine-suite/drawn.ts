import { allocateArray, type DType, isFloating, isHalf, type TypedArray } from '../../dtype.ts';
import { roundToHalf } from '../../half.ts';
import type { Kind, Primitive } from '../../primitive.ts';
import type { PrimitiveSet } from '../../primitives.ts';
import { fillUniform } from '../../random/uniform.ts';
import { type Shape, sizeOf } from '../../shape.ts';
import type { Tolerance } from '../compare.ts';

/** Elements that the suite puts on both engines. */
export interface Drawn {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly data: TypedArray;
}

/** One use of a primitive. */
export interface Use<Params = unknown> extends Tolerance {
  /** What is particular about it. */
  readonly title: string;
  readonly inputs: readonly Drawn[];
  readonly params: Params;
}

/** The options of a primitive. */
export type ParamsOf<Name extends keyof PrimitiveSet> =
  PrimitiveSet[Name] extends Primitive<infer Params, Kind> ? Params : never;

/** In which dtypes a primitive is used, and how. */
export interface Uses<Params> {
  readonly dtypes: readonly DType[];
  of(dtype: DType): readonly Use<Params>[];
}

export const floats: readonly DType[] = ['float32', 'float64', 'float16', 'bfloat16'];
export const wholes: readonly DType[] = ['int32', 'uint8', 'int8', 'int64'];
export const numbers: readonly DType[] = [...floats, ...wholes];
export const all: readonly DType[] = [...numbers, 'bool'];

let subject = 0;
let drawings = 0;

/** Begins the drawings of a subject, which are the same in every run and whatever else is drawn. */
export function drawFor(name: string): void {
  subject = 0;
  for (const letter of name) subject = (Math.imul(subject, 31) + letter.charCodeAt(0)) >>> 0;
  drawings = 0;
}

/** Numbers in a range; whole ones in integer dtypes. Each call draws others. */
export function draw(shape: Shape, dtype: DType, low = -3, high = 3): Drawn {
  const uniform = new Float64Array(sizeOf(shape));
  fillUniform(uniform, [drawings++, sizeOf(shape), subject, 0]);
  const from = dtype === 'uint8' || dtype === 'bool' ? Math.max(0, low) : low;
  const until = dtype === 'bool' ? 2 : high;
  return given(
    shape,
    dtype,
    Array.from(uniform, (u) => from + u * (until - from)),
  );
}

/** Stated elements; fractions are dropped in integer dtypes. */
export function given(shape: Shape, dtype: DType, elements: readonly number[]): Drawn {
  const data = allocateArray(dtype, elements.length);
  elements.forEach((element, i) => {
    const whole = isFloating(dtype) ? element : Math.floor(element);
    data[i] = dtype === 'int64' ? BigInt(whole) : whole;
  });
  if (isHalf(dtype)) roundToHalf(data as Float32Array, dtype);
  return { shape, dtype, data };
}

/** Indices into an axis of some size, repeated ones among them: of int64 beside elements of int64, else of int32. */
export function indices(shape: Shape, size: number, beside?: DType): Drawn {
  return draw(shape, beside === 'int64' ? 'int64' : 'int32', 0, size);
}

/** Stated elements on one axis. */
export function row(dtype: DType, elements: readonly number[]): Drawn {
  return given([elements.length], dtype, elements);
}

/** What long sums in another order may differ by, and half types where their roundings are read again. */
export const longSums: Partial<Record<DType, Tolerance>> = {
  float16: { rtol: 4e-3, atol: 2e-3 },
  bfloat16: { rtol: 3e-2, atol: 1e-2 },
  float32: { rtol: 2e-5, atol: 1e-5 },
  float64: { rtol: 1e-10, atol: 1e-11 },
};
