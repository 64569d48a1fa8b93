export type { AccuracyOptions, BinaryAccuracyOptions } from './accuracy.ts';
export {
  Accuracy,
  accuracy,
  BinaryAccuracy,
  binaryAccuracy,
  CategoricalAccuracy,
  categoricalAccuracy,
  SparseCategoricalAccuracy,
  sparseCategoricalAccuracy,
} from './accuracy.ts';
export type { MetricDirection, MetricFunction, MetricState } from './metric.ts';
export { MeanMetric, Metric } from './metric.ts';
