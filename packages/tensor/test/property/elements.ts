import { allocateArray, type DType, isFloating, isHalf, type TypedArray } from '../../src/dtype.ts';
import { roundToHalf } from '../../src/half.ts';
import { type Shape, sizeOf } from '../../src/shape.ts';
import type { Drawn } from '../../src/testing/engine-suite/drawn.ts';
import type { Chance } from './chance.ts';

/** Which numbers are drawn. */
export interface Domain {
  readonly low: number;
  readonly high: number;
  /** Whether NaN, infinities, zeros and the ends of the dtype may be among them. True, unless given or where it is calm. */
  readonly awkward?: boolean | undefined;
  /** Whether the ends of the dtype, and numbers near them, may be. True, unless given. */
  readonly ends?: boolean | undefined;
  /** The powers of 10 between which numbers of any size are drawn now and then; never, unless given. */
  readonly wide?: readonly [low: number, high: number] | undefined;
}

const specials: Readonly<Record<'float32' | 'float64' | 'float16' | 'bfloat16', readonly number[]>> = {
  float64: [Number.MAX_VALUE, -Number.MAX_VALUE, 2 ** -1022, 5e-324, -5e-324, 1e300, 1e-300, 2 ** -52],
  float32: [3.4028234663852886e38, -3.4028234663852886e38, 2 ** -126, 2 ** -149, -(2 ** -149), 1e30, 1e-30, 2 ** -23],
  float16: [65504, -65504, 2 ** -14, 2 ** -24, -(2 ** -24), 2 ** -10],
  bfloat16: [3.3895313892515355e38, -3.3895313892515355e38, 2 ** -126, 2 ** -133, 2 ** -7],
};
const always = [Number.NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, -0.5, 2, 1.5, 2.5];

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [-(2 ** 53), 2 ** 53],
  bool: [0, 1],
};

/** Floats of a domain. */
function drawFloat(chance: Chance, dtype: keyof typeof specials, domain: Domain): () => number {
  const { low, high, awkward = true, ends = true, wide } = domain;
  const plain = () => chance.between(low, high);
  const kind = chance.unit();
  if (awkward && !chance.calm && kind < 0.12) {
    const list = ends ? [...always, ...specials[dtype]] : always;
    return () => (chance.happens(0.4) ? chance.of(list) : plain());
  }
  // Few different numbers, so that some are equal, and whole ones.
  if (kind < 0.24) return () => Math.min(high, Math.max(low, Math.round(plain() * 2) / 2));
  if (wide && !chance.calm && kind < 0.4) {
    const sign = () => (low < 0 && chance.happens(0.5) ? -1 : 1);
    return () => sign() * 10 ** chance.between(wide[0], wide[1]);
  }
  return plain;
}

function drawWhole(chance: Chance, dtype: DType, { low, high, awkward = true }: Domain): () => number {
  const [min, max] = ranges[dtype] as readonly [number, number];
  const from = Math.max(min, Math.ceil(low));
  const to = Math.max(from, Math.min(max, Math.floor(high)));
  if (!awkward || dtype === 'bool' || chance.happens(0.75)) return () => chance.whole(from, to);
  const ends = [min, max, min + 1, max - 1, 0, 1].filter((end) => end >= min);
  return () => (chance.happens(0.3) ? chance.of(ends) : chance.whole(min, max));
}

/** Elements of a shape and dtype, drawn from a domain. */
export function elements(chance: Chance, shape: Shape, dtype: DType, domain: Domain): Drawn {
  const draw =
    dtype === 'bool'
      ? () => chance.whole(0, 1)
      : isFloating(dtype)
        ? drawFloat(chance, dtype, domain)
        : drawWhole(chance, dtype, domain);
  return fill(shape, dtype, () => draw());
}

/** Elements that a function gives, one after the other. */
export function fill(shape: Shape, dtype: DType, of: (i: number) => number): Drawn {
  const data: TypedArray = allocateArray(dtype, sizeOf(shape));
  for (let i = 0; i < data.length; i++) data[i] = dtype === 'int64' ? BigInt(of(i)) : of(i);
  if (isHalf(dtype)) roundToHalf(data as Float32Array, dtype);
  return { shape, dtype, data };
}

/** Indices into an axis, of a dtype or of int32 or int64, of which one in many cases lies outside. */
export function indicesInto(
  chance: Chance,
  shape: Shape,
  size: number,
  dtype: DType = chance.happens(0.25) ? 'int64' : 'int32',
): Drawn {
  const outside = chance.happens(0.02) ? chance.whole(0, sizeOf(shape)) : -1;
  const beyond = dtype === 'int64' ? [2 ** 32, -(2 ** 32), 2 ** 53] : [-(2 ** 31), 2 ** 31 - 1];
  return fill(shape, dtype, (i) =>
    i === outside || size === 0 ? chance.of([-1, size, size + 7, ...beyond]) : chance.whole(0, size - 1),
  );
}
