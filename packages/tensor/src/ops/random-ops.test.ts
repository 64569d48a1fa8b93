import { beforeEach, expect, test } from 'vitest';
import {
  bernoulli,
  bind,
  defaultGenerator,
  fillUniform,
  functional,
  Generator,
  grad,
  mul,
  normal,
  permutation,
  randint,
  referenceEngine,
  setEngine,
  setSeed,
  shuffle,
  sum,
  tensor,
  truncatedNormal,
  uniform,
} from '../index.ts';
import { randomBitsPrimitive } from './random.ts';

beforeEach(() => setEngine(referenceEngine()));

const draws = [
  () => uniform([3]),
  () => uniform([3], { min: -2, max: 5, dtype: 'float64' }),
  () => normal([3]),
  () => truncatedNormal([3], { mean: 1, stddev: 2, dtype: 'float64' }),
  () => bernoulli([9]),
  () => randint([5], { max: 100 }),
  () => randint([5], { min: -(2 ** 40), max: 2 ** 40, dtype: 'int64' }),
  () => permutation(10),
  () => shuffle([1, 2, 3, 4, 5]),
];

test('the same seed gives the same numbers, and the next draw others', async () => {
  for (const draw of draws) {
    setSeed(42);
    const first = await draw().array();
    const second = await draw().array();
    setSeed(42);
    expect(await draw().array()).toEqual(first);
    expect(await draw().array()).toEqual(second);
    expect(second).not.toEqual(first);
  }
});

