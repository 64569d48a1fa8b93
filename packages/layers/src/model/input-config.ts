import { type DType, dtypes } from '@mariana/tensor';
import { inputOfShape } from '../core/input.ts';
import { isJsonObject, type JsonObject } from '../options/json.ts';
import { isLayerName, layerNameRule } from '../options/layer-name.ts';
import { formatError } from '../saving/format-error.ts';
import { isShapeJson } from '../saving/shape-json.ts';
import type { SymbolicTensor } from '../symbolic/symbolic-tensor.ts';

/** An input as a configuration holds it: Keras's InputLayer. */
export function inputToConfig({ shape, dtype, name }: SymbolicTensor): JsonObject {
  return { class_name: 'InputLayer', config: { batch_shape: shape, dtype, name } };
}

/** The input that a configuration holds. */
export function inputFromConfig(json: JsonObject): SymbolicTensor {
  const config = isJsonObject(json.config) ? json.config : {};
  const { batch_shape: shape, dtype, name } = config;
  if (!isShapeJson(shape))
    throw formatError('InputLayer', 'batch_shape is not a shape', shape, 'an array of sizes and nulls');
  if (!dtypes.includes(dtype as DType)) throw formatError('InputLayer', 'dtype is unknown', dtype, dtypes.join(', '));
  if (!isLayerName(name)) throw formatError('InputLayer', 'its name is not that of a layer', name, layerNameRule);
  return inputOfShape(shape, dtype as DType, name);
}
