import { ArgumentError, nearestName } from '@mariana/tensor';
import type { AnyLayer, InputShape } from '../base/types.ts';
import type { Model } from '../model/model.ts';
import { isJsonObject, type Json, type JsonObject } from '../options/json.ts';
import { formatError } from './format-error.ts';
import type { Registry } from './registry.ts';

/** The numbers of the layers met while a model is serialized, so that one that is met again is known again. */
let numbers: Map<AnyLayer, number> | undefined;

/** Runs a serialization in which layers that are shared stay so. */
export function withSharing<Result>(body: () => Result): Result {
  const outer = numbers;
  numbers = outer ?? new Map();
  try {
    return body();
  } finally {
    numbers = outer;
  }
}

/** A layer as a configuration holds it. */
export function serializeLayer(layer: AnyLayer): JsonObject {
  const { className, name } = layer;
  const id = numbers === undefined ? {} : { shared_object_id: numberOf(numbers, layer) };
  const own = 'graph' in layer && (layer as unknown as Model).graph === undefined && layer.inputShape !== undefined;
  const build = own ? { build_config: { input_shape: layer.inputShape as Json } } : {};
  return { class_name: className, name, config: layer.getConfig(), ...build, ...id };
}

function numberOf(known: Map<AnyLayer, number>, layer: AnyLayer): number {
  const number = known.get(layer) ?? known.size;
  known.set(layer, number);
  return number;
}

/**
 * The layer that a configuration holds.
 *
 * @throws FormatError if it is not one, or its class is not known
 */
export function deserializeLayer(json: Json, registry: Registry): AnyLayer {
  if (!isJsonObject(json))
    throw formatError('loadModel', 'a layer of the configuration is not an object', json, 'an object');
  const { class_name: className, config, shared_object_id: id, build_config: build } = json;
  if (typeof className !== 'string' || !isJsonObject(config)) {
    throw formatError('loadModel', 'a layer of the configuration has no class_name or config', json, 'both');
  }
  const known = typeof id === 'number' ? registry.shared.get(id) : undefined;
  if (known !== undefined) return known;
  const Class = registry.layers.get(className);
  if (Class === undefined) throw unknownClass(className, registry);
  const layer = Class.fromConfig(config, registry);
  if (typeof id === 'number') registry.shared.set(id, layer);
  if (isJsonObject(build) && build.input_shape !== undefined) layer.build(build.input_shape as InputShape);
  return layer;
}

function unknownClass(className: string, { layers }: Registry): ArgumentError {
  const nearest = nearestName(className, [...layers.keys()]);
  const hint = nearest === undefined ? '' : ` (did the file mean '${nearest}'?)`;
  return new ArgumentError('loadModel', `the layer class '${className}' is not known${hint}`, {
    expected: `one of ${[...layers.keys()].join(', ')}, or one handed over`,
    fix: `Pass the class: loadModel(file, { layers: [${className}] })`,
  });
}
