import type { DType } from '../../../src/dtype.ts';
import { isFloating } from '../../../src/dtype.ts';
import { type EpilogueActivation, epilogueActivations } from '../../../src/ops/epilogue.ts';
import type { Shape } from '../../../src/shape.ts';
import { all, floats, numbers, type ParamsOf, wholes } from '../../../src/testing/engine-suite/drawn.ts';
import type { Chance } from '../chance.ts';
import { type Domain, elements } from '../elements.ts';
import { type Allowance, composed, exact, type Generator, summed } from '../generator.ts';
import { anyShape, axisSize, narrower, withAxis } from '../shapes.ts';
import { smoothActivations } from './activations.ts';

const any: Domain = { low: -9, high: 9 };
// Without the ends: what overflows in one order of factors vanishes in another.
const factors: Domain = { low: -1.5, high: 1.5, ends: false };
/** Products of many factors: a rounding for each. */
const multiplied: Allowance = { relative: 100, absolute: 0, scale: 'largest' };

interface Axes {
  readonly axes: readonly number[];
}

/** Some axes of a shape; where the largest of none is asked for, of axes that have elements. */
function reduction(dtypes: readonly DType[], allowance: Allowance, domain: Domain, empty = true): Generator<Axes> {
  const draw = (chance: Chance, dtype: DType) => {
    const shape = anyShape(chance, 0, 5, { empty });
    return { inputs: [elements(chance, shape, dtype, domain)], params: { axes: chance.some(shape.length) } };
  };
  return { dtypes, allowance, draw };
}

const argReduction: Generator<ParamsOf<'argMax'>> = {
  dtypes: numbers,
  allowance: exact,
  draw: (chance, dtype) => {
    const { shape, axis } = withAxis(chance, { empty: false });
    return { inputs: [elements(chance, shape, dtype, any)], params: { axis } };
  },
};

function running(domain: Domain, allowance: Allowance): Generator<ParamsOf<'cumSum'>> {
  const of = (from: Domain) => (chance: Chance, dtype: DType) => {
    const { shape, axis } = withAxis(chance);
    const params = { axis, exclusive: chance.happens(0.5), reverse: chance.happens(0.5) };
    return { inputs: [elements(chance, shape, dtype, from)], params };
  };
  return { dtypes: numbers, allowance, draw: of(domain), gradient: of({ ...domain, low: 0.5 }) };
}

/** Reductions, running sums and sorting. */
export const reduceGenerators = {
  sum: reduction(numbers, summed, any),
  prod: reduction(numbers, multiplied, factors),
  max: reduction(numbers, exact, any, false),
  min: reduction(numbers, exact, any, false),
  any: reduction(['bool'], exact, any),
  all: reduction(['bool'], exact, any),
  argMax: argReduction,
  argMin: argReduction,
  cumSum: running(any, summed),
  cumProd: running(factors, multiplied),
  sort: {
    dtypes: numbers,
    allowance: exact,
    draw: (chance, dtype) => {
      const { shape, axis } = withAxis(chance);
      return { inputs: [elements(chance, shape, dtype, any)], params: { axis, descending: chance.happens(0.5) } };
    },
  } satisfies Generator<ParamsOf<'sort'>>,
  topK: {
    dtypes: numbers,
    allowance: exact,
    draw: (chance, dtype) => {
      const shape = anyShape(chance, 1, 4);
      return { inputs: [elements(chance, shape, dtype, any)], params: { k: chance.whole(0, shape.at(-1) as number) } };
    },
  } satisfies Generator<ParamsOf<'topK'>>,
};

const turned = (shape: Shape, turn: boolean): Shape =>
  turn ? [...shape.slice(0, -2), shape.at(-1) as number, shape.at(-2) as number] : shape;

/** Sides of a matrix: mostly small, now and then larger than a tile. */
const side = (chance: Chance) => (chance.happens(0.05) ? chance.whole(60, 150) : axisSize(chance));

function overAxis(): Generator<ParamsOf<'softmax'>> {
  const of = (domain: Domain) => (chance: Chance, dtype: DType) => {
    const { shape, axis } = withAxis(chance);
    return { inputs: [elements(chance, shape, dtype, domain)], params: { axis } };
  };
  const domain = { low: -9, high: 9, wide: [-3, 2] } as const;
  return { dtypes: floats, allowance: composed, draw: of(domain), gradient: of({ low: -3, high: 3 }) };
}

function affine(activations: readonly EpilogueActivation[]) {
  return (chance: Chance, dtype: DType) => {
    const [m, k, n] = [side(chance), side(chance), side(chance)];
    return {
      // Without the ends of the dtype: which sums overflow on the way is a matter of their order.
      inputs: [[m, k], [k, n], [n]].map((shape) => elements(chance, shape, dtype, { ...any, ends: false })),
      params: { activation: chance.of(activations) },
    };
  };
}

