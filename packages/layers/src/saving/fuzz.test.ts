import { FormatError, referenceEngine, setEngine } from '@mariana/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { conv2d } from '../convolution/conv2d.ts';
import { dense } from '../core/dense.ts';
import { dropout } from '../core/dropout.ts';
import { embedding } from '../core/embedding.ts';
import { flatten } from '../core/flatten.ts';
import { input } from '../core/input.ts';
import { reshape } from '../core/reshape.ts';
import { orthogonal } from '../initializers/orthogonal.ts';
import { Model } from '../model/model.ts';
import { sequential } from '../model/sequential.ts';
import { isJsonObject, type Json } from '../options/json.ts';
import { averagePooling2d } from '../pooling/average-pooling.ts';
import { globalMaxPooling2d } from '../pooling/global-max-pooling.ts';
import { gru } from '../recurrent/gru.ts';
import { lstm } from '../recurrent/lstm.ts';
import { loadModel } from './load-model.ts';
import { readSafetensors, type SafetensorsFile, writeSafetensors } from './safetensors.ts';

beforeAll(() => setEngine(referenceEngine()));

/** Inputs and outputs by name and as lists, an inner model, a shared layer, one that is applied twice. */
function graph(): Model {
  const [a, b] = [input({ shape: [2], name: 'a' }), input({ shape: [2], name: 'b', dtype: 'float64' })];
  const shared = dense({ units: 2, name: 'shared', kernelRegularizer: 'l2', activation: 'relu' });
  const x = input({ shape: [2], name: 'x' });
  const inner = new Model({ inputs: x, outputs: [shared.apply(x)], name: 'inner' });
  const [y] = inner.apply(shared.apply(shared.apply(a)));
  return new Model({ inputs: { a, b }, outputs: { y: y!, b: flatten().apply(b) }, name: 'outer' }) as unknown as Model;
}

function images(): Model {
  return sequential([
    input({ shape: [4, 4, 1] }),
    conv2d({ filters: 2, kernelSize: 2, padding: 'same' }),
    averagePooling2d({ poolSize: 2 }),
    globalMaxPooling2d(),
    sequential([dense({ units: 2, kernelInitializer: orthogonal({ seed: 1 }) }), dropout({ rate: 0.5 })]),
    reshape({ targetShape: [2, 1] }),
  ]);
}

function sequences(): Model {
  return sequential([
    input({ shape: [3], dtype: 'int32' }),
    embedding({ inputDim: 4, outputDim: 2, maskZero: true }),
    gru({ units: 2, returnSequences: true }),
    lstm({ units: 1 }),
  ]);
}

type Replacement = (old: Json) => Json | undefined;

/** What takes the place of each value in turn; undefined removes it. */
const replacements: readonly Replacement[] = [
  () => undefined,
  ...[null, -1, 4e9, 'x', [], {}].map((value: Json) => () => value),
  (old) => [old],
  (old) => ({ shape: old, dtype: old }),
  (old) => withName(old, 'mask'),
];

/** What takes the place of some values besides. */
const rareReplacements: readonly Replacement[] = [
  ...[0.5, 1e300, 2 ** 53, '', 'a/b', true, [[]], [null], { x: [1] }].map((value: Json) => () => value),
  (old) => [old, old],
  (old) => ({ x: old }),
  ...['training', 'shared_object_id', '__proto__', 'constructor', 'name'].map(
    (name) => (old: Json) => withName(old, name),
  ),
];

/** An object with one more name, also such a one that reaches a prototype when it is assigned. */
function withName(json: Json, name: string): Json {
  return isJsonObject(json) ? Object.fromEntries([...Object.entries(json), [name, 1]]) : 1;
}

/** Every place in JSON, as the names and indices that lead to it. */
function placesIn(json: Json, place: readonly string[] = []): (readonly string[])[] {
  if (typeof json !== 'object' || json === null) return [place];
  return [place, ...Object.entries(json).flatMap(([key, item]) => placesIn(item as Json, [...place, key]))];
}

function valueAt(json: Json, place: readonly string[]): Json {
  return place.reduce((value, key) => (value as { [key: string]: Json })[key] as Json, json);
}

/** JSON with another value at a place; undefined removes it. */
function replaced(json: Json, [key, ...rest]: readonly string[], value: Json | undefined): Json | undefined {
  if (key === undefined) return value;
  const copy = Array.isArray(json) ? [...json] : { ...(json as { [key: string]: Json }) };
  const inner = replaced((json as { [key: string]: Json })[key] as Json, rest, value);
  if (inner !== undefined) (copy as { [key: string]: Json })[key] = inner;
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else delete (copy as { [key: string]: Json })[key];
  return copy as Json;
}

/** Whatever stands in a file, it is loaded, or refused with a FormatError. */
async function attempt(file: SafetensorsFile, json: Json | undefined, what: string): Promise<void> {
  const metadata = new Map([...file.metadata, ['mariana.model', JSON.stringify(json) ?? '']]);
  const start = performance.now();
  try {
    await loadModel(writeSafetensors({ tensors: file.tensors, metadata }));
  } catch (error) {
    if (!FormatError.isInstance(error)) throw new Error(`${what}: ${String(error)}`, { cause: error });
  }
  if (performance.now() - start > 5000) throw new Error(`${what}: it takes too long`);
}

describe.each([
  ['a graph', graph],
  ['images', images],
  ['sequences', sequences],
] as const)('the configuration of a model: %s', (_name, make) => {
  test('with any one value replaced or removed', async () => {
    const file = readSafetensors(await make().toBytes());
    const json = JSON.parse(file.metadata.get('mariana.model') as string) as Json;
    await attempt(file, json, 'unchanged');
    for (const place of placesIn(json)) {
      for (const replace of replacements) {
        const value = replace(valueAt(json, place));
        await attempt(file, replaced(json, place, value), `${place.join('.')} = ${JSON.stringify(value)}`);
      }
    }
  }, 120_000);

  test('with other values, and with one part put in the place of another', async () => {
    const file = readSafetensors(await make().toBytes());
    const json = JSON.parse(file.metadata.get('mariana.model') as string) as Json;
    const places = placesIn(json);
    const place = fc.nat(places.length - 1).map((i) => places[i] as readonly string[]);
    const replacement = fc.oneof(
      fc.constantFrom(...rareReplacements),
      place.map(
        (from): Replacement =>
          () =>
            valueAt(json, from),
      ),
    );
    await fc.assert(
      fc.asyncProperty(place, replacement, async (to, replace) => {
        const value = replace(valueAt(json, to));
        await attempt(file, replaced(json, to, value), `${to.join('.')} = ${JSON.stringify(value)}`);
      }),
      { numRuns: 400 },
    );
  }, 120_000);
});

test('a file with any one byte changed', async () => {
  const bytes = await graph().toBytes();
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), async (position, byte) => {
      const changed = bytes.map((old, i) => (i === position ? byte : old));
      const outcome = await loadModel(changed).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(outcome === undefined || FormatError.isInstance(outcome)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
