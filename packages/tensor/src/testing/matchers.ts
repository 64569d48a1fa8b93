import { ArgumentError } from '../errors.ts';
import { flattenNested, type NestedInput, nestedShape } from '../nested.ts';
import { formatShape, sameShape } from '../shape.ts';
import { Tensor } from '../tensor.ts';
import { differenceOf, exact, type Tolerance, tensorDifference, toleranceOf } from './compare.ts';
import { type EqualityTester, equalTensors, equalVariables } from './equality-testers.ts';

/** What a matcher answers. */
interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

/** The part of vitest's `expect` (or jest's) that is needed. */
export interface Extendable {
  extend(matchers: typeof tensorMatchers): void;
  /** Absent in older versions, where `toEqual` then never takes two tensors for equal. */
  addEqualityTesters?: { add(testers: EqualityTester[]): void }['add'] | undefined;
}

/**
 * The matchers, for the types of `expect`. Once in a project:
 * `declare module 'vitest' { interface Matchers<T> extends TensorMatchers {} }`.
 */
export interface TensorMatchers {
  /** See {@link installMatchers}. Awaits the tensor's elements: `await expect(x).toBeCloseToTensor([1, 2])`. */
  toBeCloseToTensor(expected: Tensor | NestedInput, tolerance?: Tolerance): Promise<void>;
  /** The same without a tolerance: `await expect(x).toEqualTensor([1, 2])`. */
  toEqualTensor(expected: Tensor | NestedInput): Promise<void>;
}

/**
 * Adds the matchers for tensors to a test runner's `expect`.
 *
 * `toBeCloseToTensor(expected, { rtol, atol })` awaits the elements and compares the shape, the dtype (where a tensor is
 * expected) and each number: |a − b| ≤ atol + rtol · |b|, NaN equal to NaN. It names the first index that differs.
 * `toEqualTensor(expected)` does so without a tolerance; −0 equals 0.
 *
 * The runner's own `toEqual`, `toStrictEqual`, `toMatchObject` and `toHaveBeenCalledWith` see no elements, and without this
 * call take no two tensors and no two variables for equal. After it they compare them as `toEqualTensor` does, in objects
 * and arrays too, where the engine can be read synchronously.
 *
 * @param expect - vitest's or jest's
 *
 * @example
 * const verdicts = [];
 * installMatchers({ extend: (matchers) => verdicts.push(...Object.keys(matchers)) });
 * verdicts; // ['toBeCloseToTensor', 'toEqualTensor']
 */
export function installMatchers(expect: Extendable): void {
  expect.extend(tensorMatchers);
  expect.addEqualityTesters?.([equalTensors, equalVariables]);
}

const tensorMatchers = {
  toBeCloseToTensor: (received: unknown, expected: Tensor | NestedInput, tolerance?: Tolerance) =>
    verdictOf('toBeCloseToTensor', received, expected, tolerance),
  toEqualTensor: (received: unknown, expected: Tensor | NestedInput) =>
    verdictOf('toEqualTensor', received, expected, exact),
};

async function verdictOf(
  name: string,
  received: unknown,
  expected: Tensor | NestedInput,
  tolerance?: Tolerance,
): Promise<Verdict> {
  if (!(received instanceof Tensor)) {
    throw new ArgumentError(name, 'what is expected to be a tensor is none', { got: String(received) });
  }
  const difference =
    expected instanceof Tensor
      ? await tensorDifference(received, expected, tolerance)
      : await nestedDifference(name, received, expected, tolerance);
  return {
    pass: difference === undefined,
    message: () => `${name}: ${difference ?? 'no element differs, and one should'}`,
  };
}

/** The same for numbers in nested arrays, which have no dtype. */
async function nestedDifference(
  name: string,
  actual: Tensor,
  expected: NestedInput,
  tolerance?: Tolerance,
): Promise<string | undefined> {
  const shape = nestedShape(expected);
  if (!sameShape(actual.shape, shape)) return `shape ${formatShape(actual.shape)} instead of ${formatShape(shape)}`;
  const numbers = flattenNested(name, expected, shape, actual.dtype === 'int64' ? 'int64' : 'float64');
  return differenceOf(await actual.data(), numbers, shape, toleranceOf(actual.dtype, tolerance));
}
