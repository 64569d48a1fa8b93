import type { FloatDType } from '../dtype.ts';
import { alignRight, widest } from './columns.ts';
import { type Decimal, decimalOf, roundTo } from './decimal.ts';

/** Digits after the point, at most: PyTorch's default. */
const precision = 4;

/** The powers of ten from which on numbers of a dtype are written as d.ddde+xx: it has no more exact digits. */
const largest: Readonly<Record<FloatDType, number>> = { float64: 1e8, float32: 1e6, float16: 1e3, bfloat16: 1e2 };

/**
 * Floats as NumPy writes them with a precision of 4: all with the point in one column, in scientific notation where one
 * would not show otherwise.
 *
 * @source `numpy.array2string`
 */
export function formatFloats(values: readonly number[], dtype: FloatDType): string[] {
  const finite = values.filter(Number.isFinite);
  const scientific = needsExponent(finite, dtype);
  const decimals = finite.map((x) => decimalOf(x, dtype, precision, scientific));
  const written = scientific ? withExponent(decimals) : withPoint(decimals);
  let next = 0;
  // What is not finite ends where the others end.
  return alignRight(values.map((x) => (Number.isFinite(x) ? (written[next++] as string) : nonFinite(x))));
}

function nonFinite(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  return x < 0 ? '-inf' : 'inf';
}

/** Whether a number is too large, too small, or too unlike another one to stand in a column with a fixed point. */
function needsExponent(finite: readonly number[], dtype: FloatDType): boolean {
  let [max, min] = [0, Infinity];
  for (const x of finite) {
    if (x === 0) continue;
    max = Math.max(max, Math.abs(x));
    min = Math.min(min, Math.abs(x));
  }
  if (max === 0) return false;
  return max >= largest[dtype] || min < roundTo(dtype, 0.0001) || roundTo(dtype, max / min) > 1000;
}

/** `12.5 `, `-3.25`, `7.  `: padded at both ends. */
function withPoint(decimals: readonly Decimal[]): string[] {
  const parts = decimals.map(({ sign, digits, exponent }) => {
    if (exponent < 0) return [`${sign}0`, digits === '0' ? '' : '0'.repeat(-exponent - 1) + digits] as const;
    const padded = digits.padEnd(exponent + 1, '0');
    const fraction = padded.slice(exponent + 1);
    return [sign + padded.slice(0, exponent + 1), fraction] as const;
  });
  const [left, right] = [widest(parts.map(([whole]) => whole)), widest(parts.map(([, fraction]) => fraction))];
  return parts.map(([whole, fraction]) => `${whole.padStart(left)}.${fraction.padEnd(right)}`);
}

/** `1.25e+20`, `-3.00e-05`: as many digits and as wide an exponent in each. */
function withExponent(decimals: readonly Decimal[]): string[] {
  const places = widest(decimals.map(({ digits }) => digits)) - 1;
  const wide = Math.max(2, widest(decimals.map(({ exponent }) => String(Math.abs(exponent)))));
  const texts = decimals.map(({ sign, digits, exponent }) => {
    const power = String(Math.abs(exponent)).padStart(wide, '0');
    return `${sign}${digits[0]}.${digits.slice(1).padEnd(places, '0')}e${exponent < 0 ? '-' : '+'}${power}`;
  });
  return alignRight(texts);
}
