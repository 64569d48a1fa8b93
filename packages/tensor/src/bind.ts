import type { CustomRule } from './custom-rule.ts';
import { bytesPerElement, isHalf } from './dtype.ts';
import { currentEngine } from './engine/current.ts';
import type { Kernel } from './engine/engine.ts';
import { Storage } from './engine/storage.ts';
import { DTypeError, EngineError } from './errors.ts';
import { innermostLevel, type Level, withLevel } from './level.ts';
import { cast } from './ops/cast.ts';
import { widened } from './ops/half-steps.ts';
import type { Abstract, Primitive, Several } from './primitive.ts';
import { scope } from './scope.ts';
import { sizeOf } from './shape.ts';
import { Tensor } from './tensor.ts';
import { notEnoughMemory } from './tensor-errors.ts';

/**
 * The only door to engines and transforms: hands a primitive to the innermost level among its inputs, or, where there
 * is none, straight to the engine's kernel.
 *
 * @returns the outputs, of which there may be several
 */
export function bindAll<Params>(
  primitive: Primitive<Params>,
  inputs: readonly Tensor[],
  params: Params,
): readonly Tensor[] {
  const level = levelOf(inputs);
  return level === undefined ? runEager(primitive, inputs, params) : level.bind(primitive, inputs, params);
}

/** {@link bindAll} for primitives with one output. */
export function bind<Params>(primitive: Primitive<Params>, inputs: readonly Tensor[], params: Params): Tensor {
  return bindAll(primitive, inputs, params)[0] as Tensor;
}

/** Runs a function that brings its own gradient, at the innermost level among its inputs. */
export function bindCustom(rule: CustomRule, inputs: readonly Tensor[]): readonly Tensor[] {
  const level = levelOf(inputs);
  return level === undefined ? withLevel(undefined, () => rule.run(inputs).outputs) : level.bindCustom(rule, inputs);
}

/** The deepest level among the inputs, or the nearest one that takes everything. */
export function levelOf(inputs: readonly Tensor[]): Level | undefined {
  let level = innermostLevel()?.floor;
  for (let i = 0; i < inputs.length; i++) {
    const candidate = (inputs[i] as Tensor).level;
    if (candidate !== undefined && (level === undefined || candidate.depth > level.depth)) level = candidate;
  }
  return level;
}

/** The outputs' shapes and dtypes, as a list. */
export function abstractOutputs<Params>(
  primitive: Primitive<Params>,
  inputs: readonly Abstract[],
  params: Params,
): Several<Abstract> {
  const output = primitive.output(inputs as unknown as Several<Abstract>, params);
  return (Array.isArray(output) ? output : [output]) as unknown as Several<Abstract>;
}

function runEager<Params>(primitive: Primitive<Params>, given: readonly Tensor[], params: Params): readonly Tensor[] {
  const inputs = given as unknown as Several<Tensor>;
  const engine = inputs.length === 0 ? currentEngine() : inputs[0].storage.engine;
  for (let i = 1; i < inputs.length; i++) {
    const other = (inputs[i] as Tensor).storage.engine;
    if (other !== engine) {
      throw new EngineError(primitive.name, 'the inputs belong to different engines', {
        got: `${engine.name} and ${other.name}`,
        expected: 'tensors of one engine',
        fix: 'Move one with await x.to(engine)',
      });
    }
  }
  const view = primitive.view === undefined ? undefined : shareStorage(primitive, inputs[0], params);
  if (view !== undefined) return [view];
  const kernel = (engine.kernels as Record<string, Kernel<Params, unknown> | undefined>)[primitive.name];
  if (kernel === undefined) {
    if (primitive.decompose !== undefined) return runDecomposed(primitive, inputs, params);
    throw new EngineError(primitive.name, `the engine ${engine.name} has no such kernel`);
  }
  const outputs = abstractOutputs(primitive, inputs, params);
  for (let i = 0; i < outputs.length; i++) {
    const { dtype } = outputs[i] as Abstract;
    if (!engine.dtypes.has(dtype)) throw unheldDType(primitive.name, engine, dtype);
  }
  const places = primitive.donates?.(params, inputs.length);
  let handles: readonly unknown[];
  try {
    handles = kernel(inputs, params, outputs, places);
  } catch (error) {
    throw error instanceof RangeError ? notEnoughMemory(primitive.name, outputs, error) : error;
  }
  const tensors: Tensor[] = [];
  for (let i = 0; i < outputs.length; i++) {
    const { shape, dtype } = outputs[i] as Abstract;
    const place = places === undefined ? undefined : (inputs[places[i] as number] as Tensor).storage;
    const storage =
      place !== undefined && place.handle === handles[i]
        ? place.retain()
        : new Storage(engine, handles[i], sizeOf(shape) * bytesPerElement(dtype));
    tensors.push(Tensor.of(storage, shape, dtype));
  }
  return tensors;
}

/** A fused primitive by others. What it gives of half types is rounded once, as by a kernel. */
function runDecomposed<Params>(
  primitive: Primitive<Params>,
  inputs: Several<Tensor>,
  params: Params,
): readonly Tensor[] {
  const decompose = primitive.decompose as NonNullable<Primitive<Params>['decompose']>;
  if (!inputs.some(({ dtype }) => isHalf(dtype))) return scope(() => decompose(params, inputs));
  const outputs = abstractOutputs(primitive, inputs, params);
  return scope(() => {
    const results = decompose(params, inputs.map(widened) as unknown as Several<Tensor>);
    return results.map((result, i) => cast(result, (outputs[i] as Abstract).dtype));
  });
}

/** The output as a view of the input's storage, where primitive and engine allow it. */
function shareStorage<Params>(primitive: Primitive<Params>, input: Tensor, params: Params): Tensor | undefined {
  const start = primitive.view?.(params, input);
  if (start === undefined || (start !== 0 && !input.storage.engine.views)) return undefined;
  const [output] = abstractOutputs(primitive, [input], params);
  // A shorter array over a shared storage is one that engines without views cannot see.
  if (!input.storage.engine.views && sizeOf(output.shape) !== input.size) return undefined;
  return Tensor.of(input.storage.retain(), output.shape, output.dtype, input.offset + start);
}

/** The error of an engine that cannot hold a dtype. */
export function unheldDType(
  op: string,
  engine: { readonly description: string; readonly dtypes: ReadonlySet<string> },
  dtype: string,
): DTypeError {
  return new DTypeError(op, `the engine ${engine.description} cannot hold ${dtype}`, {
    expected: `one of ${[...engine.dtypes].join(', ')}`,
    fix: "Cast to one of those, or use another engine, such as await useEngine('reference')",
  });
}
