import type { FloatDType } from '../dtype.ts';
import { fromHalfBits, toHalfBits } from '../half.ts';

/** A finite number in decimal digits: ±d.ddd… × 10^exponent, without trailing zeros. */
export interface Decimal {
  readonly sign: '' | '-';
  readonly digits: string;
  readonly exponent: number;
}

/** The number nearest to `x` that a dtype has. */
export function roundTo(dtype: FloatDType, x: number): number {
  if (dtype === 'float64') return x;
  if (dtype === 'float32') return Math.fround(x);
  return fromHalfBits(toHalfBits([x], dtype), dtype)[0] as number;
}

/**
 * The fewest digits that tell a number apart from its neighbours in a dtype, and no more than `most` after the point, of
 * the number itself or, where it is `scientific`, of d.ddd; rounded from the exact value, from halfway to the even digit.
 */
export function decimalOf(x: number, dtype: FloatDType, most: number, scientific: boolean): Decimal {
  const sign = x < 0 || Object.is(x, -0) ? '-' : '';
  const size = Math.abs(x);
  const shortest = shortestDigits(size, dtype);
  const kept = scientific ? most + 1 : shortest.exponent + 1 + most;
  if (shortest.digits.length <= kept) return { sign, ...shortest };
  return { sign, ...rounded(size, kept) };
}

interface Digits {
  readonly digits: string;
  readonly exponent: number;
}

function shortestDigits(size: number, dtype: FloatDType): Digits {
  if (dtype === 'float64') return parse(size.toExponential());
  // 9 digits are enough for float32, and so for the half types.
  for (let places = 0; places < 8; places++) {
    const text = size.toExponential(places);
    if (roundTo(dtype, Number(text)) === size) return parse(text);
  }
  return parse(size.toExponential(8));
}

/** The first `kept` digits, where 0 and fewer leave what stands before them. */
function rounded(size: number, kept: number): Digits {
  const { digits, exponent } = parse(size.toExponential(100), false); // exact but for digits that no rounding depends on
  if (kept < 0) return { digits: '0', exponent: 0 };
  const [head, tail] = [digits.slice(0, kept), digits.slice(kept)];
  const half = '5'.padEnd(tail.length, '0');
  const isUp = tail > half || (tail === half && Number(head.at(-1) ?? 0) % 2 === 1);
  const next = String(BigInt(head || '0') + (isUp ? 1n : 0n));
  if (next === '0') return { digits: '0', exponent: 0 };
  return { digits: trimmed(next), exponent: exponent + next.length - kept };
}

function parse(text: string, trims = true): Digits {
  const [significand, exponent] = text.split('e') as [string, string];
  const digits = significand.replace('.', '');
  return { digits: trims ? trimmed(digits) : digits, exponent: Number(exponent) };
}

const trimmed = (digits: string): string => digits.replace(/(?<=.)0+$/, '');
