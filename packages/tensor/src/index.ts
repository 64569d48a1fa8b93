// Tensors, variables, dtypes and errors
export type { DType, FloatDType, TypedArray, TypedArrayOf } from './dtype.ts';
export { bytesPerElement, dtypes, isFloating, isInteger, promote } from './dtype.ts';
export type { ErrorDetails } from './errors.ts';
export {
  ArgumentError,
  choiceError,
  DataError,
  DTypeError,
  EngineError,
  FormatError,
  MarianaError,
  ShapeError,
} from './errors.ts';
export type { NestedArray, NestedInput } from './nested.ts';
export { scope, track, untracked } from './scope.ts';
export type { Shape } from './shape.ts';
export { broadcastShapes, checkAxis, checkShape, formatShape, sameShape, sizeOf } from './shape.ts';
export { Tensor } from './tensor.ts';
export type { TensorLike } from './tensor-like.ts';
export { leavesOf, mapTree } from './tree.ts';
export type { VariableOptions } from './variable.ts';
export { isVariable, Variable } from './variable.ts';

// Engines and primitives
export { bind, bindAll } from './bind.ts';
export { currentEngine, engineInUse, setEngine } from './engine/current.ts';
export type { Engine, Kernel, Kernels, Usage, View } from './engine/engine.ts';
export { Storage } from './engine/storage.ts';
export type { Abstract, Primitive, PrimitiveRules, Several } from './primitive.ts';
export type { PrimitiveSet } from './primitives.ts';

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
export { AbstractLevel, evalLevel, evalShape } from './transforms/abstract-level.ts';
export { Level, withLevel, innermostLevel } from './level.ts';
export type { CustomRule } from './custom-rule.ts';

// Operations: arithmetic and shapes
export { abs, add, div, mul, neg, reciprocal, sign, square, sub } from './ops/arithmetic.ts';
export { cast } from './ops/cast.ts';
export {
  broadcastTo,
  expandDims,
  flatten,
  reshape,
  squeeze,
  stopGradient,
  transpose,
} from './ops/reshape.ts';

// Operations: products, joining and taking apart, looking up, sorting
export type { MatmulOptions } from './ops/matmul.ts';
export { dot, matmul, outer } from './ops/matmul.ts';
export type { JoinOptions } from './ops/join.ts';
export { concat, stack } from './ops/join.ts';
export type { Bounds } from './ops/slice.ts';
export { flip, slice } from './ops/slice.ts';
export { dynamicSlice, dynamicUpdateSlice } from './ops/dynamic-slice.ts';
export type { GatherOptions } from './ops/gather.ts';
export { gather, scatterAdd, scatterAddAlongAxis, takeAlongAxis } from './ops/gather.ts';
export type { SortOptions, TopK } from './ops/sort.ts';
export { argsort, sort, topK } from './ops/sort.ts';

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
export type { GeneratorOptions, GeneratorState } from './random/generator.ts';
export { defaultGenerator, Generator, setSeed } from './random/generator.ts';
export { fillIntegers, fillPermutation } from './random/integers.ts';
export { fillNormal } from './random/normal.ts';
export type { Key } from './random/philox.ts';
export { fillBits } from './random/philox.ts';
export { fillUniform } from './random/uniform.ts';
