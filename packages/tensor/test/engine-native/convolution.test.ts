import { afterAll, expect, test } from 'vitest';
import { cast, conv, type Tensor, type TensorOptions, tensor, useEngine, vjp } from '../../src/index.ts';
import { testedSets } from './instruction-sets.ts';
import { addon } from './observed-calls.ts';

// Convolutions of every kind drawn at random, native beside the reference engine: y, dx and dkernel, in float64, on one
// instruction set after the other.

const kernels = addon();
const sets = testedSets(kernels);
const chosen = kernels.instructionSet();
afterAll(() => void kernels.chooseInstructionSet(chosen));

/** Park and Miller's generator: the same cases each time. */
function drawing(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (state * 48271) % 2147483647;
    return state % count;
  };
}

interface Case {
  readonly x: readonly number[];
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly padding: readonly (readonly [number, number])[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

function drawCase(draw: (count: number) => number): Case {
  const axes = 1 + draw(3);
  const each = <T>(of: () => T) => Array.from({ length: axes }, of);
  const depthwise = draw(5) === 0;
  const channels = depthwise ? 1 : ([1, 3, 8, 16, 21][draw(5)] as number);
  const outChannels = depthwise ? 1 : ([1, 4, 10, 33][draw(4)] as number);
  const groups = depthwise ? ([2, 5, 19][draw(3)] as number) : draw(4) === 0 ? 1 + draw(3) : 1;
  const window = each(() => 1 + draw(4));
  const dilation = each(() => (draw(3) === 0 ? 2 : 1));
  const padding = each(() => [draw(3), draw(3)] as const);
  const size = window.map((taps, i) =>
    Math.max(1, (taps - 1) * (dilation[i] as number) + 1 + draw([0, 40, 14, 7][axes] as number)),
  );
  return {
    x: [1 + draw(3), ...size, channels * groups],
    kernel: [...window, channels, outChannels * groups],
    strides: each(() => 1 + draw(3)),
    padding,
    dilation,
    groups,
  };
}

function values(shape: readonly number[], draw: (count: number) => number): Float64Array {
  return Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (draw(2001) - 1000) / 1000);
}

async function results(engine: 'native' | 'reference', of: Case, seed: number): Promise<Float64Array[]> {
  await useEngine(engine);
  const draw = drawing(seed);
  const float64: TensorOptions = { dtype: 'float64' };
  const x = tensor(values(of.x, draw), float64).reshape(of.x);
  const kernel = tensor(values(of.kernel, draw), float64).reshape(of.kernel);
  const pullback = vjp((a: Tensor, b: Tensor) => conv(a, b, of), x, kernel);
  const y = pullback.value;
  const dy = tensor(values(y.shape, draw), float64).reshape(y.shape);
  return [y, ...pullback.pull(dy)].map((t) => cast(t, 'float64').dataSync() as Float64Array);
}

/** What a case gives on an instruction set, beside the reference engine. */
async function compare(of: Case, seed: number, set: string, allowed: number): Promise<void> {
  kernels.chooseInstructionSet(set);
  const [got, expected] = [await results('native', of, seed), await results('reference', of, seed)];
  for (const [part, name] of ['y', 'dx', 'dkernel'].entries()) {
    const [a, b] = [got[part] as Float64Array, expected[part] as Float64Array];
    const worst = a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] as number))), 0);
    expect(a.length).toBe(b.length);
    expect(worst, `${name} of case ${seed} on ${set}: ${JSON.stringify(of)}`).toBeLessThan(allowed);
  }
}

test('convolutions drawn at random agree with the reference engine', async () => {
  const draw = drawing(20);
  for (let i = 0; i < 1500; i++) await compare(drawCase(draw), i + 1, sets[i % sets.length] as string, 1e-10);
}, 120_000);

const plain = {
  groups: 1,
  dilation: [1, 1],
  strides: [1, 1],
  padding: [
    [0, 0],
    [0, 0],
  ],
} as const;
const same = [
  [1, 1],
  [1, 1],
] as const;

// Sums of so many positions that they are taken apart.
test.each<[string, Case]>([
  ['a few channels, all taps in one tile', { ...plain, x: [6, 28, 28, 1], kernel: [3, 3, 1, 32] }],
  ['a few channels, in several tiles, padded', { ...plain, padding: same, x: [3, 30, 31, 3], kernel: [3, 3, 3, 19] }],
  ['a tile for each tap, padded', { ...plain, padding: same, x: [3, 26, 27, 16], kernel: [3, 3, 16, 24] }],
  [
    'strides and dilation',
    { ...plain, padding: same, strides: [2, 1], dilation: [1, 3], x: [2, 50, 41, 13], kernel: [3, 2, 13, 40] },
  ],
  ['more channels than are read in place', { ...plain, padding: same, x: [2, 21, 22, 10], kernel: [1, 2, 10, 160] }],
  ['lines longer than a piece', { ...plain, padding: same, x: [1, 3, 1000, 9], kernel: [2, 3, 9, 33] }],
])(
  'a kernel’s gradient over many positions: %s',
  async (_, of) => {
    for (const set of sets) await compare(of, 1, set, 1e-9);
  },
  60_000,
);
