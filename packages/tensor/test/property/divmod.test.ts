import { loadNative } from '@mariana/kernels';
import { describe, expect, test } from 'vitest';
import type { DType } from '../../src/dtype.ts';
import { withEngine } from '../../src/engine/current.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { nativeEngine } from '../../src/engines/native/engine.ts';
import { referenceEngine } from '../../src/engines/reference/engine.ts';
import { divmod, tensor } from '../../src/index.ts';
import { testedSets } from '../engine-native/instruction-sets.ts';
import { Chance } from './chance.ts';

const seed = Number(process.env.MARIANA_PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 32));
const size = 2000;

/** A float as numerator · 2^exponent. */
function parts(x: number): { numerator: bigint; exponent: number } {
  let [numerator, exponent] = [x, 0];
  while (!Number.isInteger(numerator)) [numerator, exponent] = [numerator * 2, exponent - 1];
  return { numerator: BigInt(numerator), exponent };
}

/** ⌊a / b⌋ and a − ⌊a / b⌋ · b, exactly, then rounded to float64. */
function exactly(a: number, b: number): [quotient: number, rest: number] {
  const [x, y] = [parts(a), parts(b)];
  const exponent = Math.min(x.exponent, y.exponent);
  const scaled = (of: typeof x) => of.numerator << BigInt(of.exponent - exponent);
  const [n, m] = [scaled(x), scaled(y)];
  const truncated = n % m;
  const rest = truncated !== 0n && truncated < 0n !== m < 0n ? truncated + m : truncated;
  return [Number((n - rest) / m), Number(rest) * 2 ** exponent];
}

/** Dividends and divisors, of which many divide exactly or nearly so. */
function draw(chance: Chance, dtype: DType): { readonly a: number[]; readonly b: number[] } {
  const round = dtype === 'float32' ? Math.fround : (x: number) => x;
  const b = chance.times(size, () => round(chance.between(-4, 4) * 10 ** chance.whole(-6, 6)));
  const a = b.map((divisor) => {
    if (chance.happens(0.5)) return round(divisor * chance.whole(-3000, 3000));
    return round(chance.between(-4, 4) * 10 ** chance.whole(-9, 9));
  });
  return { a, b };
}

function check(engine: Engine, dtype: 'float32' | 'float64', number: number): void {
  const { a, b } = draw(new Chance(seed, 1, number, false), dtype);
  const [quotients, rests] = withEngine(engine, () =>
    divmod(tensor(a, { dtype }), tensor(b, { dtype })).map((t) => Array.from(t.dataSync() as Float64Array)),
  ) as [number[], number[]];
  const round = dtype === 'float32' ? Math.fround : (x: number) => x;
  a.forEach((x, i) => {
    const y = b[i] as number;
    if (y === 0) return;
    const [quotient, rest] = exactly(x, y).map(round) as [number, number];
    const told = `divmod(${x}, ${y}) in ${dtype}, seed ${seed}, number ${number}`;
    // Beyond 2⁵⁰ the quotient is a − rest over b, two roundings, as in NumPy.
    if (Math.abs(quotient) >= 2 ** 50) {
      const unit = dtype === 'float32' ? 2 ** -23 : 2 ** -52;
      expect(Math.abs((quotients[i] as number) - quotient), told).toBeLessThanOrEqual(2 * unit * Math.abs(quotient));
    } else expect(quotients[i], told).toBe(quotient === 0 ? (x / y < 0 || Object.is(x / y, -0) ? -0 : 0) : quotient);
    expect(rests[i], told).toBe(rest === 0 ? (y < 0 ? -0 : 0) : rest);
  });
}

const native = loadNative();
describe(`divmod is the floored quotient and its exact remainder, seed ${seed}`, () => {
  describe.each(['float32', 'float64'] as const)('in %s', (dtype) => {
    test('reference', () => {
      for (let number = 0; number < 5; number++) check(referenceEngine(), dtype, number);
    });
    if ('reason' in native) return;
    const { kernels } = native;
    test.each(testedSets(kernels))('native, %s', (set) => {
      const chosen = kernels.instructionSet();
      kernels.chooseInstructionSet(set);
      for (let number = 0; number < 5; number++) check(nativeEngine(kernels), dtype, number);
      kernels.chooseInstructionSet(chosen);
    });
  });
});
