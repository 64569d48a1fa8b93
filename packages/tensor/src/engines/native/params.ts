import type { Kernels } from '../../engine/engine.ts';
import { epilogueActivations } from '../../ops/epilogue.ts';
import type { Parameter } from './record.ts';

type ParamsOf<Name extends keyof Kernels<unknown>> = Parameters<NonNullable<Kernels<unknown>[Name]>>[1];

type Pairs = readonly (readonly [number, number])[];

/** The two ends of each axis in one list. */
function ends(padding: Pairs): number[] {
  return padding.flat();
}

function conv({ strides, padding, dilation, groups }: ParamsOf<'conv'>): Parameter[] {
  return [strides, ends(padding), dilation, groups];
}

function pool({ window, strides, padding }: ParamsOf<'maxPool'>): Parameter[] {
  return [window, strides, ends(padding)];
}

const axis = (params: { readonly axis: number }): Parameter[] => [params.axis];
const axes = (params: { readonly axes: readonly number[] }): Parameter[] => [params.axes];
const cumulative = (params: ParamsOf<'cumSum'>): Parameter[] => [params.axis, params.exclusive, params.reverse];

function normalization({ epsilon, scale, center }: ParamsOf<'layerNormalization'>): Parameter[] {
  return [epsilon, scale, center];
}

/** Without a window, −1. */
function attention({ scale, causal, offset, window = -1, masked }: ParamsOf<'attention'>): Parameter[] {
  return [scale, causal, offset, window, masked];
}

function recurrent(params: ParamsOf<'lstm'>): Parameter[] {
  return [params.reverse, params.sequences, params.mask, params.inputMasks, params.recurrentMasks];
}

/** The halves of a 64-bit number, which no double can hold. */
function halves(value: bigint): Parameter[] {
  const bits = BigInt.asUintN(64, value);
  return [Number(bits & 0xffffffffn), Number(bits >> 32n)];
}

/**
 * What the kernels with parameters are told besides shapes and dtypes, in the order in which they read it. A kernel that is
 * not here takes none.
 */
export const parameters: { readonly [Name in keyof Kernels<unknown>]?: (params: ParamsOf<Name>) => Parameter[] } = {
  matmul: ({ transposeA, transposeB }) => [transposeA, transposeB],
  sum: axes,
  prod: axes,
  max: axes,
  min: axes,
  any: axes,
  all: axes,
  argMax: axis,
  argMin: axis,
  cumSum: cumulative,
  cumProd: cumulative,
  sort: (params) => [params.axis, params.descending],
  topK: ({ k }) => [k],
  transpose: ({ permutation }) => [permutation],
  concat: axis,
  slice: ({ starts, sizes, steps }) => [starts, sizes, steps],
  flip: axes,
  pad: ({ low, high, interior, value }) => [low, high, interior, value],
  dynamicSlice: ({ sizes }) => [sizes],
  gather: axis,
  scatterAdd: axis,
  takeAlongAxis: axis,
  scatterAddAlongAxis: axis,
  embeddingGradient: (params) => [params.axis, params.size],
  full: ({ value }) => (typeof value === 'bigint' ? halves(value) : [value]),
  arange: ({ start, step }) => [start, step],
  randomNormal: ({ truncated }) => [truncated],
  randomIntegers: ({ min, max }) => [min, max],
  conv,
  affine: ({ activation }) => [epilogueActivations.indexOf(activation)],
  affineConv: ({ activation, ...moves }) => [...conv(moves), epilogueActivations.indexOf(activation)],
  convInputGradient: conv,
  convKernelGradient: conv,
  maxPool: pool,
  maxPoolGradient: pool,
  averagePool: (params) => [...pool(params), params.countPadding],
  averagePoolGradient: (params) => [...pool(params), params.countPadding],
  leakyRelu: ({ slope }) => [slope],
  gelu: ({ approximate }) => [approximate],
  elu: ({ alpha }) => [alpha],
  clip: ({ min, max }) => [min, max],
  softmax: axis,
  softmaxGradient: axis,
  logSoftmax: axis,
  logSoftmaxGradient: axis,
  gru: (params) => [...recurrent(params), params.resetAfter],
  gruGradient: (params) => [...recurrent(params), params.resetAfter, params.inputGradient],
  simpleRnn: recurrent,
  simpleRnnGradient: (params) => [...recurrent(params), params.inputGradient],
  lstm: recurrent,
  lstmGradient: (params) => [...recurrent(params), params.inputGradient],
  layerNormalization: normalization,
  layerNormalizationGradient: normalization,
  batchNormalization: normalization,
  batchNormalizationTraining: normalization,
  batchNormalizationGradient: normalization,
  groupNormalization: (params) => [...normalization(params), params.groups],
  groupNormalizationGradient: (params) => [...normalization(params), params.groups],
  rmsNormalization: ({ epsilon, scale }) => [epsilon, scale, false],
  rmsNormalizationGradient: ({ epsilon, scale }) => [epsilon, scale, false],
  softmaxCrossEntropy: ({ sparse }) => [sparse],
  softmaxCrossEntropyGradient: ({ sparse }) => [sparse],
  binaryCrossEntropy: ({ epsilon }) => [epsilon],
  binaryCrossEntropyGradient: ({ epsilon }) => [epsilon],
  attention,
  attentionGradient: attention,
  sgdStep: ({ momentum, nesterov, weightDecay }) => [momentum, nesterov, weightDecay],
  adamStep: ({ beta1, beta2, epsilon, amsgrad, weightDecay }) => [beta1, beta2, epsilon, amsgrad, weightDecay],
};
