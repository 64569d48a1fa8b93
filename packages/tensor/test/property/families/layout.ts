import { type Shape, sizeOf } from '../../../src/shape.ts';
import { all, numbers, type ParamsOf } from '../../../src/testing/engine-suite/drawn.ts';
import type { Chance } from '../chance.ts';
import { type Domain, elements, fill, indicesInto } from '../elements.ts';
import { exact, type Generator, summed } from '../generator.ts';
import { anyShape, axisSize, narrower, withAxis } from '../shapes.ts';

const any: Domain = { low: -9, high: 9 };

/** A shape of as many elements. */
function reshaped(chance: Chance, shape: Shape): Shape {
  const size = sizeOf(shape);
  if (size === 0) return chance.of([[0], [3, 0], [0, 2, 1], shape]);
  const divisors = [1, 2, 3, 4, 6].filter((divisor) => size % divisor === 0);
  const first = chance.of(divisors);
  return chance.of([[size], [first, size / first], [size / first, 1, first], [...shape, 1], [1, ...shape]]);
}

/** Where a slice of an axis begins, how many it takes, and how far apart. */
function span(chance: Chance, size: number): readonly [start: number, count: number, step: number] {
  const start = chance.whole(0, size);
  const step = chance.happens(0.6) ? 1 : chance.whole(2, 4);
  return [start, chance.whole(0, Math.ceil((size - start) / step)), step];
}

/** Elements in other places. */
export const layoutGenerators = {
  reshape: {
    dtypes: all,
    allowance: exact,
    draw: (chance, dtype) => {
      const from = anyShape(chance);
      return { inputs: [elements(chance, from, dtype, any)], params: { shape: reshaped(chance, from), from } };
    },
  } satisfies Generator<ParamsOf<'reshape'>>,
  stopGradient: {
    dtypes: all,
    allowance: exact,
    draw: (chance, dtype) => ({ inputs: [elements(chance, anyShape(chance), dtype, any)], params: {} }),
  } satisfies Generator<ParamsOf<'stopGradient'>>,
  transpose: {
    dtypes: all,
    allowance: exact,
    draw: (chance, dtype) => {
      const shape = anyShape(chance);
      return { inputs: [elements(chance, shape, dtype, any)], params: { permutation: chance.order(shape.length) } };
    },
  } satisfies Generator<ParamsOf<'transpose'>>,
  broadcastTo: {
    dtypes: all,
    allowance: exact,
    draw: (chance, dtype) => {
      const shape = anyShape(chance);
      const from = narrower(chance, shape);
      return { inputs: [elements(chance, from, dtype, any)], params: { shape, from } };
    },
  } satisfies Generator<ParamsOf<'broadcastTo'>>,
  slice: {
    dtypes: all,
    allowance: exact,
    draw: (chance, dtype) => {
      const shape = anyShape(chance);
      const spans = shape.map((size) => span(chance, size));
      const [starts, sizes, steps] = [0, 1, 2].map((i) => spans.map((each) => each[i] as number)) as [
        number[],
        number[],
        number[],
      ];
      return { inputs: [elements(chance, shape, dtype, any)], params: { starts, sizes, steps } };
    },
  } satisfies Generator<ParamsOf<'slice'>>,
  flip: {
    dtypes: all,
    allowance: exact,
    draw: (chance, dtype) => {
      const shape = anyShape(chance);
      return { inputs: [elements(chance, shape, dtype, any)], params: { axes: chance.some(shape.length) } };
    },
  } satisfies Generator<ParamsOf<'flip'>>,
  pad: {
    dtypes: numbers,
    allowance: exact,
    draw: (chance, dtype) => {
      const shape = anyShape(chance, 0, 3);
      const amounts = () => shape.map(() => (chance.happens(0.4) ? chance.whole(1, 4) : 0));
      const params = { low: amounts(), high: amounts(), interior: amounts(), value: chance.of([0, 1, 7]) };
      return { inputs: [elements(chance, shape, dtype, any)], params };
    },
  } satisfies Generator<ParamsOf<'pad'>>,
  concat: {
    dtypes: all,
    allowance: exact,
    draw: (chance, dtype) => {
      const { shape, axis } = withAxis(chance, { most: 500 });
      const inputs = chance.times(chance.whole(1, 6), () => {
        const sizes = shape.map((size, i) => (i === axis ? axisSize(chance) : size));
        return elements(chance, sizes, dtype, any);
      });
      return { inputs, params: { axis } };
    },
  } satisfies Generator<ParamsOf<'concat'>>,
};

