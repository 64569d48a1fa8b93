import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as m from '../../src/index.ts';
import { type Tensor, tensor, useEngine } from '../../src/index.ts';
import { testedSets } from './instruction-sets.ts';
import { addon } from './observed-calls.ts';

// float64 functions against values of mpmath with 60 digits: fixtures/float64_functions.py.

await useEngine('native');
const kernels = addon();
const chosen = kernels.instructionSet();

interface Values {
  readonly x: readonly number[];
  /** The nearest float64, and what that leaves of the value. */
  readonly y: readonly number[];
  readonly rest: readonly number[];
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/float64-functions.json', import.meta.url), 'utf8'),
) as { cases: Record<string, Values> };

/** The last place that a float64 has at y. */
function lastPlace(y: number): number {
  const exponent = Math.floor(Math.log2(Math.abs(y)));
  const power = 2 ** exponent;
  const exact = power > Math.abs(y) ? exponent - 1 : power * 2 <= Math.abs(y) ? exponent + 1 : exponent;
  return 2 ** Math.max(exact - 52, -1074);
}

/** Where the C library promises less than 2 units: cbrt of glibc. */
const most: Record<string, number> = { cbrt: 4 };

describe.each(testedSets(kernels))('float64 functions on %s', (set) => {
  beforeAll(() => void kernels.chooseInstructionSet(set));
  afterAll(() => void kernels.chooseInstructionSet(chosen));
  test.each(Object.entries(cases))('%s', (name, { x, y, rest }) => {
    const of = (m as unknown as Record<string, (x: Tensor) => Tensor>)[name] as (x: Tensor) => Tensor;
    const got = of(tensor(Float64Array.from(x), { dtype: 'float64' })).dataSync() as Float64Array;
    x.forEach((at, i) => {
      const exact = y[i] as number;
      const error =
        exact === 0
          ? Math.abs(got[i] as number)
          : Math.abs((got[i] as number) - exact - (rest[i] as number)) / lastPlace(exact);
      expect(error, `${name}(${at}) is ${got[i]}, ${error} units in the last place from ${exact}`).toBeLessThanOrEqual(
        most[name] ?? 2,
      );
    });
  });
});
