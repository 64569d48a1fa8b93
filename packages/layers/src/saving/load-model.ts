import type { Activation } from '../activations/activation.ts';
import type { AnyLayer } from '../base/types.ts';
import type { Model } from '../model/model.ts';
import type { ConfigurableClass } from '../options/configurable.ts';
import { isJsonObject, type Json } from '../options/json.ts';
import { builtinRegistry } from './builtin-registry.ts';
import { formatError } from './format-error.ts';
import { parseJson } from './json.ts';
import { assignWeights, readBytes, type WeightSource } from './load-weights.ts';
import { readSafetensors, type SafetensorsFile } from './safetensors.ts';
import { modelEntry, modelVersion } from './save-model.ts';
import { deserializeLayer } from './serialize.ts';

/** Options of {@link loadModel}. */
export interface LoadModelOptions {
  /**
   * Layer classes beyond those of this package, such as your own or those of `@mariana/attention`.
   * @defaultValue []
   */
  layers?: readonly ConfigurableClass<AnyLayer>[] | undefined;
  /**
   * Activations of your own, by the names that they were saved under.
   * @defaultValue {}
   */
  activations?: { readonly [name: string]: Activation } | undefined;
}

/**
 * Reads a saved model. The file is only data: nothing in it is run, and one that is broken is refused.
 *
 * @param source - a path (Node.js), an address, or the contents of the file
 * @param options - see {@link LoadModelOptions}
 * @returns the model, with its weights
 * @throws FormatError if the file is not a saved model, or is broken: what is wrong, and where
 * @throws ArgumentError if it has layers that are not known
 * @source `keras.saving.load_model`
 *
 * @example
 * const model = sequential([input({ shape: [2] }), dense({ units: 3 })]);
 * const copy = await loadModel(await model.toBytes());
 * copy.countParams(); // 9
 */
export async function loadModel(source: WeightSource, options: LoadModelOptions = {}): Promise<Model> {
  const file = readSafetensors(await readBytes(source));
  const model = deserializeLayer(readConfig(file), builtinRegistry(options));
  if (!('toBytes' in model)) {
    throw formatError('loadModel', 'the file holds a layer that is no model', model.className, 'a model');
  }
  assignWeights(model, file);
  return model as unknown as Model;
}

function readConfig({ metadata }: SafetensorsFile): Json {
  const text = metadata.get(modelEntry);
  if (text === undefined) {
    throw formatError(
      'loadModel',
      'the file holds weights but no model',
      [...metadata.keys()],
      `a metadata entry ${modelEntry}`,
    );
  }
  const json = parseJson(`metadata ${modelEntry}`, text);
  const { version, model } = isJsonObject(json) ? json : ({} as { [key: string]: Json });
  if (version !== modelVersion || model === undefined) {
    throw formatError('loadModel', 'the file is of a version that is not known', version, `version ${modelVersion}`);
  }
  return model;
}
