import type { HalfDType } from '../../dtype.ts';
import { toHalfBits } from '../../half.ts';
import type { Tensor } from '../../tensor.ts';
import { differenceOf, tensorDifference } from '../compare.ts';

/** Primitives whose results every engine has to the last bit: float32 holds them exactly, or rounds them in one way. */
const exact: ReadonlySet<string> = /* @__PURE__ */ new Set(
  `neg abs sign square relu floor ceil round trunc sqrt add sub mul div maximum minimum where clip reshape stopGradient
  transpose broadcastTo slice flip pad concat gather takeAlongAxis dynamicSlice dynamicUpdateSlice max min sort topK
  maxPool cast full`.split(/\s+/),
);

/** What other sequences of operations in float32 may differ by where sums cancel. */
const residue = 2e-6;

/**
 * What is wrong with results of a half type: they are the expected numbers, or, where float32 leaves a choice, one beside
 * them.
 */
export async function halfDifference(
  name: string,
  actual: Tensor,
  expected: Tensor,
  dtype: HalfDType,
): Promise<string | undefined> {
  if (exact.has(name) || actual.dtype !== dtype) return tensorDifference(actual, expected, { rtol: 0, atol: 0 });
  const [a, b] = [(await actual.data()) as Float32Array, (await expected.data()) as Float32Array];
  const [places, wanted] = [a, b].map((numbers) => Array.from(toHalfBits(numbers, dtype), rank)) as [
    number[],
    number[],
  ];
  const near = a.map((v, i) => {
    const beside = Math.abs(places[i]! - wanted[i]!) <= 1 || Math.abs(v - b[i]!) <= residue;
    return beside && !Number.isNaN(b[i]!) ? b[i]! : v;
  });
  return differenceOf(near, b, expected.shape, { rtol: 0, atol: 0 });
}

/** Where a number stands among all numbers of its type, 0 in the middle. */
function rank(bits: number): number {
  return bits & 0x8000 ? -(bits & 0x7fff) : bits;
}
