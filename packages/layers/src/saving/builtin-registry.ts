import type { Activation } from '../activations/activation.ts';
import type { AnyLayer } from '../base/types.ts';
import { Conv1D } from '../convolution/conv1d.ts';
import { Conv2D } from '../convolution/conv2d.ts';
import { Conv3D } from '../convolution/conv3d.ts';
import { ActivationLayer } from '../core/activation.ts';
import { Dense } from '../core/dense.ts';
import { Dropout } from '../core/dropout.ts';
import { Embedding } from '../core/embedding.ts';
import { Flatten } from '../core/flatten.ts';
import { Reshape } from '../core/reshape.ts';
import { Constant, Identity, Ones, Zeros } from '../initializers/constants.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { Orthogonal } from '../initializers/orthogonal.ts';
import { RandomNormal, RandomUniform, TruncatedNormal } from '../initializers/random.ts';
import { GlorotNormal, GlorotUniform, HeNormal, HeUniform, LecunNormal, LecunUniform } from '../initializers/scaled.ts';
import { VarianceScaling } from '../initializers/variance-scaling.ts';
import { Model } from '../model/model.ts';
import { Sequential } from '../model/sequential.ts';
import { type ConfigurableClass, classNameOf } from '../options/configurable.ts';
import { AveragePooling1D, AveragePooling2D, AveragePooling3D } from '../pooling/average-pooling.ts';
import {
  GlobalAveragePooling1D,
  GlobalAveragePooling2D,
  GlobalAveragePooling3D,
} from '../pooling/global-average-pooling.ts';
import { GlobalMaxPooling1D, GlobalMaxPooling2D, GlobalMaxPooling3D } from '../pooling/global-max-pooling.ts';
import { MaxPooling1D, MaxPooling2D, MaxPooling3D } from '../pooling/max-pooling.ts';
import { GRU } from '../recurrent/gru.ts';
import { LSTM } from '../recurrent/lstm.ts';
import { SimpleRNN } from '../recurrent/simple-rnn.ts';
import { L1, L1L2, L2, type Regularizer } from '../regularizers/regularizer.ts';
import type { Registry } from './registry.ts';

/** Every layer class of this package that a saved model may name. */
export function builtinLayers(): ReadonlyMap<string, ConfigurableClass<AnyLayer>> {
  const classes = [
    ActivationLayer,
    Embedding,
    GRU,
    LSTM,
    SimpleRNN,
    Conv1D,
    Conv2D,
    Conv3D,
    AveragePooling1D,
    AveragePooling2D,
    AveragePooling3D,
    MaxPooling1D,
    MaxPooling2D,
    MaxPooling3D,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalAveragePooling3D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    GlobalMaxPooling3D,
    Dense,
    Dropout,
    Flatten,
    Reshape,
    Sequential,
  ];
  const named = classes.map((Class) => [Class.className, Class as unknown as ConfigurableClass<AnyLayer>] as const);
  return new Map([...named, ['Functional', Model as unknown as ConfigurableClass<AnyLayer>]]);
}

/** Every initializer class of this package. */
export function builtinInitializers(): ReadonlyMap<string, ConfigurableClass<Initializer>> {
  const classes = [
    Constant,
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    Identity,
    LecunNormal,
    LecunUniform,
    Ones,
    Orthogonal,
    RandomNormal,
    RandomUniform,
    TruncatedNormal,
    VarianceScaling,
    Zeros,
  ];
  return new Map(classes.map((Class) => [Class.className, Class as unknown as ConfigurableClass<Initializer>]));
}

/** The classes of this package, and those handed over. */
export function builtinRegistry(further: {
  readonly layers?: readonly ConfigurableClass<AnyLayer>[] | undefined;
  readonly activations?: { readonly [name: string]: Activation } | undefined;
}): Registry {
  const layers = new Map(builtinLayers());
  for (const Class of further.layers ?? []) layers.set(classNameOf(Class as never), Class);
  return {
    layers,
    initializers: builtinInitializers(),
    regularizers: new Map(
      [L1, L2, L1L2].map((Class) => [Class.className, Class as unknown as ConfigurableClass<Regularizer>]),
    ),
    activations: new Map(Object.entries(further.activations ?? {})),
    shared: new Map(),
  };
}
