import { loadNative } from '../../packages/kernels/src/index.ts';
import { bindAll } from '../../packages/tensor/src/bind.ts';
import { withEngine } from '../../packages/tensor/src/engine/current.ts';
import { type DType, type Engine, referenceEngine, scope, tensor, useEngine } from '../../packages/tensor/src/index.ts';
import type { Primitive } from '../../packages/tensor/src/primitive.ts';
import type { PrimitiveSet } from '../../packages/tensor/src/primitives.ts';
import { usesOf } from '../../packages/tensor/src/testing/engine-suite/cases/index.ts';
import type { Use, Uses } from '../../packages/tensor/src/testing/engine-suite/drawn.ts';
import { primitiveOf } from '../../packages/tensor/src/testing/engine-suite/primitive-table.ts';
import { tfjs } from '../../packages/tfjs/src/index.ts';

/** Where an engine computes a primitive. */
type Place = 'kernel' | 'some on the host' | 'host' | 'composed';

const short: Readonly<Record<DType, string>> = {
  float32: 'f32',
  float64: 'f64',
  float16: 'f16',
  bfloat16: 'bf16',
  int32: 'i32',
  int64: 'i64',
  uint8: 'u8',
  int8: 'i8',
  bool: 'bool',
};

const groups: readonly (readonly [name: string, dtypes: readonly DType[]])[] = [
  ['all', Object.keys(short) as DType[]],
  ['numbers', ['float32', 'float64', 'float16', 'bfloat16', 'int32', 'int64', 'uint8', 'int8']],
  ['floats', ['float32', 'float64', 'float16', 'bfloat16']],
  ['integers', ['int32', 'int64', 'uint8', 'int8']],
];

/** The dtypes of a cell: a group's name where they are just these. */
function named(dtypes: readonly DType[]): string {
  const group = groups.find(
    ([, members]) => members.length === dtypes.length && members.every((m) => dtypes.includes(m)),
  );
  return (
    group?.[0] ??
    (Object.keys(short) as DType[])
      .filter((d) => dtypes.includes(d))
      .map((d) => short[d])
      .join(' ')
  );
}

/** Counts what the reference engine's kernels are called for while an engine borrows them. */
async function lending(start: () => Promise<Engine>): Promise<Watched> {
  let calls = 0;
  const table = referenceEngine().kernels as unknown as Record<string, (...given: unknown[]) => unknown>;
  const own = { ...table };
  for (const [name, kernel] of Object.entries(own)) {
    table[name] = (...given) => {
      calls++;
      return kernel(...given);
    };
  }
  const engine = await start();
  Object.assign(table, own);
  return { engine, lent: () => calls };
}

/** An engine, and how often it has called the reference engine's kernels. */
interface Watched {
  readonly engine: Engine;
  readonly lent: () => number;
}

function runOn(engine: Engine, name: keyof PrimitiveSet, { inputs, params }: Use): void {
  withEngine(engine, () =>
    scope(() => {
      const placed = inputs.map(({ data, dtype, shape }) => tensor(data, { dtype, shape: [...shape] }));
      for (const output of bindAll(primitiveOf(name), placed, params)) output.dispose();
    }),
  );
}

const hasElements = ({ inputs }: Use) => inputs.every(({ shape }) => shape.every((size) => size > 0));

/** Where an engine computes a primitive in a dtype, seen by trying the suite's uses of it. */
function tried({ engine, lent }: Watched, name: keyof PrimitiveSet, uses: readonly Use[]): Place {
  let host = 0;
  const fitting = uses.filter(hasElements).filter(({ params }) => {
    const { to } = params as { to?: DType };
    return to === undefined || engine.dtypes.has(to);
  });
  for (const use of fitting) {
    const before = lent();
    runOn(engine, name, use);
    if (lent() > before) host++;
  }
  if (host === 0) return 'kernel';
  return host === fitting.length ? 'host' : 'some on the host';
}

function cell(watched: Watched, name: keyof PrimitiveSet, uses: Uses<unknown>): string {
  const { engine } = watched;
  if (primitiveOf(name).kind === 'view') return 'view';
  const held = uses.dtypes.filter((dtype) => engine.dtypes.has(dtype));
  if (held.length === 0) return '–';
  if ((engine.kernels as Record<string, unknown>)[name] === undefined) return 'composed';
  const places = new Map<Place, DType[]>();
  for (const dtype of held) {
    const place = tried(watched, name, uses.of(dtype));
    places.set(place, [...(places.get(place) ?? []), dtype]);
  }
  if (places.size === 1) return [...places.keys()][0] as string;
  return [...places].map(([place, dtypes]) => `${place}: ${named(dtypes)}`).join('; ');
}

/** By a rule, or through its parts. */
function hasGradient({ vjp, decompose }: Primitive<unknown>): boolean {
  return vjp !== undefined || decompose !== undefined;
}

/**
 * Every primitive, its dtypes, whether gradients flow through it, and where each engine computes it, as Markdown.
 *
 * @returns the text, or the reason why the native engine's kernels are not known
 */
export async function operationsTable(): Promise<{ readonly text: string } | { readonly reason: string }> {
  const loaded = loadNative();
  if ('reason' in loaded) return loaded;
  const native = await lending(() => useEngine('native'));
  const reference = { engine: referenceEngine(), lent: () => 0 };
  const wasm = await lending(() => tfjs({ backend: 'wasm' }));
  const names = (Object.keys(usesOf) as (keyof PrimitiveSet)[]).sort();
  const rows = names.map((name) => {
    const uses = usesOf[name] as Uses<unknown>;
    const gradient = hasGradient(primitiveOf(name)) ? 'yes' : '–';
    const cells = [native, reference, wasm].map((engine) => cell(engine, name, uses));
    return `| ${name} | ${named(uses.dtypes)} | ${gradient} | ${cells.join(' | ')} |`;
  });
  return { text: `${head}${rows.join('\n')}\n` };
}

const head = `# Operations, engines, dtypes, gradients

Generated from the code by \`pnpm operations\`; \`pnpm check operations\` fails when it is out of date.

An engine implements these primitives; everything else in the packages is composed of them, and so has their engines,
dtypes and gradients. **Dtypes** are those of the inputs that matter (of lists of indices: int32 alone); *floats* are f32 f64
f16 bf16, *integers* i32 i64 u8 i8, *numbers* both, *all* these and bool. Halves (f16, bf16) are computed in f32 or
wider and rounded once. **Gradient** says whether gradients flow through it; a rule is written with other operations, so that
gradients of gradients need no more. *kernel*: the engine's own code. *composed*: the engine runs the primitive's
decomposition. *view*: no work at all, the memory is shared. *host*: the reference engine's loop, elements copied there
and back. The engine on TensorFlow.js holds f32, i32, u8, i8 and bool; – where a primitive has none of these.

| operation | dtypes | gradient | native | reference | tfjs (wasm) |
| --- | --- | --- | --- | --- | --- |
`;
