// Tensors, variables, dtypes and errors

// Engines and primitives
export { bind, bindAll } from './bind.ts';
export type { CustomRule } from './custom-rule.ts';
export type { DType, FloatDType, HalfDType, TypedArray, TypedArrayOf } from './dtype.ts';
export { allocateArray, bytesPerElement, dtypes, isFloating, isInteger, promote } from './dtype.ts';
export { refuseForeignTensor } from './engine/copies.ts';
export { currentEngine, engineInUse, setEngine } from './engine/current.ts';
export type { Engine, Kernel, Kernels, Usage, View } from './engine/engine.ts';
// Choosing engines
export { memory } from './engine/memory.ts';
export { Storage } from './engine/storage.ts';
export type { EngineChoice, EngineName, UseEngineOptions } from './engine/use-engine.ts';
export { useEngine } from './engine/use-engine.ts';
// The reference engine, and choosing engines
export { referenceEngine } from './engines/reference/engine.ts';
export type { ErrorDetails } from './errors.ts';
export {
  ArgumentError,
  checkOptions,
  choiceError,
  DataError,
  DTypeError,
  EngineError,
  FormatError,
  MarianaError,
  ShapeError,
} from './errors.ts';
export { Printable } from './format/printable.ts';
export type { Printed } from './format/printed.ts';
export { fromHalfBits, toHalfBits } from './half.ts';
export { innermostLevel, Level, withLevel } from './level.ts';
export { nearestName } from './nearest-name.ts';
export type { NestedArray, NestedInput } from './nested.ts';
// Operations: elementwise maths
export type { LeakyReluOptions, ReluOptions } from './ops/activations.ts';
export { leakyRelu, linear, relu, relu6 } from './ops/activations.ts';
export type { AffineOptions } from './ops/affine.ts';
export { affine } from './ops/affine.ts';
// Operations: arithmetic and shapes
export { abs, add, div, mul, neg, reciprocal, sign, square, sub } from './ops/arithmetic.ts';
export type { AttentionOptions } from './ops/attention.ts';
export { attention } from './ops/attention.ts';
export { glu, sparsemax } from './ops/axis-activations.ts';
export type { BatchNormalized } from './ops/batch-normalization.ts';
export { batchNormalization, batchNormalizationTraining } from './ops/batch-normalization.ts';
export { i0, i1 } from './ops/bessel.ts';
export { type BinaryCrossEntropyOptions, binaryCrossEntropy } from './ops/binary-cross-entropy.ts';
export { cast } from './ops/cast.ts';
export type { ClosenessOptions } from './ops/closeness.ts';
export { allClose, isClose } from './ops/closeness.ts';
export {
  equal,
  greater,
  greaterEqual,
  isFinite,
  isInf,
  isNaN,
  less,
  lessEqual,
  notEqual,
} from './ops/compare.ts';
export type { ConvOptions } from './ops/convolution.ts';
export { conv } from './ops/convolution.ts';
// Operations: creation
export type { CreateOptions, TensorOptions } from './ops/create.ts';
export { arange, full, fullLike, ones, onesLike, scalar, tensor, zeros, zerosLike } from './ops/create.ts';
export { sigmoidCrossEntropy, softmaxCrossEntropy } from './ops/cross-entropy.ts';
// Operations: reductions and running sums
export type { CumulativeOptions } from './ops/cumulative.ts';
export { cumProd, cumSum } from './ops/cumulative.ts';
export { divmod, floorDivide, fmod, remainder } from './ops/division.ts';
export { dynamicSlice, dynamicUpdateSlice } from './ops/dynamic-slice.ts';
export { einsum } from './ops/einsum.ts';
export type { EpilogueActivation } from './ops/epilogue.ts';
export { cbrt, exp, exp2, expm1, log, log1p, log2, log10, pow, rsqrt, sqrt } from './ops/exponential.ts';
export { maximum, minimum } from './ops/extrema.ts';
export { frexp, ldexp, modf, spacing } from './ops/float-parts.ts';
export type { GatherOptions } from './ops/gather.ts';
export { gather, scatterAdd, scatterAddAlongAxis, takeAlongAxis } from './ops/gather.ts';
export { degrees, radians, sinc } from './ops/geometry.ts';
export type { GroupNormalizationOptions } from './ops/group-normalization.ts';
export { groupNormalization } from './ops/group-normalization.ts';
export { hypot } from './ops/hypot.ts';
export type { JoinOptions } from './ops/join.ts';
export { concat, stack } from './ops/join.ts';
export type { LayerNormalizationOptions } from './ops/layer-normalization.ts';
export { layerNormalization } from './ops/layer-normalization.ts';
export { logAddExp, logAddExp2 } from './ops/logarithmic-sums.ts';
export {
  bitwiseAnd,
  bitwiseNot,
  bitwiseOr,
  bitwiseXor,
  leftShift,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  rightShift,
} from './ops/logic.ts';
// Operations: products, joining and taking apart, looking up, sorting
export type { MatmulOptions } from './ops/matmul.ts';
export { dot, matmul, outer } from './ops/matmul.ts';
export { nextAfter } from './ops/next-after.ts';
export type { NormalizationOptions } from './ops/normalization-parts.ts';
export type { OneHotOptions } from './ops/one-hot.ts';
export { oneHot } from './ops/one-hot.ts';
export { type AdamState, type AdamStepOptions, adamStep } from './ops/optimizer-steps/adam.ts';
export { type SGDState, type SGDStepOptions, sgdStep } from './ops/optimizer-steps/sgd.ts';
export type { PadOptions, PadWidth } from './ops/pad.ts';
export { pad } from './ops/pad.ts';
export type { ShrinkOptions } from './ops/piecewise-activations.ts';
export {
  hardShrink,
  hardSigmoid,
  hardSilu,
  hardTanh,
  softShrink,
  sparsePlus,
  sparseSigmoid,
  threshold,
} from './ops/piecewise-activations.ts';
export type { AveragePoolOptions, PoolOptions } from './ops/pooling.ts';
export { averagePool, maxPool } from './ops/pooling.ts';
// Random numbers
export type {
  BernoulliOptions,
  NormalOptions,
  RandintOptions,
  RandomOptions,
  ShuffleOptions,
  UniformOptions,
} from './ops/random-ops.ts';
export { bernoulli, normal, permutation, randint, shuffle, truncatedNormal, uniform } from './ops/random-ops.ts';
export type { EyeOptions, LogspaceOptions, SpaceOptions } from './ops/ranges.ts';
export { eye, linspace, logspace } from './ops/ranges.ts';
// Operations: recurrent networks
export type { GatedOptions, RecurrentOptions, RecurrentResult } from './ops/recurrent/arguments.ts';
export type { GruOptions, GruResult } from './ops/recurrent/gru.ts';
export { gru } from './ops/recurrent/gru.ts';
export type { LstmOptions, LstmResult } from './ops/recurrent/lstm.ts';
export { lstm } from './ops/recurrent/lstm.ts';
export type { SimpleRnnOptions, SimpleRnnResult } from './ops/recurrent/simple-rnn.ts';
export { simpleRnn } from './ops/recurrent/simple-rnn.ts';
export { all, any, argMax, argMin, max, min, prod, sum } from './ops/reduce.ts';
export type { ArgReduceOptions, AxisOption, ReduceOptions } from './ops/reduce-options.ts';
export { repeat, tile } from './ops/repeat.ts';
export {
  broadcastTo,
  expandDims,
  flatten,
  reshape,
  squeeze,
  stopGradient,
  transpose,
} from './ops/reshape.ts';
export type { RMSNormalizationOptions } from './ops/rms-normalization.ts';
export { rmsNormalization } from './ops/rms-normalization.ts';
export type { RollOptions } from './ops/roll.ts';
export { roll } from './ops/roll.ts';
export { ceil, floor, round, trunc } from './ops/rounding.ts';
export type { SegmentOptions } from './ops/segment.ts';
export { gatherND, segmentSum } from './ops/segment.ts';
export { copysign, floatPower, fmax, fmin, heaviside, positive, signbit } from './ops/signs.ts';
export type { Bounds } from './ops/slice.ts';
export { flip, slice } from './ops/slice.ts';
export type { AlphaOption, GeluOptions, SquareplusOptions } from './ops/smooth-activations.ts';
export {
  celu,
  elu,
  exponential,
  gelu,
  logSigmoid,
  mish,
  selu,
  silu,
  softplus,
  softsign,
  squareplus,
  tanhShrink,
} from './ops/smooth-activations.ts';
export { logSoftmax, softmax } from './ops/softmax.ts';
export type { SortOptions, TopK } from './ops/sort.ts';
export { argsort, sort, topK } from './ops/sort.ts';
export { erf, erfInv, sigmoid } from './ops/special.ts';
export { split, unstack } from './ops/split.ts';
export type { NormOptions, VarianceOptions } from './ops/statistics.ts';
export { countNonzero, logSumExp, mean, norm, std, variance } from './ops/statistics.ts';
export {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cos,
  cosh,
  sin,
  sinh,
  tan,
  tanh,
} from './ops/trigonometric.ts';
export type { NanToNumOptions } from './ops/where.ts';
export { clip, nanToNum, where } from './ops/where.ts';
export { gcd, lcm } from './ops/whole-numbers.ts';
export type { Padding } from './ops/windows.ts';
export type { Abstract, Primitive, PrimitiveRules, Several } from './primitive.ts';
export type { PrimitiveSet } from './primitives.ts';
export type { GeneratorOptions, GeneratorState } from './random/generator.ts';
export { defaultGenerator, Generator, setSeed } from './random/generator.ts';
export { fillIntegers, fillPermutation } from './random/integers.ts';
export { fillNormal } from './random/normal.ts';
export type { Key } from './random/philox.ts';
export { fillBits } from './random/philox.ts';
export { fillUniform } from './random/uniform.ts';
export { scope, track, untracked } from './scope.ts';
export type { Shape } from './shape.ts';
export { broadcastShapes, checkAxis, checkShape, formatShape, sameShape, sizeOf } from './shape.ts';
export { Tensor } from './tensor.ts';
export type { TensorLike } from './tensor-like.ts';
export { type AbstractInput, AbstractLevel, evalLevel, evalShape } from './transforms/abstract-level.ts';
// Transforms
export type { CustomGradientResult } from './transforms/custom-gradient.ts';
export { customGradient } from './transforms/custom-gradient.ts';
export type { FunctionalResult } from './transforms/functional.ts';
export { functional } from './transforms/functional.ts';
export type {
  AuxFunction,
  GradientsOf,
  GradOptions,
  Pullback,
  ScalarFunction,
  ValueAndGradients,
  WithRespectTo,
} from './transforms/grad.ts';
export { grad, valueAndGrad, vjp } from './transforms/grad.ts';
export { leavesOf, mapTree } from './tree.ts';
export type { VariableOptions } from './variable.ts';
export { isVariable, Variable } from './variable.ts';
