import * as m from '@mariana/tensor';
import { type DType, isFloating, type Shape, sizeOf, type Tensor, tensor } from '@mariana/tensor';

/** Awkward elements first, then plain ones. Denormal numbers are not among them: libtensorflow flushes them to 0. */
const special = [Number.NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, 2.5, -2.5, 3.5, 88, -100, 1e-8, 1e20, -0.3];

/** Repeatable numbers: `special` ones where asked for, plain ones in [-3, 3) otherwise. */
export function sample(shape: Shape, dtype: DType = 'float32', { awkward = false, seed = 1 } = {}): Tensor {
  let state = seed * 7919 + 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const values = Array.from({ length: sizeOf(shape) }, (_, i) => {
    if (dtype === 'bool') return next() < 0.5;
    if (!isFloating(dtype)) return Math.floor(next() * 200) - (dtype === 'uint8' ? 0 : 100);
    return awkward && i < 2 * special.length
      ? special[(i * (1 + (seed % 3) * 2) + seed) % special.length]!
      : next() * 6 - 3;
  });
  return tensor(values.map(Number), { dtype: 'float32' }).cast(dtype).reshape(shape);
}

type Case = () => Tensor | readonly Tensor[];

const unary = {
  neg: m.neg,
  abs: m.abs,
  sign: m.sign,
  square: m.square,
  exp: m.exp,
  expm1: m.expm1,
  log: m.log,
  log1p: m.log1p,
  sqrt: m.sqrt,
  rsqrt: m.rsqrt,
  sigmoid: m.sigmoid,
  relu: m.relu,
  floor: m.floor,
  ceil: m.ceil,
  round: m.round,
  trunc: m.trunc,
  sin: m.sin,
  cos: m.cos,
  tan: m.tan,
  asin: m.asin,
  acos: m.acos,
  atan: m.atan,
  sinh: m.sinh,
  cosh: m.cosh,
  tanh: m.tanh,
  asinh: m.asinh,
  acosh: m.acosh,
  atanh: m.atanh,
  erf: m.erf,
  isNaN: m.isNaN,
  clip: (x: Tensor) => m.clip(x, -1, 2),
  softmax: (x: Tensor) => m.softmax(x, { axis: -1 }),
  logSoftmax: (x: Tensor) => m.logSoftmax(x, { axis: 0 }),
  toInt32: (x: Tensor) => m.cast(x, 'int32'),
  toInt8: (x: Tensor) => m.cast(x, 'int8'),
  toUint8: (x: Tensor) => m.cast(x, 'uint8'),
  toBool: (x: Tensor) => m.cast(x, 'bool'),
};

const binary = {
  add: m.add,
  sub: m.sub,
  mul: m.mul,
  div: m.div,
  pow: m.pow,
  maximum: m.maximum,
  minimum: m.minimum,
  equal: m.equal,
  notEqual: m.notEqual,
  less: m.less,
  lessEqual: m.lessEqual,
  remainder: m.remainder,
  floorDivide: m.floorDivide,
  atan2: m.atan2,
};

const shapes: readonly (readonly [a: Shape, b: Shape])[] = [
  [
    [6, 8],
    [6, 8],
  ],
  [[6, 8], []],
  [[], [6, 8]],
  [
    [5, 1, 7],
    [4, 1],
  ],
  [[3], [2, 3]],
  [
    [2, 1, 3, 1, 2],
    [2, 3, 3, 2, 2],
  ],
  [
    [2, 1, 3, 1, 2, 2],
    [1, 2, 3, 2, 1, 2],
  ],
  [[0, 3], [3]],
];

