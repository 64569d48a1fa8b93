import { readFileSync } from 'node:fs';
import {
  cos,
  type NestedInput,
  referenceEngine,
  setEngine,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
} from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Attention,
  type AttentionCallOptions,
  attention,
  type MultiHeadAttention,
  multiHeadAttention,
} from './index.ts';

interface Case {
  readonly inputs: readonly NestedInput[];
  readonly weights: readonly NestedInput[];
  readonly output: NestedInput;
  readonly scores: NestedInput;
  readonly weightGradients: readonly NestedInput[];
  readonly inputGradients: readonly NestedInput[];
}

const fixture = JSON.parse(readFileSync(new URL('../fixtures/attention.json', import.meta.url), 'utf8')) as {
  readonly versions: { readonly keras: string };
  readonly cases: Readonly<Record<string, Case>>;
};

beforeAll(() => setEngine(referenceEngine()));

const bool = (values: NestedInput) => tensor(values, { dtype: 'bool' });
const valueMask = () =>
  bool([
    [true, true, false, true],
    [true, false, false, true],
  ]);
const queryMask = () =>
  bool([
    [true, true, false],
    [true, true, true],
  ]);
const pair = [
  [true, false, true, true],
  [false, true, true, false],
  [true, true, true, true],
];

/** The layer of each case, and how it is applied. Inputs come in Keras's order: query, value, key. */
const layers: Record<
  string,
  readonly [make: () => Attention | MultiHeadAttention, options: () => AttentionCallOptions]
> = {
  dot: [() => attention({ useScale: true }), () => ({})],
  'dot with masks': [() => attention(), () => ({ mask: [queryMask(), valueMask()] })],
  causal: [() => attention(), () => ({ useCausalMask: true })],
  heads: [() => multiHeadAttention({ numHeads: 2, keyDim: 3, valueDim: 4 }), () => ({})],
  'heads with key': [
    () => multiHeadAttention({ numHeads: 2, keyDim: 3, outputShape: 7, useBias: false }),
    () => ({ attentionMask: bool([pair, pair]) }),
  ],
  'heads causal': [() => multiHeadAttention({ numHeads: 2, keyDim: 3 }), () => ({ useCausalMask: true })],
  'heads with masks': [
    () => multiHeadAttention({ numHeads: 3, keyDim: 2 }),
    () => ({ mask: [queryMask(), valueMask()] }),
  ],
  'heads over axes 2 and 3': [() => multiHeadAttention({ numHeads: 2, keyDim: 3, attentionAxes: [2, 3] }), () => ({})],
  'heads over axis 1': [() => multiHeadAttention({ numHeads: 2, keyDim: 3, attentionAxes: 1 }), () => ({})],
};

async function close(what: string, actual: Tensor, expected: NestedInput): Promise<void> {
  const wanted = tensor(expected);
  expect(actual.shape, what).toEqual(wanted.shape);
  const [a, b] = [await actual.data(), await wanted.data()];
  a.forEach((value, i) => {
    expect(Math.abs(Number(value) - Number(b[i])), `${what}, element ${i}: ${value}, not ${b[i]}`).toBeLessThanOrEqual(
      2e-6 + 1e-5 * Math.abs(Number(b[i])),
    );
  });
}

describe(`as Keras ${fixture.versions.keras}`, () => {
  test('every case of the fixture is tested', () => {
    expect(Object.keys(layers).sort()).toEqual(Object.keys(fixture.cases).sort());
  });

  test.each(Object.keys(layers))('%s: output, weights and gradients', async (name) => {
    const [make, options] = layers[name] as (typeof layers)[string];
    const wanted = fixture.cases[name] as Case;
    const layer = make();
    const inputs = wanted.inputs.map((values) => tensor(values));
    const call = (tensors: readonly Tensor[]) =>
      layer.apply(tensors.length === 1 ? (tensors[0] as Tensor) : tensors, {
        ...options(),
        returnAttentionScores: true,
      });
    call(inputs);
    layer.setWeights(wanted.weights as never);

    const [output, scores] = call(inputs);
    await close('output', output, wanted.output);
    await close('weights', scores, wanted.scores);

    const ramp = cos(tensor(Float32Array.from({ length: output.size }, (_, i) => i))).reshape(output.shape);
    const ofInputs = vjp((...tensors) => call(tensors)[0].mul(ramp).sum(), ...inputs).pull(1);
    for (const [i, gradient] of ofInputs.entries()) {
      await close(`gradient of input ${i}`, gradient, wanted.inputGradients[i] as NestedInput);
    }
    const variables = layer.trainableWeights.map(({ variable }) => variable);
    const { gradients } = valueAndGrad(() => call(inputs)[0].mul(ramp).sum(), { withRespectTo: variables })();
    expect(gradients.length).toBe(wanted.weightGradients.length);
    for (const [i, gradient] of gradients.entries()) {
      await close(`gradient of weight ${i}`, gradient, wanted.weightGradients[i] as NestedInput);
    }
  });
});
