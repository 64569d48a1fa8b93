import type { DType } from '../../../src/dtype.ts';
import type { NoParams } from '../../../src/ops/elementwise.ts';
import { all, floats, numbers, type ParamsOf, wholes } from '../../../src/testing/engine-suite/drawn.ts';
import type { Chance } from '../chance.ts';
import { type Domain, elements } from '../elements.ts';
import { type Allowance, exact, type Generator, rounded } from '../generator.ts';
import { anyShape, broadcastable } from '../shapes.ts';

/** One operand, from a domain; gradients where it is smooth. */
function unary(
  dtypes: readonly DType[],
  low: number,
  high: number,
  { wide, smooth = [low, high], allowance = rounded }: Options = {},
): Generator<NoParams> {
  const of = (domain: Domain) => (chance: Chance, dtype: DType) => ({
    inputs: [elements(chance, anyShape(chance), dtype, domain)],
    params: {},
  });
  const gradient = of({ low: smooth[0], high: smooth[1] });
  return { dtypes, allowance, draw: of({ low, high, wide: wide ?? undefined }), gradient };
}

interface Options {
  readonly wide?: Domain['wide'];
  readonly smooth?: readonly [number, number];
  readonly allowance?: Allowance;
}

const anySize = { wide: [-40, 40] } as const;
const bits = { allowance: exact, ...anySize } as const;

/** Elementwise maths of one operand. */
export const unaryGenerators = {
  neg: unary(numbers, -9, 9, bits),
  abs: unary(numbers, -9, 9, bits),
  sign: unary(numbers, -9, 9, bits),
  square: unary(numbers, -100, 100, bits),
  relu: unary(numbers, -9, 9, bits),
  floor: unary(floats, -9, 9, bits),
  ceil: unary(floats, -9, 9, bits),
  round: unary(floats, -9, 9, bits),
  trunc: unary(floats, -9, 9, bits),
  isNaN: unary(floats, -9, 9, bits),
  not: unary([...wholes, 'bool'], -100, 100, bits),
  sqrt: unary(floats, 0, 9, { ...bits, smooth: [0.1, 9] }),
  exp: unary(floats, -20, 20, { wide: [-40, 2.5], smooth: [-5, 5] }),
  expm1: unary(floats, -20, 20, { wide: [-40, 2.5], smooth: [-5, 5] }),
  exp2: unary(floats, -20, 20, { wide: [-40, 2.5], smooth: [-5, 5] }),
  log: unary(floats, 0, 9, { ...anySize, smooth: [0.1, 9] }),
  log1p: unary(floats, -0.99, 9, { wide: [-40, -1], smooth: [-0.5, 9] }),
  log2: unary(floats, 0, 9, { ...anySize, smooth: [0.1, 9] }),
  log10: unary(floats, 0, 9, { ...anySize, smooth: [0.1, 9] }),
  cbrt: unary(floats, -9, 9, { ...anySize, smooth: [0.1, 9] }),
  rsqrt: unary(floats, 0, 9, { ...anySize, smooth: [0.1, 9] }),
  sin: unary(floats, -20, 20, { wide: [-40, 4] }),
  cos: unary(floats, -20, 20, { wide: [-40, 4] }),
  tan: unary(floats, -20, 20, { wide: [-40, 4], smooth: [-1.4, 1.4] }),
  asin: unary(floats, -1, 1, { wide: [-40, 0], smooth: [-0.9, 0.9] }),
  acos: unary(floats, -1, 1, { wide: [-40, 0], smooth: [-0.9, 0.9] }),
  atan: unary(floats, -9, 9, { ...anySize, smooth: [-9, 9] }),
  sinh: unary(floats, -20, 20, { wide: [-40, 2], smooth: [-5, 5] }),
  cosh: unary(floats, -20, 20, { wide: [-40, 2], smooth: [-5, 5] }),
  tanh: unary(floats, -9, 9, { ...anySize, smooth: [-4, 4] }),
  asinh: unary(floats, -9, 9, { ...anySize, smooth: [-9, 9] }),
  acosh: unary(floats, 1, 9, { wide: [0, 40], smooth: [1.1, 9] }),
  atanh: unary(floats, -0.99, 0.99, { wide: [-40, -0.1], smooth: [-0.9, 0.9] }),
  // The reference's own error is up to 1e-15 for erf, and 4e-15 for its inverse.
  erf: unary(floats, -5, 5, { ...anySize, smooth: [-3, 3], allowance: { ...rounded, relative: 8 } }),
  erfInv: unary(floats, -0.99, 0.99, {
    wide: [-40, -0.1],
    smooth: [-0.9, 0.9],
    allowance: { ...rounded, relative: 20 },
  }),
  sigmoid: unary(floats, -20, 20, { ...anySize, smooth: [-6, 6] }),
  i0: unary(floats, -20, 20, { wide: [-40, 1], smooth: [-5, 5] }),
  i1: unary(floats, -20, 20, { wide: [-40, 1], smooth: [-5, 5] }),
  softplus: unary(floats, -20, 20, { ...anySize, smooth: [-9, 9] }),
  // Below −87 a sigmoid that has been rounded has few bits left.
  silu: unary(floats, -20, 20, { wide: [-40, 1.9], smooth: [-9, 9] }),
} satisfies Record<string, Generator<NoParams>>;

