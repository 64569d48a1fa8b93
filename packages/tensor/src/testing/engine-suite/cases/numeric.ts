import { type DType, isFloating } from '../../../dtype.ts';
import { epilogueActivations } from '../../../ops/epilogue.ts';
import type { Shape } from '../../../shape.ts';
import {
  all,
  type Drawn,
  draw,
  floats,
  longSums,
  numbers,
  type ParamsOf,
  row,
  type Use,
  type Uses,
  wholes,
} from '../drawn.ts';

function uses<Params>(dtypes: readonly DType[], of: (dtype: DType) => readonly Use<Params>[]): Uses<Params> {
  return { dtypes, of };
}

const use = <Params>(title: string, inputs: readonly Drawn[], params: Params): Use<Params> => ({
  title,
  inputs,
  params,
});

const reduced: readonly (readonly [shape: Shape, axes: readonly number[]])[] = [
  [[], []],
  [[6], [0]],
  [[3, 4], [0]],
  [[3, 4], [1]],
  [[3, 4], []],
  [
    [2, 3, 4],
    [0, 2],
  ],
  [[2, 3, 4], [1]],
  [
    [2, 1, 3, 2],
    [1, 3],
  ],
  [
    [2, 2, 3, 1, 2],
    [0, 1, 4],
  ],
];

function reduction(dtypes: readonly DType[], { empty = true, special = [] as readonly number[] } = {}) {
  return uses<{ readonly axes: readonly number[] }>(dtypes, (dtype) => [
    ...reduced.map(([shape, axes]) => use(`of [${shape}] over [${axes}]`, [draw(shape, dtype)], { axes })),
    ...(empty ? [use('over nothing', [draw([0, 3], dtype)], { axes: [0] })] : []),
    use('with nothing left', [draw([0, 3], dtype)], { axes: [1] }),
    ...special.map((x) =>
      isFloating(dtype)
        ? use(`with ${x}`, [row(dtype, [1, x, -2])], { axes: [0] })
        : use('again', [draw([9], dtype)], { axes: [0] }),
    ),
  ]);
}

const beyond = [Number.NaN, Infinity, -Infinity];

function argReduction() {
  return uses<{ readonly axis: number }>(numbers, (dtype) => [
    use('of the last axis', [draw([3, 5], dtype)], { axis: 1 }),
    use('of the first axis', [draw([4, 3, 2], dtype)], { axis: 0 }),
    use('of equals', [row(dtype, [1, 3, 0, 3, 0])], { axis: 0 }),
    ...(isFloating(dtype)
      ? [use('with NaN', [row(dtype, [1, Infinity, Number.NaN, 5, Number.NaN])], { axis: 0 })]
      : []),
  ]);
}

