import * as activationGradients from '../../ops/activation-gradients.ts';
import * as activations from '../../ops/activations.ts';
import * as affine from '../../ops/affine.ts';
import * as arithmetic from '../../ops/arithmetic.ts';
import * as attentionPrimitives from '../../ops/attention-primitives.ts';
import * as batchNormalization from '../../ops/batch-normalization.ts';
import * as bessel from '../../ops/bessel.ts';
import * as binaryCrossEntropies from '../../ops/binary-cross-entropy.ts';
import * as cast from '../../ops/cast.ts';
import * as compare from '../../ops/compare.ts';
import * as convolution from '../../ops/convolution.ts';
import * as create from '../../ops/create.ts';
import * as crossEntropy from '../../ops/cross-entropy.ts';
import * as cumulative from '../../ops/cumulative.ts';
import * as division from '../../ops/division.ts';
import * as dynamicSlice from '../../ops/dynamic-slice.ts';
import * as exponential from '../../ops/exponential.ts';
import * as extrema from '../../ops/extrema.ts';
import * as gather from '../../ops/gather.ts';
import * as groupNormalization from '../../ops/group-normalization.ts';
import * as join from '../../ops/join.ts';
import * as layerNormalization from '../../ops/layer-normalization.ts';
import * as logic from '../../ops/logic.ts';
import * as matmul from '../../ops/matmul.ts';
import * as adamSteps from '../../ops/optimizer-steps/adam.ts';
import * as sgdSteps from '../../ops/optimizer-steps/sgd.ts';
import * as pooling from '../../ops/pooling.ts';
import * as random from '../../ops/random.ts';
import * as gru from '../../ops/recurrent/gru.ts';
import * as lstm from '../../ops/recurrent/lstm.ts';
import * as simpleRnn from '../../ops/recurrent/simple-rnn.ts';
import * as reduce from '../../ops/reduce.ts';
import * as reshape from '../../ops/reshape.ts';
import * as rmsNormalization from '../../ops/rms-normalization.ts';
import * as rounding from '../../ops/rounding.ts';
import * as slice from '../../ops/slice.ts';
import * as smoothActivations from '../../ops/smooth-activations.ts';
import * as softmax from '../../ops/softmax.ts';
import * as sort from '../../ops/sort.ts';
import * as special from '../../ops/special.ts';
import * as trigonometric from '../../ops/trigonometric.ts';
import * as where from '../../ops/where.ts';
import type { Primitive } from '../../primitive.ts';
import type { PrimitiveSet } from '../../primitives.ts';

const modules: readonly Readonly<Record<string, unknown>>[] = [
  activationGradients,
  activations,
  affine,
  arithmetic,
  attentionPrimitives,
  batchNormalization,
  bessel,
  binaryCrossEntropies,
  cast,
  compare,
  convolution,
  create,
  crossEntropy,
  cumulative,
  division,
  dynamicSlice,
  exponential,
  extrema,
  gather,
  groupNormalization,
  gru,
  join,
  layerNormalization,
  logic,
  lstm,
  matmul,
  adamSteps,
  sgdSteps,
  pooling,
  random,
  reduce,
  reshape,
  rmsNormalization,
  rounding,
  simpleRnn,
  slice,
  smoothActivations,
  softmax,
  sort,
  special,
  trigonometric,
  where,
];

/** The primitive of a name, as its op declares it. */
export function primitiveOf(name: keyof PrimitiveSet): Primitive<unknown> {
  for (const module of modules) {
    const found = module[`${name}Primitive`];
    if (found !== undefined) return found as Primitive<unknown>;
  }
  throw new Error(`No op file of the suite declares ${name}`);
}

/** The names of all primitives that the op files declare. */
export function primitiveNames(): readonly string[] {
  const suffix = 'Primitive';
  const exported = modules.flatMap((module) => Object.keys(module).filter((name) => name.endsWith(suffix)));
  return exported.filter((name) => name !== suffix).map((name) => name.slice(0, -suffix.length));
}
