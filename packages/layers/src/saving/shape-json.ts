import type { InputShape } from '../base/types.ts';
import { isJsonObject, type Json } from '../options/json.ts';
import type { PartialShape } from '../options/shapes.ts';
import { formatError } from './format-error.ts';

/** Whether a configuration holds a shape: sizes, and null for those that are not known. */
export function isShapeJson(json: Json | undefined): json is PartialShape {
  return (
    Array.isArray(json) && json.every((size) => size === null || (Number.isSafeInteger(size) && (size as number) >= 0))
  );
}

/** The shapes that a layer is built for: one, a list or a record of them. */
export function readInputShape(owner: string, json: Json): InputShape {
  const shapes = isJsonObject(json) ? Object.values(json) : json;
  if (isShapeJson(json) || (Array.isArray(shapes) && shapes.every(isShapeJson))) return json as InputShape;
  throw formatError(owner, 'its input_shape is not a shape', json, 'an array of sizes and nulls, or several');
}
