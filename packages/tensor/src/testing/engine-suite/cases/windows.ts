import type { DType } from '../../../dtype.ts';
import { convShape } from '../../../ops/convolution.ts';
import { epilogueActivations } from '../../../ops/epilogue.ts';
import { poolShape } from '../../../ops/pooling.ts';
import type { Shape } from '../../../shape.ts';
import { draw, floats, longSums, type ParamsOf, row, type Use, type Uses } from '../drawn.ts';

function uses<Params>(of: (dtype: DType) => readonly Use<Params>[]): Uses<Params> {
  return { dtypes: floats, of };
}

interface Conv {
  readonly title: string;
  readonly x: Shape;
  readonly kernel: Shape;
  readonly params: ParamsOf<'conv'>;
}

const convolutions: readonly Conv[] = [
  conv('of one axis', [2, 7, 3], [3, 3, 4], {}),
  conv('of two axes', [2, 6, 5, 3], [3, 2, 3, 4], {}),
  conv('with strides and padding', [2, 6, 7, 2], [3, 3, 2, 3], {
    strides: [2, 3],
    padding: [
      [1, 1],
      [0, 2],
    ],
  }),
  conv('with dilation', [1, 8, 7, 2], [3, 2, 2, 2], { dilation: [2, 3] }),
  conv('in groups', [2, 5, 5, 4], [2, 2, 2, 6], { groups: 2 }),
  conv('by channel', [2, 5, 5, 3], [3, 3, 1, 6], {
    groups: 3,
    padding: [
      [1, 1],
      [1, 1],
    ],
  }),
  conv('of a window of 1', [2, 3, 3, 4], [1, 1, 4, 5], {}),
  conv('of three axes', [1, 4, 4, 3, 2], [2, 2, 2, 2, 3], {
    strides: [1, 2, 1],
    padding: [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
  }),
  conv('of no example', [0, 4, 4, 2], [2, 2, 2, 3], {}),
];

function conv(title: string, x: Shape, kernel: Shape, params: Partial<ParamsOf<'conv'>>): Conv {
  const axes = x.slice(1, -1);
  return {
    title,
    x,
    kernel,
    params: {
      strides: axes.map(() => 1),
      dilation: axes.map(() => 1),
      padding: axes.map(() => [0, 0] as const),
      groups: 1,
      ...params,
    },
  };
}

/** What sums that cancel may differ by; half types round once, at the end. */
function ofSums(dtype: DType) {
  return dtype === 'float32' ? longSums[dtype] : {};
}

/** Convolution and its gradients. */
export const convolutionUses = {
  conv: uses<ParamsOf<'conv'>>((dtype) =>
    convolutions.map(({ title, x, kernel, params }) => ({
      title,
      inputs: [draw(x, dtype), draw(kernel, dtype)],
      params,
      ...ofSums(dtype),
    })),
  ),
  affineConv: uses<ParamsOf<'affineConv'>>((dtype) =>
    convolutions.flatMap(({ title, x, kernel, params }) =>
      epilogueActivations.map((activation) => ({
        title: `${title}, ${activation}`,
        inputs: [draw(x, dtype), draw(kernel, dtype), draw(kernel.slice(-1), dtype)],
        params: { ...params, activation },
        ...longSums[dtype],
      })),
    ),
  ),
  convInputGradient: uses<ParamsOf<'convInputGradient'>>((dtype) =>
    convolutions.map(({ title, x, kernel, params }) => ({
      title,
      inputs: [draw(convShape(x, kernel, params), dtype), draw(kernel, dtype)],
      params: { ...params, inputShape: x },
      ...ofSums(dtype),
    })),
  ),
  convKernelGradient: uses<ParamsOf<'convKernelGradient'>>((dtype) =>
    convolutions.map(({ title, x, kernel, params }) => ({
      title,
      inputs: [draw(x, dtype), draw(convShape(x, kernel, params), dtype)],
      params: { ...params, kernelShape: kernel },
      ...ofSums(dtype),
    })),
  ),
};

const pools: readonly { readonly title: string; readonly x: Shape; readonly params: ParamsOf<'maxPool'> }[] = [
  { title: 'of one axis', x: [2, 7, 3], params: { window: [2], strides: [2], padding: [[0, 0]] } },
  {
    title: 'of two axes',
    x: [2, 6, 5, 3],
    params: {
      window: [2, 3],
      strides: [2, 1],
      padding: [
        [0, 0],
        [0, 0],
      ],
    },
  },
  {
    title: 'with padding',
    x: [2, 5, 6, 2],
    params: {
      window: [3, 2],
      strides: [2, 2],
      padding: [
        [1, 1],
        [0, 1],
      ],
    },
  },
  {
    title: 'of three axes',
    x: [1, 4, 4, 3, 2],
    params: {
      window: [2, 2, 2],
      strides: [2, 1, 1],
      padding: [
        [0, 0],
        [1, 0],
        [0, 0],
      ],
    },
  },
];

/** Pooling and its gradients. */
export const poolingUses = {
  maxPool: uses<ParamsOf<'maxPool'>>((dtype) => [
    ...pools.map(({ title, x, params }) => ({ title, inputs: [draw(x, dtype)], params })),
  ]),
  maxPoolGradient: uses<ParamsOf<'maxPoolGradient'>>((dtype) => [
    ...pools.map(({ title, x, params }) => ({
      title,
      inputs: [draw(x, dtype), draw(poolShape(x, params), dtype)],
      params,
    })),
    {
      title: 'of equals: the first one takes it',
      inputs: [
        { ...row(dtype, [1, 1, 1, 1]), shape: [1, 4, 1] },
        { ...row(dtype, [5, 7]), shape: [1, 2, 1] },
      ],
      params: { window: [2], strides: [2], padding: [[0, 0]] },
    },
  ]),
  averagePool: uses<ParamsOf<'averagePool'>>((dtype) =>
    [false, true].flatMap((countPadding) =>
      pools.map(({ title, x, params }) => ({ title, inputs: [draw(x, dtype)], params: { ...params, countPadding } })),
    ),
  ),
  averagePoolGradient: uses<ParamsOf<'averagePoolGradient'>>((dtype) =>
    [false, true].flatMap((countPadding) =>
      pools.map(({ title, x, params }) => ({
        title,
        inputs: [draw(poolShape(x, params), dtype)],
        params: { ...params, countPadding, inputShape: x },
      })),
    ),
  ),
};
