/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object in JSON. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether a JSON value is an object, not an array or null. */
export function isJsonObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