function* elementwise(): Generator<readonly [string, Case]> {
  for (const [name, op] of Object.entries(unary)) {
    yield [`${name} of awkward numbers`, () => op(sample([4, 12], 'float32', { awkward: true, seed: 2 }))];
    yield [`${name} of a reshaped array`, () => op(sample([3, 4, 5]).reshape([5, 12]))];
    yield [`${name} of nothing`, () => op(sample([2, 0]))];
  }
  for (const [name, op] of Object.entries(binary)) {
    for (const [a, b] of shapes) {
      yield [
        `${name} of ${JSON.stringify(a)} and ${JSON.stringify(b)}`,
        () => op(sample(a, 'float32', { awkward: true, seed: 3 }), sample(b, 'float32', { awkward: true, seed: 5 })),
      ];
    }
    for (const dtype of ['int32', 'uint8', 'int8'] as const) {
      if (name === 'pow' || name === 'atan2') continue;
      yield [`${name} of ${dtype}`, () => op(sample([5, 6], dtype), sample([6], dtype, { seed: 4 }))];
    }
  }
  for (const op of [m.logicalAnd, m.logicalOr]) {
    yield [`${op.name} of bools`, () => op(sample([2, 1, 6], 'bool'), sample([4, 6], 'bool', { seed: 4 }))];
  }
  yield ['and of whole numbers', () => m.bitwiseAnd(sample([3, 5], 'int32'), sample([5], 'int32', { seed: 4 }))];
  yield [
    'mul of int32 wraps',
    () => m.mul(tensor(new Int32Array([123456789, -5])), tensor(new Int32Array([987654321, 7]))),
  ];
  for (const op of [m.square, m.relu, m.neg, m.abs]) {
    yield [`${op.name} of int8`, () => op(tensor(new Int8Array([-128, -3, 0, 12, 127])))];
  }
}

function* movement(): Generator<readonly [string, Case]> {
  for (const dtype of ['float32', 'int32', 'int8', 'bool'] as const) {
    const x = () => sample([2, 3, 4], dtype);
    yield [`transpose ${dtype}`, () => m.transpose(x(), [2, 0, 1])];
    yield [`transpose of rank 5 ${dtype}`, () => m.transpose(sample([2, 3, 1, 2, 2], dtype), [4, 2, 0, 3, 1])];
    yield [`broadcastTo ${dtype}`, () => m.broadcastTo(sample([3, 1], dtype), [2, 3, 4])];
    yield [`broadcastTo of a scalar ${dtype}`, () => m.broadcastTo(sample([], dtype), [2, 3])];
    yield [`slice ${dtype}`, () => m.slice(x(), [0, 1, 1], [2, 3, 3])];
    yield [`slice with steps ${dtype}`, () => m.slice(x(), [1, 2, 3], [-3, -4, -5], [-1, -2, -1])];
    yield [`leading slice ${dtype}`, () => m.slice(x(), [1], [2]).reshape([4, 3])];
    yield [`flip ${dtype}`, () => m.flip(x(), [0, 2])];
    yield [
      `concat ${dtype}`,
      () => m.concat([x(), sample([2, 1, 4], dtype, { seed: 3 }), sample([2, 0, 4], dtype)], { axis: 1 }),
    ];
    yield [`gather ${dtype}`, () => m.gather(x(), tensor(new Int32Array([2, 0, 0, 1])).reshape([2, 2]), { axis: 1 })];
    yield [`full ${dtype}`, () => m.full([2, 3], 1, { dtype })];
    yield [`where ${dtype}`, () => m.where(sample([3, 1], 'bool'), x(), sample([4], dtype, { seed: 6 }))];
  }
  yield [
    'pad',
    () =>
      m.pad(
        sample([2, 3]),
        [
          [1, 2],
          [0, 1],
        ],
        { value: 7 } as never,
      ),
  ];
  yield [
    'gradient of a strided slice',
    () => m.grad((x) => m.slice(x, [0, 0], [5, 6], [2, 3]).square().sum())(sample([5, 6])),
  ];
  yield ['scatterAdd', () => m.scatterAdd(sample([4, 3]), tensor(new Int32Array([1, 1, 3])), sample([3, 3]))];
  yield ['cumSum', () => m.cumSum(sample([3, 4]), { axis: 1 })];
  yield ['sort', () => m.argsort(sample([3, 7]), { axis: 1 })];
  yield ['uniform', () => [m.setSeed(7), m.uniform([5, 3]), m.normal([7])].slice(1) as Tensor[]];
}