/** Matrix products and softmax. */
export const productGenerators = {
  matmul: {
    dtypes: [...floats, ...wholes],
    allowance: summed,
    draw: (chance, dtype) => {
      const [transposeA, transposeB] = [chance.happens(0.5), chance.happens(0.5)];
      const batch = chance.happens(0.5) ? [] : chance.times(chance.whole(1, 3), () => chance.whole(0, 3));
      const [m, k, n] = [side(chance), side(chance), side(chance)];
      const a = turned([...narrower(chance, batch), m, k], transposeA);
      const b = turned([...narrower(chance, batch), k, n], transposeB);
      return {
        inputs: [elements(chance, a, dtype, any), elements(chance, b, dtype, any)],
        params: { transposeA, transposeB },
      };
    },
  } satisfies Generator<ParamsOf<'matmul'>>,
  affine: {
    dtypes: floats,
    allowance: composed,
    draw: affine(epilogueActivations),
    gradient: affine(smoothActivations),
  } satisfies Generator<ParamsOf<'affine'>>,
  softmax: overAxis(),
  logSoftmax: overAxis(),
};

/** Conversions, and arrays from nothing. */
export const makingGenerators = {
  cast: {
    dtypes: all,
    allowance: exact,
    draw: (chance, from) => {
      const domain = { low: -300, high: 300, wide: [-10, 25] } as const;
      return {
        inputs: [elements(chance, anyShape(chance), from, domain)],
        params: { from, to: chance.of(all.filter((to) => to !== from)) },
      };
    },
  } satisfies Generator<ParamsOf<'cast'>>,
  full: {
    dtypes: all,
    allowance: exact,
    draw: (chance, dtype) => {
      const value = Number(elements(chance, [], dtype, any).data[0]);
      return {
        inputs: [],
        params: { shape: anyShape(chance), dtype, value: dtype === 'int64' ? BigInt(value) : value },
      };
    },
  } satisfies Generator<ParamsOf<'full'>>,
  arange: {
    dtypes: ['float32', 'float64', 'float16', 'bfloat16', 'int32', 'int64'],
    allowance: exact,
    draw: (chance, dtype) => {
      const number = (low: number, high: number) =>
        isFloating(dtype) ? Math.round(chance.between(low, high) * 64) / 64 : chance.whole(low, high);
      return { inputs: [], params: { start: number(-99, 99), step: number(-5, 5), size: chance.whole(0, 300), dtype } };
    },
  } satisfies Generator<ParamsOf<'arange'>>,
};

const key = (chance: Chance) => elements(chance, [4], 'int32', { low: -(2 ** 31), high: 2 ** 31 - 1 });

/** Random numbers, which are the same on every engine, to the last bit. */
export const randomGenerators = {
  randomBits: {
    dtypes: ['int32'],
    allowance: exact,
    draw: (chance) => ({ inputs: [key(chance)], params: { shape: anyShape(chance) } }),
  } satisfies Generator<ParamsOf<'randomBits'>>,
  randomUniform: {
    dtypes: floats,
    allowance: exact,
    draw: (chance, dtype) => ({ inputs: [key(chance)], params: { shape: anyShape(chance), dtype } }),
  } satisfies Generator<ParamsOf<'randomUniform'>>,
  randomNormal: {
    dtypes: floats,
    allowance: exact,
    draw: (chance, dtype) => ({
      inputs: [key(chance)],
      params: { shape: anyShape(chance), dtype, truncated: chance.happens(0.5) },
    }),
  } satisfies Generator<ParamsOf<'randomNormal'>>,
  randomIntegers: {
    dtypes: ['int32', 'int64'],
    allowance: exact,
    draw: (chance, dtype) => {
      const min = chance.of([0, -5, chance.whole(-(2 ** 31), 0), -(2 ** 31)]);
      const max = chance.of([min + 1, min + 7, 2 ** 31, chance.whole(min + 1, min + 2 ** 31)]);
      return { inputs: [key(chance)], params: { shape: anyShape(chance), dtype, min, max: Math.min(max, 2 ** 31) } };
    },
  } satisfies Generator<ParamsOf<'randomIntegers'>>,
  randomPermutation: {
    dtypes: ['int32'],
    allowance: exact,
    draw: (chance) => ({ inputs: [key(chance)], params: { size: axisSize(chance) * axisSize(chance) } }),
  } satisfies Generator<ParamsOf<'randomPermutation'>>,
};
