import type { DType } from '../../../src/dtype.ts';
import { convShape } from '../../../src/ops/convolution.ts';
import { type EpilogueActivation, epilogueActivations } from '../../../src/ops/epilogue.ts';
import { poolShape } from '../../../src/ops/pooling.ts';
import type { Shape } from '../../../src/shape.ts';
import { floats, type ParamsOf } from '../../../src/testing/engine-suite/drawn.ts';
import type { Chance } from '../chance.ts';
import { type Domain, elements } from '../elements.ts';
import { type Allowance, composed, exact, type Generator, summed } from '../generator.ts';
import { smoothActivations } from './activations.ts';

const any: Domain = { low: -3, high: 3, ends: false };
/** Winograd's tiles, and zeros of the padding that are multiplied, hand NaN to their neighbours. */
const tiled: Allowance = { ...summed, spreads: true };
const spatialSizes = [40, 14, 7];

type Ends = readonly [low: number, high: number];

/** Sizes of an input, and a window with strides that fits into it. */
function windows(chance: Chance, dilated: boolean) {
  const axes = chance.whole(1, 3);
  const spatial = chance.times(axes, () => chance.whole(1, spatialSizes[axes - 1] as number));
  const kind = chance.happens(0.5) ? chance.of([1, 2, 3]) : 0;
  const window = spatial.map(() => kind || chance.whole(1, 4));
  const dilation = spatial.map(() => (dilated && chance.happens(0.2) ? chance.whole(2, 3) : 1));
  const padding = window.map((size): Ends => [chance.whole(0, size - 1), chance.whole(0, size - 1)]);
  const strides = spatial.map(() => (chance.happens(0.6) ? 1 : chance.whole(2, 4)));
  // What the window spans has to fit: an axis that is too short grows.
  const sizes = spatial.map((size, axis) => {
    const reach = ((window[axis] as number) - 1) * (dilation[axis] as number) + 1;
    const [low, high] = padding[axis] as Ends;
    return Math.max(size, reach - low - high, 1);
  });
  return { spatial: sizes, window, dilation, padding, strides, batch: chance.happens(0.05) ? 0 : chance.whole(1, 3) };
}

interface Conv {
  readonly x: Shape;
  readonly kernel: Shape;
  readonly params: ParamsOf<'conv'>;
}

function convolution(chance: Chance): Conv {
  const { spatial, window, dilation, padding, strides, batch } = windows(chance, true);
  const groups = chance.happens(0.6) ? 1 : chance.whole(2, 4);
  const channels = () => (chance.happens(0.1) ? chance.whole(16, 34) : chance.whole(1, 6));
  const [perGroup, outPerGroup] =
    groups > 1 && chance.happens(0.5) ? [1, chance.whole(1, 2)] : [channels(), channels()];
  return {
    x: [batch, ...spatial, groups * perGroup],
    kernel: [...window, perGroup, groups * outPerGroup],
    params: { strides, padding, dilation, groups },
  };
}

function affineConv(activations: readonly EpilogueActivation[]) {
  return (chance: Chance, dtype: DType) => {
    const { x, kernel, params } = convolution(chance);
    return {
      inputs: [x, kernel, kernel.slice(-1)].map((shape) => elements(chance, shape, dtype, any)),
      params: { ...params, activation: chance.of(activations) },
    };
  };
}

/** Convolution and its gradients. */
export const convolutionGenerators = {
  conv: {
    dtypes: floats,
    allowance: tiled,
    draw: (chance, dtype) => {
      const { x, kernel, params } = convolution(chance);
      return { inputs: [elements(chance, x, dtype, any), elements(chance, kernel, dtype, any)], params };
    },
  } satisfies Generator<ParamsOf<'conv'>>,
  affineConv: {
    dtypes: floats,
    // Sums of up to two thousand products, before what the activation makes of them.
    allowance: { ...composed, absolute: 160, spreads: true },
    draw: affineConv(epilogueActivations),
    gradient: affineConv(smoothActivations),
  } satisfies Generator<ParamsOf<'affineConv'>>,
  convInputGradient: {
    dtypes: floats,
    allowance: tiled,
    draw: (chance, dtype) => {
      const { x, kernel, params } = convolution(chance);
      const dy = elements(chance, convShape(x, kernel, params), dtype, any);
      return { inputs: [dy, elements(chance, kernel, dtype, any)], params: { ...params, inputShape: x } };
    },
  } satisfies Generator<ParamsOf<'convInputGradient'>>,
  convKernelGradient: {
    dtypes: floats,
    allowance: tiled,
    draw: (chance, dtype) => {
      const { x, kernel, params } = convolution(chance);
      const dy = elements(chance, convShape(x, kernel, params), dtype, any);
      return { inputs: [elements(chance, x, dtype, any), dy], params: { ...params, kernelShape: kernel } };
    },
  } satisfies Generator<ParamsOf<'convKernelGradient'>>,
};

function pooling(chance: Chance): { readonly x: Shape; readonly params: ParamsOf<'maxPool'> } {
  const { spatial, window, padding, strides, batch } = windows(chance, false);
  const channels = chance.happens(0.1) ? chance.whole(16, 34) : chance.whole(1, 6);
  return { x: [batch, ...spatial, channels], params: { window, strides, padding } };
}

/** Pooling and its gradients. */
export const poolingGenerators = {
  maxPool: {
    dtypes: floats,
    allowance: exact,
    draw: (chance, dtype) => {
      const { x, params } = pooling(chance);
      return { inputs: [elements(chance, x, dtype, any)], params };
    },
  } satisfies Generator<ParamsOf<'maxPool'>>,
  maxPoolGradient: {
    dtypes: floats,
    allowance: { ...summed, absolute: 200, scale: 'largest' },
    draw: (chance, dtype) => {
      const { x, params } = pooling(chance);
      const dy = elements(chance, poolShape(x, params), dtype, any);
      return { inputs: [elements(chance, x, dtype, any), dy], params };
    },
  } satisfies Generator<ParamsOf<'maxPoolGradient'>>,
  averagePool: {
    dtypes: floats,
    allowance: summed,
    draw: (chance, dtype) => {
      const { x, params } = pooling(chance);
      return { inputs: [elements(chance, x, dtype, any)], params: { ...params, countPadding: chance.happens(0.5) } };
    },
  } satisfies Generator<ParamsOf<'averagePool'>>,
  averagePoolGradient: {
    dtypes: floats,
    allowance: summed,
    draw: (chance, dtype) => {
      const { x, params } = pooling(chance);
      const dy = elements(chance, poolShape(x, params), dtype, any);
      return { inputs: [dy], params: { ...params, countPadding: chance.happens(0.5), inputShape: x } };
    },
  } satisfies Generator<ParamsOf<'averagePoolGradient'>>,
};
