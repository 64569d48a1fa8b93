import { bindAll } from '../../src/bind.ts';
import { allocateArray, bytesPerElement, isFloating, isHalf, type TypedArray } from '../../src/dtype.ts';
import { withEngine } from '../../src/engine/current.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { Storage } from '../../src/engine/storage.ts';
import { scope } from '../../src/scope.ts';
import { Tensor } from '../../src/tensor.ts';
import type { Drawn } from '../../src/testing/engine-suite/drawn.ts';
import { primitiveOf } from '../../src/testing/engine-suite/primitive-table.ts';
import { vjp } from '../../src/transforms/grad.ts';
import type { Case } from './case.ts';
import { largestOf, roundingsOf, wrongIn } from './compare.ts';
import type { Allowance } from './generator.ts';

/** What is wrong with an engine's results in a case; undefined where nothing is. */
export function wrongWith(engine: Engine, reference: Engine, one: Case, allowance: Allowance): string | undefined {
  const [actual, expected] = [outcome(engine, one, results), outcome(reference, one, results)];
  if (actual instanceof Error || expected instanceof Error) return wrongOutcome(actual, expected);
  const sizes = allowance.scale === 'sizes' ? (outcome(reference, sized(one), results) as Drawn[]) : undefined;
  for (const [i, wanted] of expected.entries()) {
    const scale = (sizes?.[i] as Drawn | undefined)?.data ?? largestOf([wanted, ...one.inputs]);
    const wrong = wrongIn(actual[i] as Drawn, wanted, allowance, scale as ArrayLike<number>);
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
    const wrong = wrongIn(actual[i] as Drawn, wanted, { relative: steps, absolute: steps }, scale);
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

type Runner = (one: Case, inputs: readonly Tensor[]) => readonly Tensor[];

function outcome(engine: Engine, one: Case, run: Runner): readonly Drawn[] | Error {
  try {
    return withEngine(engine, () => {
      let drawn: readonly Drawn[] = [];
      scope(() => {
        const inputs = one.inputs.map((input) => place(engine, input, one.offset));
        drawn = run(one, inputs).map((t) => ({ shape: t.shape, dtype: t.dtype, data: t.dataSync() as TypedArray }));
      });
      return drawn;
    });
  } catch (error) {
    return error as Error;
  }
}

const results: Runner = ({ primitive, params }, inputs) => bindAll(primitiveOf(primitive), inputs, params);

const gradients: Runner = ({ primitive: name, params, cotangents = [] }, inputs) => {
  const primitive = primitiveOf(name);
  const moving = [...inputs.keys()].filter((i) => isFloating((inputs[i] as Tensor).dtype));
  const run = (...given: Tensor[]) => {
    const all = inputs.map((input, i) => given[moving.indexOf(i)] ?? input);
    const outputs = bindAll(primitive, all, params);
    return outputs.slice(0, cotangents.length);
  };
  const { value, pull, dispose } = vjp(run, ...moving.map((i) => inputs[i] as Tensor));
  const engine = (value[0] as Tensor).storage.engine;
  const found = pull(...cotangents.map((cotangent) => place(engine, cotangent, 0)));
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

/** Puts elements on an engine, behind `offset` others that no kernel may look at. */
function place(engine: Engine, { data, dtype, shape }: Drawn, offset: number): Tensor {
  const padded = allocateArray(dtype, data.length + offset);
  padded.fill((dtype === 'int64' ? 77n : 77) as never);
  padded.set(data as never, offset);
  const handle = engine.upload(padded, dtype, offset === 0 ? shape : [padded.length]);
  const storage = new Storage(engine, handle, padded.length * bytesPerElement(dtype));
  return Tensor.of(storage, shape, dtype, offset);
}
