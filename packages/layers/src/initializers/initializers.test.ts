import { referenceEngine, setEngine, setSeed, type Tensor, tensor } from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import fixture from '../../fixtures/keras_layers.json' with { type: 'json' };
import { dense } from '../core/dense.ts';
import * as all from '../index.ts';
import { builtinRegistry } from '../saving/builtin-registry.ts';
import { computeFans } from './fans.ts';
import type { Initializer } from './initializer.ts';
import { orthonormalize } from './orthonormalize.ts';

beforeAll(() => setEngine(referenceEngine()));

type Factory = (options?: object) => Initializer;
const factories = all as unknown as Record<string, Factory>;
const make = (name: string, options: object = {}) => (factories[name] as Factory)(options);

function statistics(data: ArrayLike<number | bigint>) {
  const values = Array.from(data, Number);
  const average = (f: (value: number) => number) => values.reduce((sum, value) => sum + f(value), 0) / values.length;
  const mean = average((value) => value);
  const variance = average((value) => (value - mean) ** 2);
  return {
    mean,
    stddev: Math.sqrt(variance),
    max: values.reduce((max, value) => Math.max(max, Math.abs(value)), 0),
    kurtosis: average((value) => (value - mean) ** 4) / variance ** 2,
  };
}

describe.each(fixture.initializers)('against Keras: $name $options $shape', ({ name, options, shape, ...expected }) => {
  test('values are spread alike', async () => {
    setSeed(11);
    const values = await (make(name, options).prepare(shape, 'float32')() as Tensor).data();
    const actual = statistics(values);
    const count = values.length;
    // Standard errors of both samples: of the mean s/√n, of the deviation s·√((k−1)/4n), of the kurtosis below √(96/n).
    expect(Math.abs(actual.mean - expected.mean)).toBeLessThan((7 * expected.stddev) / Math.sqrt(count));
    const spread = (7 * expected.stddev * Math.sqrt(Math.max(1, expected.kurtosis - 1))) / Math.sqrt(4 * count);
    expect(Math.abs(actual.stddev - expected.stddev)).toBeLessThan(spread);
    expect(Math.abs(actual.kurtosis - expected.kurtosis)).toBeLessThan(7 * Math.sqrt(96 / count));
    const bounded = expected.kurtosis < 2.6;
    expect(Math.abs(actual.max / expected.max - 1)).toBeLessThan(bounded ? 1e-3 : 0.3);
  });
});

test('the uniform ones reach their limit and do not pass it', async () => {
  const shape = [300, 500];
  const bounds = {
    glorotUniform: Math.sqrt(6 / 800),
    heUniform: Math.sqrt(6 / 300),
    lecunUniform: Math.sqrt(3 / 300),
    randomUniform: 0.05,
  };
  for (const [name, bound] of Object.entries(bounds)) {
    const { max } = statistics(await (make(name, { seed: 2 }).prepare(shape, 'float32')() as Tensor).data());
    expect(max).toBeLessThanOrEqual(Math.fround(bound));
    expect(max).toBeGreaterThan(bound * 0.9999);
  }
});

test.each(fixture.fans)(
  'fans, against Keras: $shape $inputAxes $outputAxes',
  ({ shape, inputAxes, outputAxes, fans }) => {
    const { fanIn, fanOut } = computeFans(shape, inputAxes ?? undefined, outputAxes ?? undefined);
    expect([fanIn, fanOut]).toEqual(fans);
  },
);

test('constants', async () => {
  const values = (name: string, options?: object) =>
    (make(name, options).prepare([2, 3], 'float32')() as Tensor).array();
  expect(await values('zeros')).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(await values('ones')).toEqual([
    [1, 1, 1],
    [1, 1, 1],
  ]);
  expect(await values('constant', { value: 3 })).toEqual([
    [3, 3, 3],
    [3, 3, 3],
  ]);
  expect(await values('identity', { gain: 2 })).toEqual([
    [2, 0, 0],
    [0, 2, 0],
  ]);
  expect(() => make('identity').prepare([2], 'float32')()).toThrow(
    'Identity: the weight does not have two axes. Got shape [2].',
  );
});

describe.each([[[6, 4]], [[4, 6]], [[2, 3, 5]]])('orthogonal %s', (shape) => {
  test('columns, or rows where fewer, are orthonormal times the gain', async () => {
    const q = (make('orthogonal', { gain: 3, seed: 1 }).prepare(shape, 'float64')() as Tensor).reshape([
      -1,
      shape.at(-1) as number,
    ]);
    const [rows, columns] = q.shape as [number, number];
    const product = rows < columns ? q.matmul(q.transpose()) : q.transpose().matmul(q);
    for (const [i, row] of ((await product.array()) as number[][]).entries()) {
      for (const [j, value] of row.entries()) expect(Math.abs(value - (i === j ? 9 : 0))).toBeLessThan(1e-13);
    }
  });
});

test('orthonormalize is exact to rounding for nearly parallel vectors, and fast', () => {
  const vectors = Float64Array.of(1, 1e-9, 0, 1, 0, 1e-9, 1, 1e-9, 1e-9);
  orthonormalize(vectors, 3, 3);
  const dot = (i: number, j: number) =>
    [0, 1, 2].reduce((sum, k) => sum + vectors[3 * i + k]! * vectors[3 * j + k]!, 0);
  for (const [i, j] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const)
    expect(Math.abs(dot(i, j))).toBeLessThan(1e-15);
  const large = Float64Array.from({ length: 256 * 512 }, (_, i) => Math.sin(i * i));
  const began = performance.now();
  orthonormalize(large, 256, 512);
  expect(performance.now() - began).toBeLessThan(2000);
});

test('a seed of its own gives the same values each time; without, each weight gets others', async () => {
  const values = (name: string, options?: object) => (make(name, options).prepare([8], 'float32')() as Tensor).array();
  expect(await values('glorotUniform', { seed: 4 })).toEqual(await values('glorotUniform', { seed: 4 }));
  expect(await values('glorotUniform')).not.toEqual(await values('glorotUniform'));
});

test('values do not depend on the order in which weights are first read', async () => {
  const read = async (order: readonly number[]) => {
    setSeed(9);
    const layers = [0, 1].map(() => dense({ units: 2 }));
    for (const layer of layers) layer.build([null, 3]);
    const values: unknown[] = [];
    for (const i of order) values[i] = await layers[i]?.kernel.value.array();
    return values;
  };
  expect(await read([0, 1])).toEqual(await read([1, 0]));
});

test('every initializer comes back from its configuration', () => {
  const registry = builtinRegistry({});
  expect(registry.initializers.size).toBe(15);
  for (const [name, Class] of registry.initializers) {
    const initializer = make(name[0]?.toLowerCase() + name.slice(1));
    expect(initializer.className).toBe(name);
    expect(Class.fromConfig(initializer.getConfig(), registry).getConfig()).toEqual(initializer.getConfig());
  }
  const scaled = make('varianceScaling', { mode: 'fanAvg', distribution: 'untruncatedNormal' });
  expect(scaled.getConfig()).toMatchObject({ mode: 'fan_avg', distribution: 'untruncated_normal', input_axes: null });
});

test('a function may stand in for an initializer, but cannot be saved', async () => {
  const layer = dense({
    units: 1,
    kernelInitializer: (shape) => tensor(new Float32Array(shape[0] as number).fill(7), { shape }),
  });
  expect(await layer.apply([[1, 1]]).array()).toEqual([[14]]);
  expect(() => layer.getConfig()).toThrow('kernelInitializer is a function, which a configuration cannot hold');
});