/** Reductions, running sums and sorting. */
export const reduceUses = {
  sum: reduction(numbers, { special: beyond }),
  prod: reduction(numbers, { special: beyond }),
  max: reduction(numbers, { empty: false, special: beyond }),
  min: reduction(numbers, { empty: false, special: beyond }),
  any: reduction(['bool']),
  all: reduction(['bool']),
  argMax: argReduction(),
  argMin: argReduction(),
  cumSum: running(),
  cumProd: running(),
  sort: uses<ParamsOf<'sort'>>(numbers, (dtype) =>
    [false, true].flatMap((descending) => [
      use('of the last axis', [draw([3, 7], dtype)], { axis: 1, descending }),
      use('of the first axis', [draw([5, 2, 2], dtype)], { axis: 0, descending }),
      use('of equals', [row(dtype, [2, 1, 2, 1, 2])], { axis: 0, descending }),
      use('of nothing', [draw([0], dtype)], { axis: 0, descending }),
      ...(isFloating(dtype)
        ? [use('with NaN', [row(dtype, [2, Number.NaN, -Infinity, Infinity, Number.NaN, 0])], { axis: 0, descending })]
        : []),
    ]),
  ),
  topK: uses<ParamsOf<'topK'>>(numbers, (dtype) => [
    use('of rows', [draw([3, 7], dtype)], { k: 3 }),
    use('of equals', [row(dtype, [2, 1, 2, 1, 2])], { k: 4 }),
    use('of none of a row', [draw([2, 3], dtype)], { k: 0 }),
    use('of empty rows', [draw([2, 0], dtype)], { k: 0 }),
    use('of no rows', [draw([0, 3], dtype)], { k: 2 }),
    ...[1, 5, 40, 300, 1000].flatMap((k) => [
      use('of long rows', [draw([2, 3, 1000], dtype, -100, 100)], { k }),
      use('of long rows with many equals', [draw([1000], dtype)], { k }),
      use('of a rising row', [row(dtype, rising(1000))], { k }),
      use('of a falling row', [row(dtype, rising(1000).reverse())], { k }),
    ]),
    ...(isFloating(dtype)
      ? [1, 5, 40].flatMap((k) => [
          use('with NaN first', [row(dtype, [...beyond, 0, -0, 0, Number.NaN, ...rising(300)])], { k }),
          use(
            'of NaN but for a few',
            [
              row(
                dtype,
                rising(301).map((x) => (x % 60 ? Number.NaN : -x)),
              ),
            ],
            { k },
          ),
          use(
            'of −∞ but for a few',
            [
              row(
                dtype,
                rising(301).map((x) => (x % 60 ? -Infinity : x)),
              ),
            ],
            { k },
          ),
        ])
      : []),
  ]),
};

/** Whole numbers from 0 on, in steps that int8 holds. */
function rising(size: number): number[] {
  return Array.from({ length: size }, (_, i) => Math.floor((i * 120) / size));
}

function running() {
  return uses<ParamsOf<'cumSum'>>(numbers, (dtype) =>
    [false, true].flatMap((exclusive) =>
      [false, true].flatMap((reverse) => [
        use('of the last axis', [draw([2, 5], dtype)], { axis: 1, exclusive, reverse }),
        use('of the first axis', [draw([4, 2, 3], dtype)], { axis: 0, exclusive, reverse }),
        use('of nothing', [draw([0, 2], dtype)], { axis: 0, exclusive, reverse }),
      ]),
    ),
  );
}

const products: readonly (readonly [a: Shape, b: Shape])[] = [
  [
    [3, 4],
    [4, 5],
  ],
  [
    [1, 6],
    [6, 1],
  ],
  [
    [9, 7],
    [7, 10],
  ],
  [
    [2, 3, 4],
    [2, 4, 5],
  ],
  [
    [2, 1, 3, 4],
    [3, 4, 2],
  ],
  [
    [5, 3, 4],
    [4, 2],
  ],
  [
    [3, 0],
    [0, 2],
  ],
  [
    [0, 3],
    [3, 2],
  ],
];

const turned = (shape: Shape, turn: boolean): Shape =>
  turn ? [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!] : shape;

/** Matrix products and softmax. */
export const productUses = {
  matmul: uses<ParamsOf<'matmul'>>([...floats, ...wholes], (dtype) =>
    products.flatMap(([a, b]) =>
      [false, true].flatMap((transposeA) =>
        [false, true].map((transposeB) =>
          use(
            `of [${a}] and [${b}]${transposeA ? ', a transposed' : ''}${transposeB ? ', b transposed' : ''}`,
            [draw(turned(a, transposeA), dtype), draw(turned(b, transposeB), dtype)],
            { transposeA, transposeB },
          ),
        ),
      ),
    ),
  ),
  affine: uses<ParamsOf<'affine'>>(floats, (dtype) =>
    affineSizes.flatMap(([rows, inputs, outputs]) =>
      epilogueActivations.map((activation) => ({
        ...use(
          `of ${rows} rows, ${inputs} to ${outputs}, ${activation}`,
          [draw([rows, inputs], dtype), draw([inputs, outputs], dtype), draw([outputs], dtype)],
          { activation },
        ),
        ...longSums[dtype],
      })),
    ),
  ),
  softmax: overAxis(),
  logSoftmax: overAxis(),
};

