import { type DType, isFloating } from '../../dtype.ts';
import { withEngine } from '../../engine/current.ts';
import type { Engine } from '../../engine/engine.ts';
import { formatShape, sameShape } from '../../shape.ts';
import type { Tensor } from '../../tensor.ts';
import { differenceOf } from '../compare.ts';
import { type Fixture, type FixtureCase, numbersOf, type Operations, runCase, runDType } from '../fixture.ts';
import type { TestApi } from './run.ts';

/** How far results may lie from PyTorch's, relative and absolute. */
const tolerances = { float32: 2e-5, float64: 1e-10 } as const;

/** Values, gradients and gradients of gradients beside PyTorch's. */
export function fixtureTests(
  engine: Engine,
  fixtures: readonly Fixture[],
  operations: Operations,
  { describe, test }: TestApi,
): void {
  describe('what PyTorch gives', () => {
    for (const { script, cases } of fixtures) {
      const names = [...new Set(cases.map(({ name }) => name))];
      for (const name of names) {
        test(`${name} (${script})`, async () => {
          for (const one of cases) if (one.name === name) await checkCase(engine, operations, one);
        });
      }
    }
  });
}

async function checkCase(engine: Engine, operations: Operations, one: FixtureCase): Promise<void> {
  for (const float of (one.dtypes ?? ['float32', 'float64']) as readonly ('float32' | 'float64')[]) {
    const used = [...one.inputs, ...one.outputs].map(({ dtype }) => runDType(dtype, float));
    if (used.every((dtype) => engine.dtypes.has(dtype))) await checkIn(engine, operations, one, float);
    if (!used.includes(float)) return; // nothing about it is floating: once is enough
  }
}

async function checkIn(
  engine: Engine,
  operations: Operations,
  one: FixtureCase,
  float: 'float32' | 'float64',
): Promise<void> {
  const result = withEngine(engine, () => runCase(operations, one, float));
  const allowed = float === 'float32' ? (one.tolerance ?? tolerances.float32) : tolerances.float64;
  const shapes = one.inputs.filter(({ dtype }) => dtype === 'float').map(({ shape }) => shape);
  const wanted = (lists: FixtureCase['gradients']) =>
    (lists ?? []).map((data, k) => ({ data, shape: shapes[k]!, dtype: 'float' }));
  const check = async (what: string, actual: readonly Tensor[], expected: FixtureCase['outputs']) => {
    if (actual.length !== expected.length) throw new Error(`${what}: ${actual.length} instead of ${expected.length}`);
    for (const [k, { shape, dtype, data }] of expected.entries()) {
      const wrong = await difference(actual[k]!, shape, runDType(dtype, float), numbersOf(data), allowed);
      if (wrong !== undefined) throw new Error(`${one.op}: ${what} ${k} in ${float}: ${wrong}`);
    }
  };
  await check('output', result.outputs, one.outputs);
  await check('gradient', result.gradients, wanted(one.gradients));
  await check('second gradient', result.secondGradients, wanted(one.secondGradients));
}

async function difference(
  actual: Tensor,
  shape: readonly number[],
  dtype: DType,
  numbers: readonly number[],
  allowed: number,
): Promise<string | undefined> {
  if (actual.dtype !== dtype) return `dtype ${actual.dtype} instead of ${dtype}`;
  if (!sameShape(actual.shape, shape)) return `shape ${formatShape(actual.shape)} instead of ${formatShape(shape)}`;
  const elements = Array.from<number | bigint, number>(await actual.data(), Number);
  // Fractions of whole numbers are float32 even where floats are run in float64.
  const bound = dtype === 'float32' ? Math.max(allowed, tolerances.float32) : allowed;
  const tolerance = isFloating(dtype) ? { rtol: bound, atol: bound } : { rtol: 0, atol: 0 };
  return differenceOf(elements, numbers, shape, tolerance);
}
