export type {
  Callback,
  EarlyStoppingOptions,
  HistoryJSON,
  Logs,
  Stop,
  TrainingRun,
} from './callbacks/index.ts';
export { earlyStopping, History } from './callbacks/index.ts';
export type {
  Batch,
  BatchLike,
  BatchOptions,
  DataTree,
  FitOptions,
  LossLike,
  MetricLike,
  Model,
  NonFiniteStep,
  Samples,
  TensorTree,
  TextOutput,
  TrainableWeight,
  TrainingData,
  Verbosity,
} from './core/index.ts';
export { NonFiniteLossError } from './core/index.ts';
export { CoreTrainer } from './core/trainer.ts';
export type {
  BinaryCrossentropyLossOptions,
  BinaryCrossentropyOptions,
  CategoricalCrossentropyLossOptions,
  CategoricalCrossentropyOptions,
  LossFunction,
  MeanSquaredErrorLossOptions,
  SparseCategoricalCrossentropyLossOptions,
  SparseCategoricalCrossentropyOptions,
} from './losses/index.ts';
export {
  BinaryCrossentropy,
  binaryCrossentropy,
  CategoricalCrossentropy,
  categoricalCrossentropy,
  Loss,
  MeanSquaredError,
  meanSquaredError,
  SparseCategoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from './losses/index.ts';
export type {
  AccuracyOptions,
  BinaryAccuracyOptions,
  MetricDirection,
  MetricFunction,
  MetricState,
} from './metrics/index.ts';
export {
  Accuracy,
  accuracy,
  BinaryAccuracy,
  binaryAccuracy,
  CategoricalAccuracy,
  categoricalAccuracy,
  MeanMetric,
  Metric,
  SparseCategoricalAccuracy,
  sparseCategoricalAccuracy,
} from './metrics/index.ts';
export type { LossName, MetricName, OptimizerName } from './names.ts';
export type {
  AdamOptions,
  RMSpropOptions,
  SGDOptions,
  StepScalars,
  UpdateInputs,
  UpdateOutputs,
} from './optimizers/index.ts';
export { Adam, AdamW, adam, adamW, Optimizer, RMSprop, rmsprop, SGD, sgd } from './optimizers/index.ts';
export type { HistoryLike, LossCurvesOptions } from './plots/index.ts';
export { lossCurves } from './plots/index.ts';
export type { TrainerOptions } from './trainer.ts';
export { Trainer } from './trainer.ts';
