import { bindAll } from '../../src/bind.ts';
import { isFloating, isHalf, type TypedArray } from '../../src/dtype.ts';
import { withEngine } from '../../src/engine/current.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { scope } from '../../src/scope.ts';
import type { Tensor } from '../../src/tensor.ts';
import type { Drawn } from '../../src/testing/engine-suite/drawn.ts';
import { primitiveOf } from '../../src/testing/engine-suite/primitive-table.ts';
import { vjp } from '../../src/transforms/grad.ts';
import type { Case } from './case.ts';
import { largestOf, roundingsOf, wrongIn } from './compare.ts';
import { type Compute, conditionOf } from './condition.ts';
import type { Allowance } from './generator.ts';
import { place } from './place.ts';

/** What is wrong with an engine's results in a case; undefined where nothing is. */
export function wrongWith(engine: Engine, reference: Engine, one: Case, allowance: Allowance): string | undefined {
  const [actual, expected] = [outcome(engine, one, results), outcome(reference, one, results)];
  if (actual instanceof Error || expected instanceof Error) return wrongOutcome(actual, expected);
  const sizes = allowance.scale === 'sizes' ? (outcome(reference, sized(one), results) as Drawn[]) : undefined;
  for (const [i, wanted] of expected.entries()) {
    const scale = (sizes?.[i] as Drawn | undefined)?.data ?? largestOf([wanted, ...one.inputs]);
    const condition = (element: number) => conditionOf(reference, one, results, i, element);
    const wrong = wrongIn(actual[i] as Drawn, wanted, allowance, scale as ArrayLike<number>, condition);
    if (wrong !== undefined) return `output ${i}: ${wrong}`;
  }
  return one.cotangents === undefined ? undefined : wrongGradients(engine, reference, one);
}

/** Several steps in the dtype, each of which rounds: as many of its roundings, of the largest number there is. */
function wrongGradients(engine: Engine, reference: Engine, one: Case): string | undefined {
  const [actual, expected] = [outcome(engine, one, gradients), outcome(reference, one, gradients)];
  if (actual instanceof Error || expected instanceof Error) return wrongOutcome(actual, expected);
  for (const [i, wanted] of expected.entries()) {
    const steps = isHalf(wanted.dtype) ? 8 * roundingsOf(wanted.dtype) : 200;
    const scale = largestOf([wanted, ...one.inputs, ...(one.cotangents ?? [])]);
    const condition = (element: number) => conditionOf(reference, one, gradients, i, element);
    const wrong = wrongIn(actual[i] as Drawn, wanted, { relative: steps, absolute: steps }, scale, condition);
    if (wrong !== undefined) return `gradient ${i}: ${wrong}`;
  }
  return undefined;
}

/** Both may refuse a case, in the same way. */
function wrongOutcome(actual: unknown, expected: unknown): string | undefined {
  const told = (it: unknown) => (it instanceof Error ? `${it.name}: ${it.message}` : 'results');
  const same = actual instanceof Error && expected instanceof Error && actual.name === expected.name;
  if (same && actual.name === 'ArgumentError') return undefined;
  return `it gives ${told(actual)}, expected ${told(expected)}`;
}

function outcome(engine: Engine, one: Case, compute: Compute): readonly Drawn[] | Error {
  try {
    return withEngine(engine, () => {
      let drawn: readonly Drawn[] = [];
      scope(() => {
        const inputs = one.inputs.map((input) => place(engine, input, one.offset));
        const cotangents = (one.cotangents ?? []).map((cotangent) => place(engine, cotangent, 0));
        drawn = compute(one, inputs, cotangents).map((t) => ({
          shape: t.shape,
          dtype: t.dtype,
          data: t.dataSync() as TypedArray,
        }));
      });
      return drawn;
    });
  } catch (error) {
    return error as Error;
  }
}

const results: Compute = ({ primitive, params }, inputs) => bindAll(primitiveOf(primitive), inputs, params);

const gradients: Compute = ({ primitive: name, params }, inputs, cotangents) => {
  const primitive = primitiveOf(name);
  const moving = [...inputs.keys()].filter((i) => isFloating((inputs[i] as Tensor).dtype));
  const run = (...given: Tensor[]) => {
    const all = inputs.map((input, i) => given[moving.indexOf(i)] ?? input);
    const outputs = bindAll(primitive, all, params);
    return outputs.slice(0, cotangents.length);
  };
  const { pull, dispose } = vjp(run, ...moving.map((i) => inputs[i] as Tensor));
  const found = pull(...cotangents);
  dispose();
  return found;
};

/** The same of sizes: what sums add up, whatever the signs. */
function sized(one: Case): Case {
  const inputs = one.inputs.map((input) => {
    if (!isFloating(input.dtype)) return input;
    const data = (input.data as Float32Array).map((v) => (Number.isFinite(v) ? Math.abs(v) : 0));
    // Where halves are summed, it is in float32.
    return isHalf(input.dtype) ? { ...input, dtype: 'float32' as const, data } : { ...input, data };
  });
  return { ...one, inputs };
}
