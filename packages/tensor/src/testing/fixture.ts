import { type DType, isFloating, type TypedArray } from '../dtype.ts';
import type { NestedInput } from '../nested.ts';
import { makeTensor } from '../ops/arguments.ts';
import type { Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { type Pullback, vjp } from '../transforms/grad.ts';
import { leavesOf } from '../tree.ts';

/** A number as JSON holds it. */
export type FixtureNumber = number | boolean | 'NaN' | 'Infinity' | '-Infinity' | '-0';

/** An array in a fixture. */
export interface FixtureTensor {
  /** `float` is run in each float dtype that the engine holds. */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly FixtureNumber[];
}

/** One call of an operation, `op(...before, ...inputs, ...after)`, and what must come of it. */
export interface FixtureCase {
  /** The operation's public name. */
  readonly op: string;
  readonly name: string;
  readonly before?: readonly unknown[];
  readonly inputs: readonly FixtureTensor[];
  readonly after?: readonly unknown[];
  /** Whether the inputs are given as one array of tensors. */
  readonly list?: boolean;
  /** The dtypes in which `float` is run; float32 and float64 unless given. */
  readonly dtypes?: readonly string[];
  /** Allowed relative and absolute distance in float32, where the usual one is too strict. */
  readonly tolerance?: number;
  readonly outputs: readonly FixtureTensor[];
  /** What the float outputs are multiplied by before they are summed and differentiated. */
  readonly weights?: readonly (readonly FixtureNumber[])[];
  /** The gradients of the float inputs. */
  readonly gradients?: readonly (readonly FixtureNumber[])[];
  /** What the gradients are multiplied by before they are summed and differentiated again. */
  readonly secondWeights?: readonly (readonly FixtureNumber[])[];
  readonly secondGradients?: readonly (readonly FixtureNumber[])[];
}

/** A file of cases that a Python script wrote. */
export interface Fixture {
  /** The script that wrote it. */
  readonly script: string;
  /** What it ran on. */
  readonly versions: Readonly<Record<string, string>>;
  readonly cases: readonly FixtureCase[];
}

/** The operations by name. */
export type Operations = Readonly<Record<string, unknown>>;

type Operation = (...given: unknown[]) => Tensor | readonly Tensor[];

/** What a case gives on an engine: everything that the fixture holds an expectation of. */
export interface CaseResult {
  readonly outputs: readonly Tensor[];
  readonly gradients: readonly Tensor[];
  readonly secondGradients: readonly Tensor[];
}

/** The dtype in which a fixture's array is run. */
export function runDType(dtype: string, float: DType): DType {
  return dtype === 'float' ? float : (dtype as DType);
}

/** The numbers of a fixture. */
export function numbersOf(data: readonly FixtureNumber[]): number[] {
  return data.map(Number);
}

/** A fixture's array as a tensor on the current engine. */
export function fixtureTensor({ dtype, shape, data }: FixtureTensor, float: DType): Tensor {
  return make(data, shape, runDType(dtype, float));
}

function make(data: readonly FixtureNumber[], shape: Shape, dtype: DType): Tensor {
  return makeTensor('fixture', numbersOf(data) as NestedInput | TypedArray, shape, dtype);
}

/**
 * Runs a case on the current engine: values, gradients and gradients of gradients.
 *
 * @param operations - the operations by name, as the package exports them
 * @param fixtureCase - the case
 * @param float - the dtype for its floats
 */
export function runCase(operations: Operations, fixtureCase: FixtureCase, float: DType): CaseResult {
  const inputs = fixtureCase.inputs.map((input) => fixtureTensor(input, float));
  const places = inputs.flatMap((input, i) => (isFloating(input.dtype) ? [i] : []));
  const floats = places.map((i) => inputs[i] as Tensor);
  const evaluate = (...given: Tensor[]) => {
    const all = [...inputs];
    given.forEach((tensor, i) => {
      all[places[i] as number] = tensor;
    });
    return call(operations, fixtureCase, all);
  };
  const { weights, secondWeights } = fixtureCase;
  if (weights === undefined) return { outputs: evaluate(...floats), gradients: [], secondGradients: [] };

  const differentiate = (...given: Tensor[]) => {
    const pullback = vjp((...x: Tensor[]) => evaluate(...x).filter((y) => isFloating(y.dtype)), ...given);
    return pull(pullback, weights);
  };
  const outputs = evaluate(...floats);
  const gradients = differentiate(...floats);
  if (secondWeights === undefined) return { outputs, gradients, secondGradients: [] };
  return { outputs, gradients, secondGradients: pull(vjp(differentiate, ...floats), secondWeights) };
}

function pull(pullback: Pullback<readonly Tensor[]>, weights: readonly (readonly FixtureNumber[])[]): Tensor[] {
  const cotangents = pullback.value.map(({ shape, dtype }, i) => make(weights[i] as readonly number[], shape, dtype));
  return [...pullback.pull(...cotangents)];
}

function call(operations: Operations, { op, before = [], after = [], list = false }: FixtureCase, inputs: Tensor[]) {
  const operation = operations[op] as Operation | undefined;
  if (operation === undefined) throw new Error(`The fixture calls ${op}, which the package does not export`);
  const result = operation(...before, ...(list ? [inputs] : inputs), ...after);
  return leavesOf(result); // also of { values, indices }
}
