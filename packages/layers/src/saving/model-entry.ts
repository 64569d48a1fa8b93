import { isJsonObject, type Json } from '../options/json.ts';
import { formatError } from './format-error.ts';
import { parseJson } from './json.ts';

/** The metadata entry that makes a safetensors file a saved model. */
const entryName = 'mariana.model';
/** The version of that entry's content. */
const version = 1;

/** How deep models may stand in each other, in memory and in files. */
export const maxModelDepth = 500;
/** Each model is three levels of JSON: an object, its config, and the list of its layers. */
const maxJsonDepth = 3 * maxModelDepth + 60;

/** What a saved model's file says beside its weights. */
export interface ModelEntry {
  /** The model's configuration. */
  readonly model: Json;
  /** How many letters the configuration has. */
  readonly length: number;
  /** The paths of the weights in the order of `model.weights`; undefined in files that do not say it. */
  readonly order: readonly string[] | undefined;
}

/** The metadata of a saved model. */
export function writeModelEntry(model: Json, order: readonly string[]): Map<string, string> {
  return new Map([
    ['format', 'mariana'],
    [entryName, JSON.stringify({ version, model, weights: order })],
  ]);
}

/**
 * Reads what {@link writeModelEntry} wrote.
 *
 * @returns undefined if the file is not a saved model
 * @throws FormatError
 */
export function readModelEntry(op: string, metadata: ReadonlyMap<string, string>): ModelEntry | undefined {
  const text = metadata.get(entryName);
  if (text === undefined) return undefined;
  const json = parseJson(`metadata ${entryName}`, text, maxJsonDepth);
  const entry = isJsonObject(json) ? json : {};
  if (entry.version !== version || entry.model === undefined) {
    throw formatError(op, 'the file is of a version that is not known', entry.version, `version ${version}`);
  }
  const { model, weights } = entry;
  return { model, length: text.length, order: weights === undefined ? undefined : checkOrder(op, weights) };
}

function checkOrder(op: string, json: Json): readonly string[] {
  if (Array.isArray(json) && json.every((path) => typeof path === 'string')) return json;
  throw formatError(op, 'the order of the weights is not a list of their paths', json, 'an array of strings');
}

/** The error of a file that holds weights alone. */
export function noModel(op: string, metadata: ReadonlyMap<string, string>): Error {
  return formatError(op, 'the file holds weights but no model', [...metadata.keys()], `a metadata entry ${entryName}`);
}