/** Two operands, of a domain each, whose shapes broadcast. */
function binary(dtypes: readonly DType[], a: Domain, b: Domain = a, allowance = exact): Generator<NoParams> {
  const draw = (chance: Chance, dtype: DType) => {
    const [first = [], second = []] = broadcastable(chance, 2);
    return { inputs: [elements(chance, first, dtype, a), elements(chance, second, dtype, b)], params: {} };
  };
  return { dtypes, allowance, draw };
}

const signed: Domain = { low: -100, high: 100, wide: [-40, 40] };
const small: Domain = { low: -4, high: 4 };
const logical: readonly DType[] = [...wholes, 'bool'];
const shifts = { low: 0, high: 70, awkward: false };
const powers = binary(numbers, { low: 0.1, high: 3 }, { low: -3, high: 3 }, rounded);
const wholePowers = binary(wholes, { low: -9, high: 9 }, { low: -4, high: 12, awkward: false });

/** Elementwise maths of two operands. */
export const binaryGenerators = {
  add: binary(numbers, signed),
  sub: binary(numbers, signed),
  mul: binary(numbers, signed),
  div: binary(floats, signed, { low: 0.5, high: 9 }),
  pow: {
    ...powers,
    draw: (chance: Chance, dtype: DType) => (wholes.includes(dtype) ? wholePowers : powers).draw(chance, dtype),
  },
  maximum: binary(numbers, signed),
  minimum: binary(numbers, signed),
  atan2: binary(floats, small, { low: 0.5, high: 4 }, rounded),
  remainder: binary(numbers, signed, small),
  floorDivide: binary(numbers, signed, small),
  equal: binary(all, small),
  notEqual: binary(all, small),
  less: binary(all, small),
  lessEqual: binary(all, small),
  and: binary(logical, signed),
  or: binary(logical, signed),
  xor: binary(logical, signed),
  shiftLeft: binary(wholes, signed, shifts),
  shiftRight: binary(wholes, signed, shifts),
} satisfies Record<string, Generator<NoParams>>;

/** One operand and options. */
function unaryWith<Params>(options: (chance: Chance) => Params, allowance = rounded): Generator<Params> {
  const of = (domain: Domain) => (chance: Chance, dtype: DType) => ({
    inputs: [elements(chance, anyShape(chance), dtype, domain)],
    params: options(chance),
  });
  const gradient = of({ low: -6, high: 6 });
  return { dtypes: floats, allowance, draw: of({ low: -20, high: 20, wide: [-40, 40] }), gradient };
}

/** Elementwise maths of three operands, and with options. */
export const otherElementwiseGenerators = {
  where: {
    dtypes: all,
    allowance: exact,
    draw: (chance, dtype) => {
      const [condition = [], a = [], b = []] = broadcastable(chance, 3);
      return {
        inputs: [
          elements(chance, condition, 'bool', small),
          elements(chance, a, dtype, signed),
          elements(chance, b, dtype, signed),
        ],
        params: {},
      };
    },
  } satisfies Generator<ParamsOf<'where'>>,
  clip: unaryWith<ParamsOf<'clip'>>((chance) => ({ min: chance.between(-9, 0), max: chance.between(0, 9) }), exact),
  leakyRelu: unaryWith<ParamsOf<'leakyRelu'>>((chance) => ({ slope: chance.between(0, 1) })),
  // x · (1 + erf …) / 2 cancels, down from x.
  gelu: unaryWith<ParamsOf<'gelu'>>((chance) => ({ approximate: chance.happens(0.5) }), {
    relative: 4,
    absolute: 4,
    scale: 'sizes',
  }),
  elu: unaryWith<ParamsOf<'elu'>>((chance) => ({ alpha: chance.between(0.1, 2) })),
};