/** An axis of a shape, replaced by other axes. */
const replaced = (shape: Shape, axis: number, by: Shape): Shape => [
  ...shape.slice(0, axis),
  ...by,
  ...shape.slice(axis + 1),
];

/** Few indices: what they name can be long. */
const fewIndices = (chance: Chance, size: number) => indicesInto(chance, anyShape(chance, 0, 2, { most: 60 }), size);

/** Where a dynamic slice begins: also outside, from where it is brought back. */
const starts = (chance: Chance, shape: Shape) => {
  const dtype = chance.happens(0.25) ? 'int64' : 'int32';
  const beyond = dtype === 'int64' ? [2 ** 32, -(2 ** 32)] : [-(2 ** 31), 2 ** 31 - 1];
  return fill([shape.length], dtype, (axis) =>
    chance.happens(0.1) ? chance.of([-3, 99, ...beyond]) : chance.whole(0, shape[axis] as number),
  );
};

const within = (chance: Chance, shape: Shape) => shape.map((size) => chance.whole(0, size));

/** Reading and writing where indices say. */
export const indexingGenerators = {
  gather: {
    dtypes: all,
    allowance: exact,
    draw: (chance, dtype) => {
      const { shape, axis } = withAxis(chance);
      const indices = fewIndices(chance, shape[axis] as number);
      return { inputs: [elements(chance, shape, dtype, any), indices], params: { axis } };
    },
  } satisfies Generator<ParamsOf<'gather'>>,
  scatterAdd: {
    dtypes: numbers,
    allowance: summed,
    draw: (chance, dtype) => {
      const { shape, axis } = withAxis(chance);
      const indices = fewIndices(chance, shape[axis] as number);
      const updates = elements(chance, replaced(shape, axis, indices.shape), dtype, any);
      return { inputs: [elements(chance, shape, dtype, any), indices, updates], params: { axis } };
    },
  } satisfies Generator<ParamsOf<'scatterAdd'>>,
  takeAlongAxis: {
    dtypes: all,
    allowance: exact,
    draw: (chance, dtype) => {
      const { shape, axis } = withAxis(chance);
      const indices = indicesInto(chance, replaced(shape, axis, [axisSize(chance)]), shape[axis] as number);
      return { inputs: [elements(chance, shape, dtype, any), indices], params: { axis } };
    },
  } satisfies Generator<ParamsOf<'takeAlongAxis'>>,
  scatterAddAlongAxis: {
    dtypes: numbers,
    allowance: summed,
    draw: (chance, dtype) => {
      const { shape, axis } = withAxis(chance);
      const indices = indicesInto(chance, replaced(shape, axis, [axisSize(chance)]), shape[axis] as number);
      const updates = elements(chance, indices.shape, dtype, any);
      return { inputs: [elements(chance, shape, dtype, any), indices, updates], params: { axis } };
    },
  } satisfies Generator<ParamsOf<'scatterAddAlongAxis'>>,
  embeddingGradient: {
    dtypes: numbers,
    allowance: summed,
    draw: (chance, dtype) => {
      const { shape, axis } = withAxis(chance);
      const size = shape[axis] as number;
      const indices = fewIndices(chance, size);
      return {
        inputs: [indices, elements(chance, replaced(shape, axis, indices.shape), dtype, any)],
        params: { axis, size },
      };
    },
  } satisfies Generator<ParamsOf<'embeddingGradient'>>,
  dynamicSlice: {
    dtypes: all,
    allowance: exact,
    draw: (chance, dtype) => {
      const shape = anyShape(chance, 1);
      return {
        inputs: [elements(chance, shape, dtype, any), starts(chance, shape)],
        params: { sizes: within(chance, shape) },
      };
    },
  } satisfies Generator<ParamsOf<'dynamicSlice'>>,
  dynamicUpdateSlice: {
    dtypes: all,
    allowance: exact,
    draw: (chance, dtype) => {
      const shape = anyShape(chance, 1);
      const update = elements(chance, within(chance, shape), dtype, any);
      return { inputs: [elements(chance, shape, dtype, any), update, starts(chance, shape)], params: {} };
    },
  } satisfies Generator<ParamsOf<'dynamicUpdateSlice'>>,
};
