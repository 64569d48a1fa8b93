import { ArgumentError } from '../errors.ts';
import { flattenNested, type NestedInput, nestedShape } from '../nested.ts';
import { formatShape, sameShape } from '../shape.ts';
import { Tensor } from '../tensor.ts';
import { differenceOf, type Tolerance, tensorDifference, toleranceOf } from './compare.ts';

/** What a matcher answers. */
interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

/** The part of vitest's `expect` (or jest's) that is needed. */
export interface Extendable {
  extend(matchers: { toBeCloseToTensor: typeof toBeCloseToTensor }): void;
}

/**
 * The matchers, for the types of `expect`. Once in a project:
 * `declare module 'vitest' { interface Matchers<T> extends TensorMatchers {} }`.
 */
export interface TensorMatchers {
  /** See {@link installMatchers}. Awaits the tensor's elements: `await expect(x).toBeCloseToTensor([1, 2])`. */
  toBeCloseToTensor(expected: Tensor | NestedInput, tolerance?: Tolerance): Promise<void>;
}

/**
 * Adds the matchers for tensors to a test runner's `expect`.
 *
 * `toBeCloseToTensor(expected, { rtol, atol })` awaits the elements and compares the shape, the dtype (where a tensor is
 * expected) and each number: |a − b| ≤ atol + rtol · |b|, NaN equal to NaN. It names the first index that differs.
 *
 * @param expect - vitest's or jest's
 *
 * @example
 * const verdicts = [];
 * installMatchers({ extend: (matchers) => verdicts.push(Object.keys(matchers).join()) });
 * verdicts; // ['toBeCloseToTensor']
 */
export function installMatchers(expect: Extendable): void {
  expect.extend({ toBeCloseToTensor });
}

async function toBeCloseToTensor(
  received: unknown,
  expected: Tensor | NestedInput,
  tolerance?: Tolerance,
): Promise<Verdict> {
  if (!(received instanceof Tensor)) {
    throw new ArgumentError('toBeCloseToTensor', 'what is expected to be a tensor is none', { got: String(received) });
  }
  const difference =
    expected instanceof Tensor
      ? await tensorDifference(received, expected, tolerance)
      : await nestedDifference(received, expected, tolerance);
  return {
    pass: difference === undefined,
    message: () => `toBeCloseToTensor: ${difference ?? 'no element differs, and one should'}`,
  };
}

/** The same for numbers in nested arrays, which have no dtype. */
async function nestedDifference(
  actual: Tensor,
  expected: NestedInput,
  tolerance?: Tolerance,
): Promise<string | undefined> {
  const shape = nestedShape(expected);
  if (!sameShape(actual.shape, shape)) return `shape ${formatShape(actual.shape)} instead of ${formatShape(shape)}`;
  const numbers = flattenNested('toBeCloseToTensor', expected, shape, actual.dtype === 'int64' ? 'int64' : 'float64');
  return differenceOf(await actual.data(), numbers, shape, toleranceOf(actual.dtype, tolerance));
}
