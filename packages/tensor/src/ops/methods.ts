/** The operations that Tensor has as methods, and the types of their options. */
export { relu } from './activations.ts';
export { abs, add, div, mul, neg, reciprocal, sign, square, sub } from './arithmetic.ts';
export { cast } from './cast.ts';
export { equal, greater, greaterEqual, less, lessEqual, notEqual } from './compare.ts';
export { exp, log, pow, sqrt } from './exponential.ts';
export { maximum, minimum } from './extrema.ts';
export { gather } from './gather.ts';
export { type MatmulOptions, matmul } from './matmul.ts';
export { argMax, argMin, max, min, prod, sum } from './reduce.ts';
export type { ArgReduceOptions, AxisOption, ReduceOptions } from './reduce-options.ts';
export { broadcastTo, expandDims, flatten, reshape, squeeze, transpose } from './reshape.ts';
export { slice } from './slice.ts';
export { softmax } from './softmax.ts';
export { sigmoid } from './special.ts';
export { mean } from './statistics.ts';
export { cos, sin, tanh } from './trigonometric.ts';
export { clip } from './where.ts';
