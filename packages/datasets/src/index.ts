export { type BatchesOptions, batches } from './dataset/batches.ts';
export { type BatchOptions, Dataset, type ShuffleOptions } from './dataset/dataset.ts';
export type { AnyIterable } from './dataset/stages.ts';
export type { Batched, TensorTree } from './dataset/structure.ts';
export {
  type IdxArray,
  type IdxData,
  type IdxDType,
  type IdxOptions,
  parseIdx,
  type ReadIdxOptions,
  readIdx,
} from './idx/idx.ts';
export type { ImdbEncoding } from './imdb/encode.ts';
export { type Imdb, type ImdbOptions, type ImdbPart, imdb } from './imdb/imdb.ts';
export { type Mnist, type MnistOptions, type MnistPart, mnist } from './mnist/mnist.ts';
export {
  type NpyArray,
  type NpyData,
  type NpyDType,
  type NpyOptions,
  type NpzOptions,
  parseNpy,
  readNpz,
} from './npz/npy.ts';
export { type PadSequencesOptions, padSequences } from './preprocessing/pad-sequences.ts';
export type { DataOrigin, LoadOptions, LoadProgress, OriginPlace } from './source/source.ts';
