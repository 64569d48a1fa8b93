/**
 * The set of primitives: all that an engine implements and a transform interprets. Adding one touches its own file,
 * a line here, and one kernel an engine; an engine that lacks a required one does not compile.
 *
 * Control flow, FFT, quantized matmul and collectives will join as further lines.
 */
import type * as activationGradients from './ops/activation-gradients.ts';
import type * as activations from './ops/activations.ts';
import type * as affineOp from './ops/affine.ts';
import type * as arithmetic from './ops/arithmetic.ts';
import type * as attentionPrimitives from './ops/attention-primitives.ts';
import type * as batchNormalization from './ops/batch-normalization.ts';
import type * as bessel from './ops/bessel.ts';
import type * as binaryCrossEntropies from './ops/binary-cross-entropy.ts';
import type * as castOp from './ops/cast.ts';
import type * as compare from './ops/compare.ts';
import type * as convolution from './ops/convolution.ts';
import type * as create from './ops/create.ts';
import type * as crossEntropy from './ops/cross-entropy.ts';
import type * as cumulative from './ops/cumulative.ts';
import type * as division from './ops/division.ts';
import type * as dynamicSlices from './ops/dynamic-slice.ts';
import type * as exponential from './ops/exponential.ts';
import type * as extrema from './ops/extrema.ts';
import type * as gather from './ops/gather.ts';
import type * as groupNormalization from './ops/group-normalization.ts';
import type * as join from './ops/join.ts';
import type * as layerNormalization from './ops/layer-normalization.ts';
import type * as logic from './ops/logic.ts';
import type * as matmulOp from './ops/matmul.ts';
import type * as adamSteps from './ops/optimizer-steps/adam.ts';
import type * as sgdSteps from './ops/optimizer-steps/sgd.ts';
import type * as pooling from './ops/pooling.ts';
import type * as random from './ops/random.ts';
import type * as gru from './ops/recurrent/gru.ts';
import type * as lstm from './ops/recurrent/lstm.ts';
import type * as simpleRnn from './ops/recurrent/simple-rnn.ts';
import type * as reduce from './ops/reduce.ts';
import type * as reshapes from './ops/reshape.ts';
import type * as rmsNormalization from './ops/rms-normalization.ts';
import type * as rounding from './ops/rounding.ts';
import type * as slices from './ops/slice.ts';
import type * as smoothActivations from './ops/smooth-activations.ts';
import type * as softmaxOps from './ops/softmax.ts';
import type * as sorts from './ops/sort.ts';
import type * as special from './ops/special.ts';
import type * as trigonometric from './ops/trigonometric.ts';
import type * as whereOp from './ops/where.ts';

type Modules = typeof activationGradients &
  typeof activations &
  typeof affineOp &
  typeof arithmetic &
  typeof attentionPrimitives &
  typeof batchNormalization &
  typeof bessel &
  typeof binaryCrossEntropies &
  typeof castOp &
  typeof compare &
  typeof convolution &
  typeof create &
  typeof crossEntropy &
  typeof cumulative &
  typeof division &
  typeof dynamicSlices &
  typeof exponential &
  typeof extrema &
  typeof gather &
  typeof groupNormalization &
  typeof gru &
  typeof join &
  typeof layerNormalization &
  typeof logic &
  typeof lstm &
  typeof matmulOp &
  typeof adamSteps &
  typeof sgdSteps &
  typeof pooling &
  typeof random &
  typeof reduce &
  typeof reshapes &
  typeof rmsNormalization &
  typeof rounding &
  typeof simpleRnn &
  typeof slices &
  typeof smoothActivations &
  typeof softmaxOps &
  typeof sorts &
  typeof special &
  typeof trigonometric &
  typeof whereOp;

/** Every `<name>Primitive` that the op files export, under its name. */
export type PrimitiveSet = {
  [Key in keyof Modules as Key extends `${infer Name}Primitive` ? Name : never]: Modules[Key];
};
