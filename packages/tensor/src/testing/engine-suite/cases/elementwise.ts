import { type DType, isFloating } from '../../../dtype.ts';
import type { NoParams } from '../../../ops/elementwise.ts';
import type { Shape } from '../../../shape.ts';
import { all, type Drawn, draw, floats, given, numbers, row, type Use, type Uses, wholes } from '../drawn.ts';

const shapes: readonly Shape[] = [[], [1], [0], [7], [2, 3], [2, 0, 3], [2, 3, 4], [2, 1, 3, 2], [2, 1, 2, 1, 3]];

const pairs: readonly (readonly [a: Shape, b: Shape])[] = [
  [[], []],
  [[5], [5]],
  [[2, 3], []],
  [[], [2, 3]],
  [[1], [4]],
  [[3], [2, 3]],
  [
    [2, 1],
    [1, 3],
  ],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [
    [2, 3, 2, 2],
    [3, 1, 2],
  ],
  [
    [2, 1, 3, 1, 2],
    [1, 2, 3, 2, 1],
  ],
  [[0, 3], [3]],
];

const awkward = [0, Infinity, -Infinity, Number.NaN, 1e30, -1e30, 1e-10, 1, -1];

const use = (title: string, inputs: readonly Drawn[]): Use<NoParams> => ({ title, inputs, params: {} });

/** Uses of elementwise maths of one operand: numbers from a range, and awkward ones. */
function unary(dtypes: readonly DType[], low = -3, high = 3, special: readonly number[] = awkward): Uses<NoParams> {
  return {
    dtypes,
    of: (dtype) => [
      ...shapes.map((shape) => use(`of shape [${shape}]`, [draw(shape, dtype, low, high)])),
      ...(isFloating(dtype) && special.length > 0 ? [use('of awkward numbers', [row(dtype, special)])] : []),
      ...(dtype === 'int32' ? [use('at the ends of int32', [row(dtype, [-(2 ** 31), 2 ** 31 - 1, 0, 46341])])] : []),
    ],
  };
}

/** Uses of elementwise maths of two operands. */
function binary(
  dtypes: readonly DType[],
  low: number,
  high: number,
  { special = awkward, low2 = low, high2 = high }: { special?: readonly number[]; low2?: number; high2?: number } = {},
): Uses<NoParams> {
  return {
    dtypes,
    of: (dtype) => [
      ...pairs.map(([a, b]) =>
        use(`of shapes [${a}] and [${b}]`, [draw(a, dtype, low, high), draw(b, dtype, low2, high2)]),
      ),
      ...(isFloating(dtype) && special.length > 0
        ? [use('of awkward numbers', [row(dtype, special), given([special.length, 1], dtype, special)])]
        : []),
    ],
  };
}

/** int32 and int64 far enough from 0 that sums and products wrap. */
const wrapping = (uses: Uses<NoParams>): Uses<NoParams> => ({
  dtypes: uses.dtypes,
  of: (dtype) => [
    ...uses.of(dtype),
    ...(dtype === 'int32'
      ? [use('that wraps', [draw([40], dtype, -(2 ** 31), 2 ** 31), draw([40], dtype, -(2 ** 31), 2 ** 31)])]
      : []),
    ...(dtype === 'uint8' || dtype === 'int8'
      ? [use('that wraps', [row(dtype, [100, 127]), row(dtype, [100, 3])])]
      : []),
  ],
});

// Range reduction of huge angles is no engine's business.
const angles = [0, 1e-10, 100, -100, Number.NaN];

export const unaryUses = {
  neg: unary(numbers),
  abs: unary(numbers),
  sign: unary(numbers),
  square: unary(numbers, -100, 100),
  relu: unary(numbers),
  floor: unary(floats, -9, 9, [...awkward, 0.5, -0.5]),
  ceil: unary(floats, -9, 9, [...awkward, 0.5, -0.5]),
  round: unary(floats, -9, 9, [...awkward, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5]),
  trunc: unary(floats, -9, 9, [...awkward, 0.5, -0.5]),
  exp: unary(floats, -5, 5),
  expm1: unary(floats, -5, 5),
  exp2: unary(floats, -5, 5),
  log: unary(floats, 0.01, 9),
  log1p: unary(floats, -0.9, 9),
  log2: unary(floats, 0.01, 9),
  log10: unary(floats, 0.01, 9),
  sqrt: unary(floats, 0, 9),
  cbrt: unary(floats, -9, 9, [0, Infinity, -Infinity, Number.NaN, 1, -1, 8]),
  rsqrt: unary(floats, 0.01, 9),
  sin: unary(floats, -6, 6, angles),
  cos: unary(floats, -6, 6, angles),
  tan: unary(floats, -1.4, 1.4, [0, 1e-10, Number.NaN]),
  asin: unary(floats, -1, 1),
  acos: unary(floats, -1, 1),
  atan: unary(floats),
  sinh: unary(floats, -5, 5),
  cosh: unary(floats, -5, 5),
  tanh: unary(floats, -5, 5),
  asinh: unary(floats, -5, 5, [0, Infinity, -Infinity, Number.NaN, 1e10, -1e10, 1e-4, 1, -1]),
  acosh: unary(floats, 1, 9, [0, 1, Infinity, Number.NaN, 1e10]),
  atanh: unary(floats, -0.95, 0.95),
  erf: unary(floats),
  erfInv: unary(floats, -0.99, 0.99),
  sigmoid: unary(floats, -9, 9),
  i0: unary(floats, -20, 20, [0, Infinity, -Infinity, Number.NaN, 12, -12]),
  i1: unary(floats, -20, 20, [0, Infinity, -Infinity, Number.NaN, 12, -12]),
  isNaN: unary(floats),
  softplus: unary(floats, -9, 9, [0, 1e3, -1e3, Number.NaN]),
  silu: unary(floats, -9, 9, [0, 1e3, -1e3, Number.NaN]),
  not: unary([...wholes, 'bool'], -100, 100),
};

