import type { HalfDType } from './dtype.ts';

// The rounding of float16 and bfloat16: the only place that knows their bits.
//
// float16: sign, 5 bits of exponent, 10 of fraction. bfloat16: the upper half of a float32. A number is made float32
// first, then rounded to the nearest, from halfway to the one whose last bit is 0.

const scratch = /* @__PURE__ */ new Float32Array(1);
const word = /* @__PURE__ */ new Uint32Array(scratch.buffer);

/** The float16 nearest to a number, as bits. From 65520 on it is infinite; every NaN is 0x7e00. */
export function toFloat16Bits(x: number): number {
  scratch[0] = x;
  const bits = word[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size > 0x7f800000) return 0x7e00;
  if (size >= 0x477ff000) return sign | 0x7c00; // halfway from 65504, the greatest, to 65536
  // Below 2⁻¹⁴ the numbers are the multiples of 2⁻²⁴; beside 2⁵² a double has no room for fractions.
  if (size < 0x38800000) return sign | (Math.abs(scratch[0]!) * 2 ** 24 + 2 ** 52 - 2 ** 52);
  return sign | ((size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13);
}

/** The number that the bits of a float16 stand for. */
export function fromFloat16Bits(bits: number): number {
  const size = bits & 0x7fff;
  if (size < 0x400) return (bits & 0x8000 ? -1 : 1) * size * 2 ** -24;
  const exponentShift = size < 0x7c00 ? 0x38000000 : 0x70000000;
  word[0] = ((bits & 0x8000) << 16) | ((size << 13) + exponentShift);
  return scratch[0]!;
}

/** The bfloat16 nearest to a number, as bits. Every NaN is 0x7fc0. */
export function toBfloat16Bits(x: number): number {
  scratch[0] = x;
  const bits = word[0]!;
  if ((bits & 0x7fffffff) > 0x7f800000) return 0x7fc0;
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

/** The number that the bits of a bfloat16 stand for. */
export function fromBfloat16Bits(bits: number): number {
  word[0] = bits << 16;
  return scratch[0]!;
}

/**
 * The bits of numbers in a half dtype, each rounded to the nearest, from halfway to the even one: as engines, files and
 * graphics cards hold them.
 *
 * @param data - numbers
 * @param dtype - 'float16' or 'bfloat16'
 * @returns 16 bits for each; numbers beyond the dtype are infinite, NaN stays NaN
 * @source IEEE 754 binary16; `torch.Tensor.to(torch.bfloat16)`
 *
 * @example
 * toHalfBits([1, 65520], 'float16'); // Uint16Array [15360, 31744]
 */
export function toHalfBits(data: ArrayLike<number>, dtype: HalfDType): Uint16Array {
  const encode = dtype === 'float16' ? toFloat16Bits : toBfloat16Bits;
  const bits = new Uint16Array(data.length);
  for (let i = 0; i < bits.length; i++) bits[i] = encode(data[i]!);
  return bits;
}

/**
 * The numbers that the bits of a half dtype stand for, all of them exact in float32.
 *
 * @param bits - 16 bits for each number
 * @param dtype - 'float16' or 'bfloat16'
 * @returns as many numbers
 *
 * @example
 * fromHalfBits(Uint16Array.of(0x3f80), 'bfloat16'); // Float32Array [1]
 */
export function fromHalfBits(bits: Uint16Array, dtype: HalfDType): Float32Array {
  const decode = dtype === 'float16' ? fromFloat16Bits : fromBfloat16Bits;
  const data = new Float32Array(bits.length);
  for (let i = 0; i < data.length; i++) data[i] = decode(bits[i]!);
  return data;
}

/** Rounds numbers, where they stand, to those that a half dtype has. */
export function roundToHalf(data: Float32Array, dtype: HalfDType): Float32Array {
  if (dtype === 'float16') for (let i = 0; i < data.length; i++) data[i] = fromFloat16Bits(toFloat16Bits(data[i]!));
  else for (let i = 0; i < data.length; i++) data[i] = fromBfloat16Bits(toBfloat16Bits(data[i]!));
  return data;
}