/** Single rows and columns, no elements, and edges of tiles. */
const affineSizes = [
  [3, 4, 5],
  [1, 7, 9],
  [9, 7, 1],
  [5, 0, 3],
  [0, 3, 2],
  [37, 65, 50],
] as const;

function overAxis() {
  return uses<{ readonly axis: number }>(floats, (dtype) => [
    use('of the last axis', [draw([3, 4], dtype)], { axis: 1 }),
    use('of the first axis', [draw([3, 2, 2], dtype)], { axis: 0 }),
    use('of large numbers', [row(dtype, [1000, 1001, -1000])], { axis: 0 }),
    use('of nothing', [draw([0, 3], dtype)], { axis: 1 }),
  ]);
}

/** Conversions, and arrays from nothing. */
export const makingUses = {
  cast: uses<ParamsOf<'cast'>>(all, (from) =>
    all
      .filter((to) => to !== from)
      .flatMap((to) => [
        use(`to ${to}`, [draw([2, 5], from, -9, 9)], { from, to }),
        ...(isFloating(from)
          ? [use(`of fractions to ${to}`, [row(from, [1.7, -1.7, 0.5, -0.5, 0])], { from, to })]
          : []),
      ]),
  ),
  full: uses<ParamsOf<'full'>>(all, (dtype) =>
    ([[], [3], [2, 0], [2, 3]] as const).map((shape) =>
      use(`of [${shape}]`, [], { shape, dtype, value: dtype === 'int64' ? 1n : 1 }),
    ),
  ),
  arange: uses<ParamsOf<'arange'>>([...floats, 'int32', 'int64'], (dtype) => [
    use('upwards', [], { start: 1, step: 2, size: 5, dtype }),
    use('downwards', [], { start: 3, step: -1, size: 4, dtype }),
    use('of nothing', [], { start: 0, step: 1, size: 0, dtype }),
    ...(isFloating(dtype) ? [use('in fractions', [], { start: 0.5, step: 0.25, size: 6, dtype })] : []),
  ]),
};

const key = row('int32', [123456789, -2, 7, 1]);

/** Random numbers, which are the same on every engine, to the last bit. */
export const randomUses = {
  randomBits: uses<ParamsOf<'randomBits'>>(['int32'], () => [
    use('of some', [key], { shape: [3, 7] }),
    use('of none', [key], { shape: [0] }),
  ]),
  randomUniform: uses<ParamsOf<'randomUniform'>>(floats, (dtype) => [
    exact(use('of some', [key], { shape: [41], dtype })),
  ]),
  randomNormal: uses<ParamsOf<'randomNormal'>>(floats, (dtype) =>
    [false, true].map((truncated) => exact(use(`truncated: ${truncated}`, [key], { shape: [301], dtype, truncated }))),
  ),
  randomIntegers: uses<ParamsOf<'randomIntegers'>>(['int32', 'int64'], (dtype) => [
    use('from a small range', [key], { shape: [40], dtype, min: -3, max: 4 }),
    use('from a wide range', [key], { shape: [40], dtype, min: -(2 ** 31), max: 2 ** 31 }),
    use('many of one', [key], { shape: [3, 43], dtype, min: 7, max: 8 }),
    use('of none', [key], { shape: [0], dtype, min: 0, max: 9 }),
    ...(dtype === 'int64'
      ? widest.map(([min, max]) => use('beyond words', [key], { shape: [90], dtype, min, max }))
      : []),
  ]),
  randomPermutation: uses<ParamsOf<'randomPermutation'>>(['int32'], () =>
    [0, 1, 2, 29, 33, 34, 1000].map((size) => use(`of ${size}`, [key], { size })),
  ),
};

/** Ranges with more numbers than a word has. */
const widest = [
  [-(2 ** 31), 2 ** 31 + 1],
  [-5, 2 ** 40 + 12345],
  [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
] as const;

function exact<Params>(one: Use<Params>): Use<Params> {
  return { ...one, rtol: 0, atol: 0 };
}
