import { ArgumentError, FormatError, nearestName } from '@mariana/tensor';
import type { AnyLayer } from '../base/types.ts';
import type { Model } from '../model/model.ts';
import { isJsonObject, type Json, type JsonObject } from '../options/json.ts';
import { formatError } from './format-error.ts';
import { maxModelDepth } from './model-entry.ts';
import type { Registry } from './registry.ts';
import { readInputShape } from './shape-json.ts';

/** A model that is being serialized. */
interface Serialization {
  /** The numbers of the layers met so far, so that one that is met again is known again. */
  readonly numbers: Map<AnyLayer, number>;
  /** How many layers are being serialized inside of each other. */
  depth: number;
}

let current: Serialization | undefined;

/**
 * A model as a file holds it: layers that stand at several places are written once and share a number.
 *
 * @throws ArgumentError if models stand too deep in each other
 */
export function serializeModel(model: AnyLayer): JsonObject {
  const outer = current;
  current = { numbers: new Map(), depth: 0 };
  try {
    return serializeLayer(model);
  } finally {
    current = outer;
  }
}

/** A layer as a configuration holds it. */
export function serializeLayer(layer: AnyLayer): JsonObject {
  const { className, name } = layer;
  if (current === undefined) return { class_name: className, name, config: layer.getConfig(), ...buildConfig(layer) };
  const known = current.numbers.get(layer);
  if (known !== undefined) return { class_name: className, name, config: {}, shared_object_id: known };
  const id = current.numbers.size;
  current.numbers.set(layer, id);
  if (current.depth > maxModelDepth) throw tooDeep(ArgumentError, 'save');
  current.depth++;
  const config = layer.getConfig();
  current.depth--;
  return { class_name: className, name, config, ...buildConfig(layer), shared_object_id: id };
}

/** Model classes with a call of their own are built from a shape; others know it. */
function buildConfig(layer: AnyLayer): JsonObject {
  const own = 'graph' in layer && (layer as unknown as Model).graph === undefined && layer.inputShape !== undefined;
  return own ? { build_config: { input_shape: layer.inputShape as Json } } : {};
}

/** How many layers are being made inside of each other. */
let depth = 0;

/**
 * The layer that a configuration holds.
 *
 * @throws FormatError if it is not one, or its class is not known
 */
export function deserializeLayer(json: Json, registry: Registry): AnyLayer {
  if (!isJsonObject(json))
    throw formatError('loadModel', 'a layer of the configuration is not an object', json, 'an object');
  const { class_name: className, config, shared_object_id: id } = json;
  if (typeof className !== 'string' || !isJsonObject(config)) {
    throw formatError('loadModel', 'a layer of the configuration has no class_name or config', json, 'both');
  }
  const known = typeof id === 'number' ? registry.shared.get(id) : undefined;
  if (known !== undefined) return known;
  if (depth > maxModelDepth) throw tooDeep(FormatError, 'loadModel');
  depth++;
  try {
    const layer = makeLayer(className, json, registry);
    if (typeof id === 'number') registry.shared.set(id, layer);
    return layer;
  } finally {
    depth--;
  }
}

function makeLayer(className: string, { config, build_config: build }: JsonObject, registry: Registry): AnyLayer {
  const Class = registry.layers.get(className);
  if (Class === undefined) throw unknownClass(className, registry);
  const layer = Class.fromConfig(config as JsonObject, registry);
  if (isJsonObject(build) && build.input_shape !== undefined) {
    layer.build(readInputShape(`${className} '${layer.name}'`, build.input_shape));
  }
  return layer;
}

function tooDeep(Class: typeof ArgumentError | typeof FormatError, op: string): Error {
  return new Class(op, 'models stand too deep in each other', { expected: `at most ${maxModelDepth} levels` });
}

function unknownClass(className: string, { layers }: Registry): FormatError {
  const nearest = nearestName(className, [...layers.keys()]);
  const hint = nearest === undefined ? '' : ` (did the file mean '${nearest}'?)`;
  const name = className.slice(0, 80);
  return new FormatError('loadModel', `the layer class '${name}' is not known${hint}`, {
    expected: `one of ${[...layers.keys()].join(', ')}, or one handed over`,
    fix: `Pass the class: loadModel(file, { layers: [${name}] })`,
  });
}