function* reductions(): Generator<readonly [string, Case]> {
  const reduce = { sum: m.sum, prod: m.prod, max: m.max, min: m.min, mean: m.mean };
  for (const [name, op] of Object.entries(reduce)) {
    for (const axis of [0, 1, -1, [0, 1], [0, 2], undefined] as const) {
      yield [
        `${name} over ${JSON.stringify(axis)}`,
        () => op(sample([3, 4, 5]), { axis: axis as unknown as number[] }),
      ];
    }
    yield [`${name} with awkward numbers`, () => op(sample([4, 12], 'float32', { awkward: true }), { axis: 0 })];
    yield [`${name} of int32`, () => op(sample([3, 4], 'int32'), { axis: 1 })];
    yield [`${name} of int8`, () => op(sample([3, 4], 'int8'), { axis: 0, keepDims: true })];
  }
  yield ['sum of nothing', () => m.sum(sample([0, 3]), { axis: 0 })];
  yield ['argMax with NaN', () => m.argMax(sample([4, 12], 'float32', { awkward: true }), { axis: 1 })];
  yield ['argMin', () => m.argMin(sample([4, 5]), { axis: 0 })];
  yield ['any, all', () => [m.any(sample([3, 4], 'bool'), { axis: 1 }), m.all(sample([3, 4], 'bool'), { axis: 0 })]];
}

function* products(): Generator<readonly [string, Case]> {
  const pairs: readonly (readonly [Shape, Shape])[] = [
    [
      [5, 6],
      [6, 7],
    ],
    [
      [1, 6],
      [6, 1],
    ],
    [
      [3, 5, 6],
      [3, 6, 7],
    ],
    [
      [2, 1, 5, 6],
      [3, 6, 7],
    ],
    [
      [3, 5, 6],
      [6, 7],
    ],
    [
      [2, 0],
      [0, 3],
    ],
  ];
  const turn = (shape: Shape, flag: boolean) => (flag ? [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!] : shape);
  for (const [a, b] of pairs) {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        yield [
          `matmul ${JSON.stringify([a, b, transposeA, transposeB])}`,
          () => m.matmul(sample(turn(a, transposeA)), sample(turn(b, transposeB)), { transposeA, transposeB }),
        ];
      }
    }
  }
  yield ['matmul of int32', () => m.matmul(sample([3, 4], 'int32'), sample([4, 5], 'int32'))];
}

function* windows(): Generator<readonly [string, Case]> {
  const options: readonly m.ConvOptions[] = [
    {},
    { padding: 'same' },
    { strides: 2, padding: 'same' },
    { strides: [2, 3] },
    { dilation: 2 },
    { dilation: [1, 2], strides: [2, 1], padding: 'same' },
    {
      padding: [
        [3, 0],
        [1, 4],
      ],
    } as m.ConvOptions,
  ];
  for (const [name, x, kernel, groups] of [
    ['conv', [2, 9, 8, 3], [3, 2, 3, 4], 1],
    ['conv by channel', [2, 9, 8, 3], [3, 2, 1, 6], 3],
    ['conv in groups', [2, 9, 8, 4], [3, 2, 2, 6], 2],
  ] as const) {
    for (const option of options) {
      const loss = (a: Tensor, k: Tensor) =>
        m
          .conv(a, k, { ...option, groups })
          .square()
          .sum();
      yield [
        `${name} ${JSON.stringify(option)}`,
        () => [
          m.conv(sample(x), sample(kernel, 'float32', { seed: 3 }), { ...option, groups }),
          ...m.grad(loss, { withRespectTo: [0, 1] })(sample(x), sample(kernel, 'float32', { seed: 3 })),
        ],
      ];
    }
  }
  yield ['conv over one axis', () => m.conv(sample([2, 9, 3]), sample([3, 3, 4]), { padding: 'same' })];
  for (const padding of ['valid', 'same'] as const) {
    const average = (t: Tensor) => m.averagePool(t, [2, 3], { strides: 2, padding, countPadding: true });
    yield [`maxPool ${padding}`, () => m.maxPool(sample([2, 7, 8, 3]), 2, { padding })];
    yield [
      `averagePool ${padding}`,
      () => [average(sample([2, 7, 8, 3])), m.averagePool(sample([2, 7, 8, 3]), 2, { padding })],
    ];
    yield [`gradient of averagePool ${padding}`, () => m.grad((t) => average(t).square().sum())(sample([2, 7, 8, 3]))];
  }
}

/** Computations that take every path of the engine's own kernels, to be compared with the reference engine. */
export const cases: readonly (readonly [name: string, compute: Case])[] = [
  ...elementwise(),
  ...movement(),
  ...reductions(),
  ...products(),
  ...windows(),
];
