import { describe, expect, test } from 'vitest';
import {
  fromBfloat16Bits,
  fromFloat16Bits,
  fromHalfBits,
  roundToHalf,
  toBfloat16Bits,
  toFloat16Bits,
  toHalfBits,
} from './half.ts';

const formats = [
  { dtype: 'float16', exponentBits: 5, encode: toFloat16Bits, decode: fromFloat16Bits, nan: 0x7e00 },
  { dtype: 'bfloat16', exponentBits: 8, encode: toBfloat16Bits, decode: fromBfloat16Bits, nan: 0x7fc0 },
] as const;

/** The definition: (−1)^sign · 2^exponent · (1 + fraction). */
function defined(bits: number, exponentBits: number): number {
  const fractionBits = 15 - exponentBits;
  const bias = 2 ** (exponentBits - 1) - 1;
  const sign = bits >>> 15 === 1 ? -1 : 1;
  const exponent = (bits & 0x7fff) >>> fractionBits;
  const fraction = (bits & (2 ** fractionBits - 1)) / 2 ** fractionBits;
  if (exponent === 2 ** exponentBits - 1) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** (1 - bias) : sign * (1 + fraction) * 2 ** (exponent - bias);
}

/** The float32 beside a positive one. */
function beside(x: number, step: 1 | -1): number {
  const word = new Uint32Array(Float32Array.of(x).buffer);
  return new Float32Array(Uint32Array.of(word[0]! + step).buffer)[0]!;
}

describe.each(formats)('$dtype', ({ dtype, exponentBits, encode, decode, nan }) => {
  const infinity = encode(Infinity);

  test('every pattern is what the definition says, and comes back', () => {
    const wrong: string[] = [];
    for (let bits = 0; bits < 65536; bits++) {
      const number = decode(bits);
      if (!Object.is(number, defined(bits, exponentBits))) wrong.push(`${bits} is ${number}`);
      const back = encode(number);
      if (back !== (Number.isNaN(number) ? nan : bits)) wrong.push(`${bits} comes back as ${back}`);
    }
    expect(wrong).toEqual([]);
  });

  test('every number between two goes to the nearer, from halfway to the even one', () => {
    const wrong: string[] = [];
    for (let low = 0; low < infinity; low++) {
      // Beyond the greatest, where the next would lie.
      const next = low + 1 < infinity ? decode(low + 1) : 2 * decode(low) - decode(low - 1);
      const middle = (decode(low) + next) / 2;
      const even = low % 2 === 0 ? low : low + 1;
      for (const [x, expected] of [
        [middle, even],
        [beside(middle, -1), low],
        [beside(middle, 1), low + 1],
      ] as const) {
        if (encode(x) !== expected) wrong.push(`${x} is ${encode(x)}, not ${expected}`);
        if (encode(-x) !== (expected | 0x8000)) wrong.push(`${-x} is ${encode(-x)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('what is greater is infinite, and NaN stays', () => {
    for (const x of [1e300, 3.4028234663852886e38, Infinity]) expect(decode(encode(x))).toBe(Infinity);
    expect(decode(encode(-1e300))).toBe(-Infinity);
    expect(encode(Number.NaN)).toBe(nan);
    expect(decode(encode(-0))).toBe(-0);
  });

  test('arrays are rounded as single numbers are', () => {
    const numbers = Float32Array.of(1 / 3, -1e-7, 70000, Number.NaN, -0, 1.00390625);
    const bits = toHalfBits(numbers, dtype);
    expect([...bits]).toEqual(Array.from(numbers, encode));
    expect(fromHalfBits(bits, dtype)).toEqual(Float32Array.from(bits, decode));
    expect(roundToHalf(numbers.slice(), dtype)).toEqual(fromHalfBits(bits, dtype));
  });
});

test('known bits', () => {
  // From PyTorch: torch.tensor(x, dtype=…).view(torch.int16)
  expect([...toHalfBits([1, -2, 0.1, 65504, 6e-8, 65519, 65520], 'float16')]).toEqual([
    0x3c00, 0xc000, 0x2e66, 0x7bff, 0x0001, 0x7bff, 0x7c00,
  ]);
  expect([...toHalfBits([1, -2, 0.1, 3.3895313892515355e38, 1e-40], 'bfloat16')]).toEqual([
    0x3f80, 0xc000, 0x3dcd, 0x7f7f, 0x0001,
  ]);
});
