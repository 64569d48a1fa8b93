// Models

// Activations
export type { Activation, ActivationLike, ActivationName } from './activations/activation.ts';
export { activationNames, activationOption } from './activations/activation.ts';
export { Layer } from './base/layer.ts';
export { resetLayerNames } from './base/names.ts';
export { commonOptions, layerOptions } from './base/options.ts';
export type { Structure } from './base/structure.ts';
export type {
  AnyLayer,
  ApplyOptions,
  CallContext,
  InputShape,
  LayerResult,
  SymbolicOf,
  Symbols,
  Values,
} from './base/types.ts';
export type { WeightAdapter, WeightOptions } from './base/weight.ts';
export { Weight } from './base/weight.ts';

// Convolutions
export type { Conv1DOptions } from './convolution/conv1d.ts';
export { Conv1D, conv1d } from './convolution/conv1d.ts';
export type { Conv2DOptions } from './convolution/conv2d.ts';
export { Conv2D, conv2d } from './convolution/conv2d.ts';
export type { Conv3DOptions } from './convolution/conv3d.ts';
export { Conv3D, conv3d } from './convolution/conv3d.ts';
export type { DataFormat } from './convolution/data-format.ts';

// Layers
export type { ActivationOptions } from './core/activation.ts';
export { ActivationLayer, activation } from './core/activation.ts';
export type { DenseOptions } from './core/dense.ts';
export { Dense, dense } from './core/dense.ts';
export type { DropElementsOptions, DropoutOptions } from './core/dropout.ts';
export { Dropout, dropElements, dropout } from './core/dropout.ts';
export type { EmbeddingOptions } from './core/embedding.ts';
export { Embedding, embedding } from './core/embedding.ts';
export type { FlattenOptions } from './core/flatten.ts';
export { Flatten, flatten } from './core/flatten.ts';
export type { InputOptions } from './core/input.ts';
export { input } from './core/input.ts';

// What layers are made of
export { lastDim } from './core/last-dim.ts';
export type { ReshapeOptions } from './core/reshape.ts';
export { Reshape, reshape } from './core/reshape.ts';
// Initializers
export type { ConstantOptions, IdentityOptions } from './initializers/constants.ts';
export { Constant, constant, Identity, identity, Ones, ones, Zeros, zeros } from './initializers/constants.ts';
export type { Fans } from './initializers/fans.ts';
export { computeFans } from './initializers/fans.ts';
export { Initializer } from './initializers/initializer.ts';
export type { InitializerFunction, InitializerLike, InitializerName } from './initializers/option.ts';
export { initializerOption } from './initializers/option.ts';
export type { OrthogonalOptions } from './initializers/orthogonal.ts';
export { Orthogonal, orthogonal } from './initializers/orthogonal.ts';
export type { NormalInitializerOptions, UniformInitializerOptions } from './initializers/random.ts';
export {
  RandomNormal,
  RandomUniform,
  randomNormal,
  randomUniform,
  TruncatedNormal,
  truncatedNormal,
} from './initializers/random.ts';
export type { ScaledInitializerOptions } from './initializers/scaled.ts';
export {
  GlorotNormal,
  GlorotUniform,
  glorotNormal,
  glorotUniform,
  HeNormal,
  HeUniform,
  heNormal,
  heUniform,
  LecunNormal,
  LecunUniform,
  lecunNormal,
  lecunUniform,
} from './initializers/scaled.ts';
export type { FanMode, Spread, VarianceScalingOptions } from './initializers/variance-scaling.ts';
export { VarianceScaling, varianceScaling } from './initializers/variance-scaling.ts';
export type { ModelOptions, ResultOf } from './model/model.ts';
export { Model } from './model/model.ts';
export type { SequentialOptions } from './model/sequential.ts';
export { Sequential, sequential } from './model/sequential.ts';
// Declaring options
export type { ConfigurableClass, Declared } from './options/configurable.ts';
export { Configurable } from './options/configurable.ts';
export type { OptionRow, OptionSpec, OptionsOf, ValuesOf } from './options/declaration.ts';
export { Declaration, declareOptions } from './options/declaration.ts';
export type { Json, JsonObject } from './options/json.ts';
export type { NumberRange } from './options/numbers.ts';
export { boolean, integer, number, positiveInteger } from './options/numbers.ts';
export type { Option, OptionKind } from './options/option.ts';
export { defaultOption, optional, requiredOption } from './options/option.ts';
export type { PartialShape, ShapeRule } from './options/shapes.ts';
export { axes, shape } from './options/shapes.ts';
export { choice, text } from './options/strings.ts';
// Pooling
export type {
  AveragePooling1DOptions,
  AveragePooling2DOptions,
  AveragePooling3DOptions,
} from './pooling/average-pooling.ts';
export {
  AveragePooling1D,
  AveragePooling2D,
  AveragePooling3D,
  averagePooling1d,
  averagePooling2d,
  averagePooling3d,
} from './pooling/average-pooling.ts';
export {
  GlobalAveragePooling1D,
  GlobalAveragePooling2D,
  GlobalAveragePooling3D,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalAveragePooling3d,
} from './pooling/global-average-pooling.ts';
export {
  GlobalMaxPooling1D,
  GlobalMaxPooling2D,
  GlobalMaxPooling3D,
  globalMaxPooling1d,
  globalMaxPooling2d,
  globalMaxPooling3d,
} from './pooling/global-max-pooling.ts';
export type { GlobalPoolingOptions } from './pooling/global-pooling.ts';
export type { MaxPooling1DOptions, MaxPooling2DOptions, MaxPooling3DOptions } from './pooling/max-pooling.ts';
export {
  MaxPooling1D,
  MaxPooling2D,
  MaxPooling3D,
  maxPooling1d,
  maxPooling2d,
  maxPooling3d,
} from './pooling/max-pooling.ts';
// Recurrent layers
export type { GRUOptions } from './recurrent/gru.ts';
export { GRU, gru } from './recurrent/gru.ts';
export type { LSTMOptions } from './recurrent/lstm.ts';
export { LSTM, lstm } from './recurrent/lstm.ts';
export { Recurrent } from './recurrent/recurrent.ts';
export type { SimpleRNNOptions } from './recurrent/simple-rnn.ts';
export { SimpleRNN, simpleRnn } from './recurrent/simple-rnn.ts';
// Regularizers
export type { RegularizerLike, RegularizerName } from './regularizers/option.ts';
export { regularizerOption } from './regularizers/option.ts';
export type { L1L2Options, L1Options, L2Options } from './regularizers/regularizer.ts';
export { L1, L1L2, L2, l1, l1l2, l2, Regularizer } from './regularizers/regularizer.ts';
export type { WeightSource } from './saving/byte-source.ts';
export type { LoadOptions } from './saving/fetch-bytes.ts';
export type { LoadModelOptions } from './saving/load-model.ts';
export { loadModel } from './saving/load-model.ts';
// Files
export type { Registry } from './saving/registry.ts';
export type { SafetensorsFile, StoredTensor } from './saving/safetensors.ts';
export { readSafetensors, writeSafetensors } from './saving/safetensors.ts';
export { isSymbolic, SymbolicTensor } from './symbolic/symbolic-tensor.ts';
