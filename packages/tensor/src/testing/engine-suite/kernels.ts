import { bindAll } from '../../bind.ts';
import { allocateArray, bytesPerElement, type DType, isFloating, isHalf } from '../../dtype.ts';
import { withEngine } from '../../engine/current.ts';
import type { Engine } from '../../engine/engine.ts';
import { Storage } from '../../engine/storage.ts';
import { referenceEngine } from '../../engines/reference/engine.ts';
import type { Primitive } from '../../primitive.ts';
import type { PrimitiveSet } from '../../primitives.ts';
import { scope } from '../../scope.ts';
import { Tensor } from '../../tensor.ts';
import { type Tolerance, tensorDifference } from '../compare.ts';
import { usesOf } from './cases/index.ts';
import { type Drawn, drawFor, type Use, type Uses } from './drawn.ts';
import { halfDifference } from './half.ts';
import { primitiveOf } from './primitive-table.ts';
import type { TestApi } from './run.ts';

/** What other sequences of operations and other instruction sets may differ by. */
const tolerances: Partial<Record<DType, Tolerance>> = {
  float32: { rtol: 1e-5, atol: 2e-6 },
  float64: { rtol: 1e-10, atol: 1e-12 },
};

/** Every primitive, in every dtype that the engine holds, beside the reference engine. */
export function kernelTests(engine: Engine, { describe, test }: TestApi): void {
  const reference = referenceEngine();
  describe('kernels give what the reference engine gives', () => {
    for (const [name, uses] of Object.entries(usesOf) as [keyof PrimitiveSet, Uses<unknown>][]) {
      const held = uses.dtypes.filter((dtype) => engine.dtypes.has(dtype));
      for (const dtype of held) {
        test(`${name}, ${dtype}`, async () => {
          drawFor(`${name}, ${dtype}`);
          for (const use of uses.of(dtype)) await checkUse(engine, reference, primitiveOf(name), use, name, 0);
        });
      }
      if (engine.views && held.length > 0) {
        test(`${name} of views that begin inside of a storage`, async () => {
          drawFor(name);
          for (const use of uses.of(held[0]!)) await checkUse(engine, reference, primitiveOf(name), use, name, 3);
        });
      }
    }
  });
}

async function checkUse(
  engine: Engine,
  reference: Engine,
  primitive: Primitive<unknown>,
  use: Use,
  name: string,
  offset: number,
): Promise<void> {
  const outputDType = (use.params as { to?: DType }).to;
  if (outputDType !== undefined && !engine.dtypes.has(outputDType)) return; // casts to what it cannot hold
  const actual = run(engine, primitive, use, offset);
  const expected = run(reference, primitive, use, 0);
  for (const [i, wanted] of expected.entries()) {
    const wrong = await difference(name, actual[i]!, wanted, use);
    if (wrong !== undefined) {
      const inputs = use.inputs.map(({ data, shape }) => `[${shape}] ${data.slice(0, 12).join(' ')}`).join(' and ');
      throw new Error(
        `${name} ${use.title}: output ${i}: ${wrong}. Inputs: ${inputs}. Options: ${options(use.params)}`,
      );
    }
  }
  for (const tensor of [...actual, ...expected]) tensor.dispose();
}

function difference(name: string, actual: Tensor, wanted: Tensor, use: Use): Promise<string | undefined> {
  const { dtype } = wanted;
  if (use.rtol !== undefined || !isFloating(dtype)) return tensorDifference(actual, wanted, use);
  return isHalf(dtype)
    ? halfDifference(name, actual, wanted, dtype)
    : tensorDifference(actual, wanted, tolerances[dtype]);
}

function options(params: unknown): string {
  return JSON.stringify(params, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

function run(engine: Engine, primitive: Primitive<unknown>, use: Use, offset: number): readonly Tensor[] {
  return withEngine(engine, () =>
    scope(() =>
      bindAll(
        primitive,
        use.inputs.map((input) => place(engine, input, offset)),
        use.params,
      ),
    ),
  );
}

/** Puts elements on an engine, behind `offset` others that no kernel may look at. */
function place(engine: Engine, { data, dtype, shape }: Drawn, offset: number): Tensor {
  const padded = allocateArray(dtype, data.length + offset);
  padded.fill((dtype === 'int64' ? 1n : 1) as never);
  padded.set(data as never, offset);
  const bytes = padded.length * bytesPerElement(dtype);
  return Tensor.of(
    new Storage(engine, engine.upload(padded, dtype, offset === 0 ? shape : [padded.length]), bytes),
    shape,
    dtype,
    offset,
  );
}
