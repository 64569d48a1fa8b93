export type { BinaryCrossentropyLossOptions, BinaryCrossentropyOptions } from './binary-crossentropy.ts';
export { BinaryCrossentropy, binaryCrossentropy } from './binary-crossentropy.ts';
export type { CategoricalCrossentropyLossOptions, CategoricalCrossentropyOptions } from './categorical-crossentropy.ts';
export { CategoricalCrossentropy, categoricalCrossentropy } from './categorical-crossentropy.ts';
export type { LossFunction } from './loss.ts';
export { Loss } from './loss.ts';
export type { MeanSquaredErrorLossOptions } from './mean-squared-error.ts';
export { MeanSquaredError, meanSquaredError } from './mean-squared-error.ts';
export type {
  SparseCategoricalCrossentropyLossOptions,
  SparseCategoricalCrossentropyOptions,
} from './sparse-categorical-crossentropy.ts';
export {
  SparseCategoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from './sparse-categorical-crossentropy.ts';
