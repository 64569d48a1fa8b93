import { type DType, isHalf } from '../../../dtype.ts';
import { attentionPrimitive } from '../../../ops/attention-primitives.ts';
import type { Shape } from '../../../shape.ts';
import { type Drawn, draw, floats, given, longSums, type ParamsOf, type Use, type Uses } from '../drawn.ts';
import { outputsOf } from './fused.ts';

type Params = ParamsOf<'attention'>;

interface Sizes {
  readonly batch: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly time: number;
  readonly source: number;
  readonly dim: number;
  readonly valueDim: number;
}

const small: Sizes = { batch: 2, heads: 4, kvHeads: 2, time: 3, source: 5, dim: 4, valueDim: 3 };
/** Longer than a tile in both directions, and of sizes that no vector fits. */
const long: Sizes = { batch: 1, heads: 2, kvHeads: 2, time: 133, source: 150, dim: 19, valueDim: 21 };
const one: Sizes = { batch: 1, heads: 1, kvHeads: 1, time: 1, source: 1, dim: 1, valueDim: 1 };
const decode: Sizes = { batch: 2, heads: 6, kvHeads: 2, time: 1, source: 70, dim: 16, valueDim: 16 };

const all: Params = { scale: 0.5, causal: false, offset: 0, window: undefined, masked: false };

interface Case {
  readonly title: string;
  readonly sizes: Sizes;
  readonly params: Params;
  mask?(dtype: DType): Drawn;
}

const cases: readonly Case[] = [
  ...[small, long, one, decode].flatMap((sizes) => [
    { title: 'of all', sizes, params: all },
    { title: 'causal', sizes, params: { ...all, causal: true, offset: sizes.source - sizes.time } },
  ]),
  { title: 'causal from the start', sizes: small, params: { ...all, causal: true } },
  { title: 'causal, the first queries see nothing', sizes: small, params: { ...all, causal: true, offset: -2 } },
  { title: 'in a window', sizes: long, params: { ...all, window: 40 } },
  { title: 'causal in a window', sizes: long, params: { ...all, causal: true, offset: 17, window: 9 } },
  masked('with padding', small, [2, 1, 1, 5], [1, 1, 0, 1, 0, 0, 0, 0, 0, 0], 'bool'),
  masked('with queries that see nothing', small, [1, 1, 3, 1], [1, 0, 1], 'bool'),
  {
    title: 'with a mask for each score',
    sizes: long,
    params: { ...all, masked: true },
    mask: () => draw([1, 2, 133, 150], 'bool'),
  },
  {
    title: 'with added numbers for each head',
    sizes: long,
    params: { ...all, masked: true, causal: true },
    mask: (dtype) => draw([1, 2, 133, 150], dtype),
  },
  masked('with −∞ added', small, [2, 1, 1, 5], [0, 1, -Infinity, 0, 2, ...Array<number>(5).fill(-Infinity)], undefined),
];

function masked(
  title: string,
  sizes: Sizes,
  shape: Shape,
  elements: readonly number[],
  dtype: DType | undefined,
): Case {
  return { title, sizes, params: { ...all, masked: true }, mask: (float) => given(shape, dtype ?? float, elements) };
}

function inputsOf({ sizes, mask }: Case, dtype: DType): readonly [q: Drawn, k: Drawn, v: Drawn, mask?: Drawn] {
  const { batch, heads, kvHeads, time, source, dim, valueDim } = sizes;
  const inputs = [
    draw([batch, heads, time, dim], dtype, -1, 1),
    draw([batch, kvHeads, source, dim], dtype, -1, 1),
    draw([batch, kvHeads, source, valueDim], dtype, -1, 1),
  ] as const;
  return mask === undefined ? inputs : [...inputs, mask(dtype)];
}

function gradientUse(one: Case, dtype: DType): Use<Params> {
  const [q, k, v, mask] = inputsOf(one, dtype);
  const { title, params } = one;
  const [y, logSum] = outputsOf(attentionPrimitive, mask === undefined ? [q, k, v] : [q, k, v, mask], params);
  const inputs = [q, k, v, y as Drawn, logSum as Drawn, draw((y as Drawn).shape, dtype, -1, 1)];
  // The outputs that the gradient reads were rounded to the dtype, and differences of them cancel.
  const tolerance = isHalf(dtype) ? longSums[dtype] : {};
  return { title, inputs: mask === undefined ? inputs : [...inputs, mask], params, ...tolerance };
}

function uses(of: (dtype: DType) => readonly Use<Params>[]): Uses<Params> {
  return { dtypes: floats, of };
}

/** Attention and its gradients. */
export const attentionUses = {
  attention: uses((dtype) =>
    cases.map((one) => ({ title: one.title, params: one.params, inputs: inputsOf(one, dtype) as readonly Drawn[] })),
  ),
  attentionGradient: uses((dtype) => cases.map((one) => gradientUse(one, dtype))),
  attentionMaskGradient: uses((dtype) =>
    cases.filter(({ mask }) => mask?.(dtype).dtype === dtype).map((one) => gradientUse(one, dtype)),
  ),
};