test('seeds of any size and sign give numbers of their own', async () => {
  const seeds = [0, 1, -1, 2 ** 32, -(2 ** 32), 2 ** 32 + 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
  const numbers = await Promise.all(
    seeds.map((seed) =>
      uniform([4], { generator: new Generator({ seed }) })
        .array()
        .then(String),
    ),
  );
  expect(new Set(numbers).size).toBe(seeds.length);
});

test('a generator that is put back continues where it was', async () => {
  const generator = new Generator({ seed: 3 });
  await normal([5], { generator }).array();
  const { state } = generator;
  expect(state).toEqual({ seed: 3, draws: 1 });
  const expected = await normal([5], { generator }).array();
  expect(await normal([5], { generator: Object.assign(new Generator({ seed: 0 }), { state }) }).array()).toEqual(
    expected,
  );
});

test('the key of a draw holds the seed and the count as words of 32 bits', async () => {
  const generator = new Generator({ seed: -5 });
  generator.state = { seed: -5, draws: 2 ** 32 + 7 };
  expect(await generator.drawKey().array()).toEqual([-5, -1, 7, 1]);
  expect(generator.state.draws).toBe(2 ** 32 + 8);
});

test('a generator of its own does not move the default one', async () => {
  setSeed(1);
  const expected = await uniform([2]).array();
  setSeed(1);
  await uniform([2], { generator: new Generator({ seed: 1 }) }).array();
  expect(await uniform([2]).array()).toEqual(expected);
});

test('the numbers are those of the host functions', async () => {
  const expected = new Float32Array(7);
  fillUniform(expected, [8, 0, 0, 0]);
  expect(uniform([7], { generator: new Generator({ seed: 8 }) }).dataSync()).toEqual(expected);
  const [key] = [new Generator({ seed: 8 }).drawKey()];
  const bits = bind(randomBitsPrimitive, [key], { shape: [7] }).dataSync();
  expect(Array.from(bits as Int32Array, (word) => (word >>> 8) * 2 ** -24)).toEqual([...expected]);
});

test('ranges, means and probabilities are those asked for', async () => {
  setSeed(7);
  const n = 100_000;
  const mean = (data: ArrayLike<number | bigint>) => Array.from(data, Number).reduce((a, b) => a + b) / n;
  const wide = uniform([n], { min: -1, max: 3 }).dataSync() as Float32Array;
  expect(wide.every((u) => u >= -1 && u < 3)).toBe(true);
  expect(mean(wide)).toBeCloseTo(1, 1);
  const bell = normal([n], { mean: 5, stddev: 0.1 }).dataSync() as Float32Array;
  expect(mean(bell)).toBeCloseTo(5, 2);
  const near = truncatedNormal([n], { mean: 5, stddev: 0.1 }).dataSync() as Float32Array;
  expect(near.every((z) => Math.abs(z - 5) < 0.2001)).toBe(true);
  // Standard deviation of the mean: 0.0013.
  expect(Math.abs(mean(bernoulli([n], { probability: 0.2, dtype: 'int32' }).dataSync()) - 0.2)).toBeLessThan(0.006);
  const dice = randint([n], { min: 1, max: 7 }).dataSync() as Int32Array;
  expect([...new Set(dice)].sort()).toEqual([1, 2, 3, 4, 5, 6]);
});

test('bernoulli takes a probability for each element', async () => {
  expect(await bernoulli([2, 2], { probability: [0, 1] }).array()).toEqual([
    [false, true],
    [false, true],
  ]);
  expect(bernoulli([2], { probability: tensor([0.5], { dtype: 'float64' }) }).dtype).toBe('bool');
});

test('a draw inside a differentiated function is a constant of it', async () => {
  const generator = new Generator({ seed: 1 });
  const noise = await normal([3], { generator: new Generator({ seed: 1 }) }).array();
  const gradient = grad((x: ReturnType<typeof tensor>) => sum(mul(x, normal([3], { generator }))))(tensor([1, 2, 3]));
  expect(await gradient.array()).toEqual(noise);
});

test('a function made pure draws from the key handed in', async () => {
  const generator = new Generator({ seed: 5 });
  const [first, second] = [await uniform([2], { generator }).array(), await uniform([2], { generator }).array()];
  const pure = functional(() => [uniform([2]), uniform([2])], []);
  const { output, draws: made } = pure([], new Generator({ seed: 5 }).drawKey());
  expect([await output[0]!.array(), await output[1]!.array(), made]).toEqual([first, second, 2]);
});

test('shapes without elements, and scalars', async () => {
  expect(uniform([0, 3]).shape).toEqual([0, 3]);
  expect(normal([]).shape).toEqual([]);
  expect(permutation(0).shape).toEqual([0]);
  expect(await permutation(1).array()).toEqual([0]);
});

test.each([
  [
    () => new Generator({ seed: 0.5 }),
    'Generator: the seed is not a whole number. Got 0.5. Expected a whole number from -9007199254740991 to 9007199254740991.',
  ],
  [() => setSeed(Number.NaN), 'Generator: the seed is not a whole number.'],
  [() => uniform([2], { min: 1, max: 0 }), 'uniform: min is above max. Got min 1 and max 0. Expected min ≤ max.'],
  [() => uniform([2], { max: Number.POSITIVE_INFINITY }), 'uniform: max is not a finite number. Got Infinity.'],
  [
    () => uniform([2], { dtype: 'int32' }),
    "uniform: dtype is not one of the choices. Got \"int32\". Expected one of 'float16', 'bfloat16', 'float32', 'float64'.",
  ],
  [() => uniform([-1]), 'uniform: shape has a size that cannot be.'],
  [() => normal([2], { stddev: -1 }), 'normal: stddev is negative. Got -1. Expected 0 or more.'],
  [
    () => bernoulli([2], { probability: 1.5 }),
    'bernoulli: the probability is out of range. Got 1.5. Expected a number from 0 to 1.',
  ],
  [
    () => bernoulli([2], { probability: [0.1, 0.2, 0.3] }),
    'broadcastTo: the shape does not broadcast to the one wanted.',
  ],
  [() => randint([2], { min: 3, max: 3 }), 'randint: there are no such whole numbers. Got min 3 and max 3.'],
  [() => randint([2], { max: 2 ** 33 }), "Pass { dtype: 'int64' }."],
  [
    () => randint([2], { max: 2, dtype: 'float32' }),
    "randint: dtype is not one of the choices. Got \"float32\". Expected one of 'int32', 'int64'.",
  ],
  [
    () => randint([2], { low: 0, high: 3 } as never),
    "randint: an option is not one of the choices. Got \"low\". Expected one of 'min', 'max', 'dtype', 'generator'.",
  ],
  [() => uniform([2], { maxval: 3 } as never), 'uniform: an option is not one of the choices. Got "maxval".'],
  [() => normal([2], { std: 3 } as never), "Expected one of 'mean', 'stddev', 'dtype', 'generator'."],
  [() => truncatedNormal([2], { std: 3 } as never), 'truncatedNormal: an option is not one of the choices.'],
  [() => bernoulli([2], { p: 0.5 } as never), "Expected one of 'probability', 'dtype', 'generator'."],
  [() => permutation(2, { seed: 1 } as never), 'permutation: an option is not one of the choices. Got "seed".'],
  [() => shuffle([1], { dim: 1 } as never), "Expected one of 'axis', 'generator'."],
  [
    () => randint([2], 3 as never),
    "randint: its options are not an object. Got 3. Expected an object with 'min', 'max', 'dtype', 'generator'.",
  ],
  [() => randint([2], undefined as never), 'randint: its options are not an object. Got undefined.'],
  [() => permutation(-1), 'permutation: n is not a number of elements. Got -1. Expected a whole number of 0 or more.'],
  [() => permutation([1, 2] as never), 'Use shuffle for a tensor.'],
  [() => shuffle(1), 'shuffle: axis does not exist.'],
])('%s is refused', (call, message) => {
  expect(call).toThrow(message);
});

test('a seed drawn from a generator is a safe integer, another one at each draw', () => {
  const draw = (generator: Generator) => [generator.drawSeed(), generator.drawSeed()];
  const [first, second] = draw(new Generator({ seed: 4 })) as [number, number];
  expect(draw(new Generator({ seed: 4 }))).toEqual([first, second]);
  expect(Number.isSafeInteger(first) && first >= 0 && first !== second).toBe(true);
});

test('the default generator is one and the same', () => {
  expect(defaultGenerator()).toBe(defaultGenerator());
  expect(Number.isSafeInteger(defaultGenerator().state.seed)).toBe(true);
});
