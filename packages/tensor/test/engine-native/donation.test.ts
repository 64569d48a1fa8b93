import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AdamState,
  adamStep,
  memory,
  scope,
  setSeed,
  sgdStep,
  type Tensor,
  uniform,
  useEngine,
} from '../../src/index.ts';
import { addon } from './observed-calls.ts';

const kernels = addon();
const threads = kernels.threads();
beforeAll(() => useEngine('native'));
afterAll(() => kernels.setThreads(threads));

const shapes = [[70, 300], [300], [], [5, 7]];
const dtypes = ['float32', 'float64', 'float16', 'bfloat16'] as const;
type Lists = Record<'weights' | 'g' | 'm' | 'v' | 'vMax', Tensor[]>;

/** Weights, gradients and slots, the same at every call. */
function listsOf(dtype: (typeof dtypes)[number]): Lists {
  setSeed(3);
  const list = () => shapes.map((shape) => uniform(shape).cast(dtype));
  return { weights: list(), g: list(), m: list(), v: list(), vMax: list() };
}
const options = { learningRate: 0.1, step: 3, weightDecay: 0.01 };
const arrays = (lists: readonly (readonly Tensor[] | undefined)[]) =>
  lists.map((list) => list?.map((tensor) => [...tensor.dataSync()].map(Number)));
const valuesOf = ({ weights, m, v, vMax }: AdamState) => arrays([weights, m, v, vMax]);

describe.each(dtypes)('of %s', (dtype) => {
  test.each([1, 2])('a step of Adam in place gives what one elsewhere gives, with %i threads', (count) => {
    kernels.setThreads(count);
    scope(() => {
      const { g, ...kept } = listsOf(dtype);
      const elsewhere = valuesOf(adamStep(kept, g, options));
      const { g: _, ...given } = listsOf(dtype);
      const { buffers } = memory();
      const next = adamStep(given, g, { ...options, donate: true });
      expect(memory().buffers).toBe(buffers); // the step's scalars were given back, and nothing else was made
      expect(valuesOf(next)).toEqual(elsewhere);
      expect(arrays([given.weights])).toEqual(arrays([next.weights]));
    });
  });

  test('so does a step of SGD with momentum', () => {
    scope(() => {
      const run = (donate: boolean) => {
        const { weights, m, g } = listsOf(dtype);
        const next = sgdStep({ weights, velocities: m }, g, { learningRate: 0.1, momentum: 0.9, donate });
        const [before, after] = arrays([m, next.velocities]);
        if (donate) expect(before).toEqual(after);
        else expect(before).not.toEqual(after);
        return arrays([next.weights, next.velocities]);
      };
      expect(run(true)).toEqual(run(false));
    });
  });
});

test('what something else holds, stands twice among the inputs, or is part of more, is not overwritten', () => {
  scope(() => {
    const { g, ...given } = listsOf('float32');
    const [first, second] = given.weights as [Tensor, Tensor];
    const held = first.alias();
    const both = uniform([2, 300]);
    const part = both.slice(0, 1).reshape([300]);
    const state = { ...given, weights: [first, part, ...given.weights.slice(2)], vMax: given.v };
    const before = arrays([[held, both, ...given.v]]);
    const expected = valuesOf(adamStep(state, g, options));
    const next = adamStep(state, g, { ...options, donate: true });
    expect(valuesOf(next)).toEqual(expected);
    expect(arrays([[held, both, ...given.v]])).toEqual(before);
    expect(second.isDisposed).toBe(false);
  });
});

test('memory is given back once, whoever of the two lets go first', () => {
  const before = memory();
  const { g, ...given } = scope(() => listsOf('float32'));
  const next = adamStep(given, g, { ...options, donate: true });
  for (const list of [given.weights, given.m, given.v, given.vMax]) for (const tensor of list) tensor.dispose();
  expect(Number.isFinite(next.weights[0]?.dataSync()[5])).toBe(true);
  for (const list of [g, next.weights, next.m, next.v, next.vMax ?? []]) for (const tensor of list) tensor.dispose();
  expect(memory()).toEqual(before);
});

test('a call that fails leaves its inputs as they were', () => {
  scope(() => {
    const { weights, g, m, v } = listsOf('float32');
    const before = arrays([weights, m, v]);
    const step = -1; // no power of it is defined
    expect(() => adamStep({ weights, m, v }, g, { learningRate: 0.1, step, donate: true })).toThrow(
      /native kernel refused/,
    );
    expect(arrays([weights, m, v])).toEqual(before);
  });
});
