import { isJsonObject, type Json, type JsonObject } from '../options/json.ts';

/** Which tensor of a model: the output `tensor` of the `node`-th application of a layer. */
export type History = readonly [layer: string, node: number, tensor: number];

/** The class name of a tensor among a layer's arguments. */
export const tensorMark = '__keras_tensor__';

/** Whether a configuration holds a history. */
export function isHistory(json: Json | undefined): json is History {
  if (!Array.isArray(json) || json.length !== 3) return false;
  const [layer, node, tensor] = json as readonly Json[];
  return typeof layer === 'string' && Number.isSafeInteger(node) && Number.isSafeInteger(tensor);
}

/** The history of a tensor among a layer's arguments; undefined if it is not one. */
export function historyOfArgument(json: Json): History | undefined {
  if (!isJsonObject(json) || json.class_name !== tensorMark || !isJsonObject(json.config)) return undefined;
  const { keras_history: history } = json.config as JsonObject;
  return isHistory(history) ? history : undefined;
}

/** A history as the key of a map. */
export function keyOf([layer, node, tensor]: History): string {
  return `${node}/${tensor}/${layer}`;
}
