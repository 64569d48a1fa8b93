import { describe, expect, test } from 'vitest';
import type { DType } from '../dtype.ts';
import { currentEngine } from '../engine/current.ts';
import type { Tensor } from '../tensor.ts';
import {
  type Fixture,
  type FixtureCase,
  type FixtureNumber,
  numbersOf,
  type Operations,
  runCase,
  runDType,
} from './fixture.ts';

/** How far a result may lie from PyTorch's in float64: relative to the number, and absolute. */
const tolerances: Readonly<Record<string, number>> = { float32: 2e-5, float64: 1e-10 };

/**
 * Tests the current engine against a fixture that PyTorch wrote: values, gradients and gradients of gradients, in each
 * float dtype that the engine holds. Where it holds none of a case's dtypes, the test is that it says so.
 *
 * @param name - what the tests are grouped under
 * @param fixture - the content of the JSON file
 * @param operations - the operations by name: `import * as operations from '@mariana/tensor'`
 */
export function againstTorch(name: string, fixture: Fixture, operations: Operations): void {
  describe(`${name} as in PyTorch ${fixture.versions.torch ?? ''}`, () => {
    for (const [title, cases] of grouped(fixture.cases)) {
      test(title, async () => {
        for (const fixtureCase of cases) await checkCase(operations, fixtureCase);
      });
    }
  });
}

/** Cases of one name, which one test runs. */
function grouped(cases: readonly FixtureCase[]): Map<string, FixtureCase[]> {
  const groups = new Map<string, FixtureCase[]>();
  for (const fixtureCase of cases) {
    const group = groups.get(fixtureCase.name);
    if (group === undefined) groups.set(fixtureCase.name, [fixtureCase]);
    else group.push(fixtureCase);
  }
  return groups;
}

async function checkCase(operations: Operations, fixtureCase: FixtureCase): Promise<void> {
  const held = currentEngine().dtypes;
  const floats = (fixtureCase.dtypes ?? ['float32', 'float64']) as readonly DType[];
  for (const float of floats) {
    const used = [...fixtureCase.inputs, ...fixtureCase.outputs].map(({ dtype }) => runDType(dtype, float));
    const unheld = used.find((dtype) => !held.has(dtype));
    if (unheld === undefined) await checkIn(operations, fixtureCase, float);
    else expect(() => runCase(operations, fixtureCase, float)).toThrow(`cannot hold ${unheld}`);
    if (!fixtureCase.inputs.some(({ dtype }) => dtype === 'float')) return; // once is enough
  }
}

async function checkIn(operations: Operations, fixtureCase: FixtureCase, float: DType): Promise<void> {
  const { outputs, gradients = [], secondGradients = [], tolerance, inputs } = fixtureCase;
  const result = runCase(operations, fixtureCase, float);
  const allowed = float === 'float32' ? (tolerance ?? tolerances[float]!) : tolerances[float]!;
  expect(result.outputs.length, 'number of outputs').toBe(outputs.length);
  for (const [i, expected] of outputs.entries()) {
    const actual = result.outputs[i] as Tensor;
    expect(actual.dtype, `dtype of output ${i}`).toBe(runDType(expected.dtype, float));
    expect(actual.shape, `shape of output ${i}`).toEqual(expected.shape);
    // A float32 result of whole numbers is no more exact in a run for float64.
    const own = actual.dtype === float ? allowed : (tolerances[actual.dtype] ?? 0);
    await expectClose(`output ${i} in ${float}`, actual, expected.data, own);
  }
  const shapes = inputs.filter(({ dtype }) => dtype === 'float').map(({ shape }) => shape);
  for (const [kind, expected, actual] of [
    ['gradient', gradients, result.gradients],
    ['second gradient', secondGradients, result.secondGradients],
  ] as const) {
    expect(actual.length, `number of ${kind}s`).toBe(expected.length);
    for (const [i, numbers] of expected.entries()) {
      expect(actual[i]!.shape, `shape of ${kind} ${i}`).toEqual(shapes[i]);
      await expectClose(`${kind} ${i} in ${float}`, actual[i]!, numbers, allowed);
    }
  }
}

/** |a − b| ≤ tolerance · (1 + |b|), equal infinities, NaN where NaN is expected. */
async function expectClose(
  what: string,
  actual: Tensor,
  expected: readonly FixtureNumber[],
  allowed: number,
): Promise<void> {
  const numbers = Array.from<number | bigint, number>(await actual.data(), Number);
  const wrong = numbersOf(expected).flatMap((b, i) => {
    const a = numbers[i] as number;
    const close = Number.isFinite(b) ? Math.abs(a - b) <= allowed * (1 + Math.abs(b)) : Object.is(a, b);
    return close ? [] : [`[${i}] is ${a}, expected ${b}`];
  });
  expect(wrong, what).toEqual([]);
}
