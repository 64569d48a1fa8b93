import { type DType, dtypes } from '@mariana/tensor';
import { inputOfShape } from '../core/input.ts';
import { isJsonObject, type Json, type JsonObject } from '../options/json.ts';
import type { PartialShape } from '../options/shapes.ts';
import { formatError } from '../saving/format-error.ts';
import type { SymbolicTensor } from '../symbolic/symbolic-tensor.ts';

/** An input as a configuration holds it: Keras's InputLayer. */
export function inputToConfig({ shape, dtype, name }: SymbolicTensor): JsonObject {
  return { class_name: 'InputLayer', config: { batch_shape: shape, dtype, name } };
}

/** The input that a configuration holds. */
export function inputFromConfig(json: JsonObject): SymbolicTensor {
  const config = isJsonObject(json.config) ? json.config : {};
  const { batch_shape: shape, dtype, name } = config;
  if (!isShape(shape))
    throw formatError('InputLayer', 'batch_shape is not a shape', shape, 'an array of sizes and nulls');
  if (!dtypes.includes(dtype as DType)) throw formatError('InputLayer', 'dtype is unknown', dtype, dtypes.join(', '));
  if (typeof name !== 'string') throw formatError('InputLayer', 'name is not a string', name, 'a string');
  return inputOfShape(shape, dtype as DType, name);
}

function isShape(json: Json | undefined): json is PartialShape {
  return (
    Array.isArray(json) && json.every((size) => size === null || (Number.isSafeInteger(size) && (size as number) >= 0))
  );
}