export const binaryUses = {
  add: wrapping(binary(numbers, -100, 100)),
  sub: wrapping(binary(numbers, -100, 100)),
  mul: wrapping(binary(numbers, -100, 100)),
  div: binary(floats, -9, 9),
  pow: {
    dtypes: numbers,
    of: (dtype) =>
      isFloating(dtype)
        ? binary(floats, 0.1, 3, { low2: -3, special: [0, 1, -1, 2, 0.5, Infinity, Number.NaN] }).of(dtype)
        : binary(wholes, -9, 9, { low2: 0, high2: 12 }).of(dtype),
  },
  maximum: binary(numbers, -9, 9),
  minimum: binary(numbers, -9, 9),
  atan2: binary(floats, -3, 3, { special: [1, -1, 2, Number.NaN, 1e30] }),
  remainder: binary(numbers, -9, 9, { special: [1, -1, 2.5, -2.5, Number.NaN] }),
  floorDivide: binary(numbers, -9, 9, { special: [1, -1, 2.5, -2.5, Number.NaN, 0] }),
  equal: binary(all, -2, 2),
  notEqual: binary(all, -2, 2),
  less: binary(all, -2, 2),
  lessEqual: binary(all, -2, 2),
  and: binary([...wholes, 'bool'], -100, 100),
  or: binary([...wholes, 'bool'], -100, 100),
  xor: binary([...wholes, 'bool'], -100, 100),
  shiftLeft: binary(['int32', 'uint8', 'int8', 'int64'], -100, 100, { low2: 0, high2: 7 }),
  shiftRight: binary(['int32', 'uint8', 'int8', 'int64'], -100, 100, { low2: 0, high2: 7 }),
} satisfies Record<string, Uses<NoParams>>;

export const otherElementwiseUses = {
  where: {
    dtypes: all,
    of: (dtype: DType) => [
      use('of one shape', [draw([3, 4], 'bool'), draw([3, 4], dtype), draw([3, 4], dtype)]),
      use('of broadcast shapes', [draw([3, 1], 'bool'), draw([], dtype), draw([2, 1, 4], dtype)]),
      use('of a single condition', [draw([], 'bool'), draw([2, 3], dtype), draw([3], dtype)]),
      use('of nothing', [draw([0], 'bool'), draw([], dtype), draw([1], dtype)]),
      ...(isFloating(dtype)
        ? [use('beside NaN', [row('bool', [1, 0]), row(dtype, [1, Number.NaN]), row(dtype, [Number.NaN, Infinity])])]
        : []),
    ],
  },
  clip: unaryWith([{ min: -1, max: 0.5 }], awkward),
  leakyRelu: unaryWith([{ slope: 0.2 }], [0, 1e3, -1e3, Number.NaN]),
  gelu: unaryWith([{ approximate: false }, { approximate: true }], [0, 1e3, -1e3, Number.NaN]),
  elu: unaryWith([{ alpha: 1 }, { alpha: 0.5 }], [0, 1e3, -1e3, Number.NaN]),
};

/** What gradients are computed from, results of the function and numbers of any size. */
export const activationGradientUses = {
  reluGradient: fromResults(0, 9, [0, -0, 3, Infinity, Number.NaN]),
  sigmoidGradient: fromResults(0, 1, [0, 1, 0.5, 1e-30, Number.NaN]),
  tanhGradient: fromResults(-1, 1, [0, 1, -1, 1e-30, Number.NaN]),
};

function fromResults(low: number, high: number, special: readonly number[]): Uses<NoParams> {
  return {
    dtypes: floats,
    of: (dtype) =>
      [[3, 4], [], [0], [61]]
        .map((shape) => use(`of shape [${shape}]`, [draw(shape, dtype, low, high), draw(shape, dtype)]))
        .concat(use('of awkward numbers', [row(dtype, special), draw([special.length], dtype)])),
  };
}

/** Uses of elementwise maths that has options. */
function unaryWith<Params>(list: readonly Params[], special: readonly number[]): Uses<Params> {
  return {
    dtypes: floats,
    of: (dtype) =>
      list.flatMap((params) =>
        [draw([3, 4], dtype), draw([], dtype), draw([0], dtype), row(dtype, special)].map((x) => ({
          title: `of shape [${x.shape}]`,
          inputs: [x],
          params,
        })),
      ),
  };
}
