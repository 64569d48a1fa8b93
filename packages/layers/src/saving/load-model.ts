import { ArgumentError, DTypeError, FormatError, ShapeError } from '@mariana/tensor';
import type { Activation } from '../activations/activation.ts';
import type { AnyLayer } from '../base/types.ts';
import type { Model } from '../model/model.ts';
import { withTraceLimit } from '../model/shape-memo.ts';
import type { ConfigurableClass } from '../options/configurable.ts';
import { builtinRegistry } from './builtin-registry.ts';
import { type WeightSource, withSource } from './byte-source.ts';
import type { LoadOptions } from './fetch-bytes.ts';
import { formatError } from './format-error.ts';
import { assignWeights } from './load-weights.ts';
import { type ModelEntry, noModel, readModelEntry } from './model-entry.ts';
import type { Registry } from './registry.ts';
import { readHeader } from './safetensors.ts';
import { deserializeLayer } from './serialize.ts';

/** Options of {@link loadModel}. */
export interface LoadModelOptions extends LoadOptions {
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
 * Reads a saved model. The file is only data: nothing in it is run, and one that is broken is refused. Weights are read
 * one after the other, so that files may be larger than 2 GiB.
 *
 * @param source - a path or `file:` URL (Node.js), an address, or the contents of the file
 * @param options - see {@link LoadModelOptions}
 * @returns the model, with its weights
 * @throws FormatError if the file is not a saved model, is broken, or has layers that are not known: what is wrong, and
 * where
 * @throws DataError if it cannot be read, or sends more than `maxBytes`, or nothing for `stallMilliseconds`
 * @throws the signal's reason if that aborts
 * @source `keras.saving.load_model`
 *
 * @example
 * const model = sequential([input({ shape: [2] }), dense({ units: 3 })]);
 * const copy = await loadModel(await model.toBytes());
 * copy.countParams(); // 9
 */
export async function loadModel(source: WeightSource, options: LoadModelOptions = {}): Promise<Model> {
  const op = 'loadModel';
  return withSource(op, source, options, async (file) => {
    const header = await readHeader(op, file, options.signal);
    const entry = readModelEntry(op, header.metadata);
    if (entry === undefined) throw noModel(op, header.metadata);
    const model = makeModel(entry, builtinRegistry(options));
    await assignWeights(op, model, file, header, entry.order, options.signal);
    return model as unknown as Model;
  });
}

/** The model that a configuration holds. Whatever is wrong with a layer's options is wrong with the file. */
function makeModel({ model: config, length }: ModelEntry, registry: Registry): AnyLayer {
  try {
    // A layer has hundreds of letters, and is traced twice, or a few times in models that are parts of others.
    const model = withTraceLimit(10_000 + length / 10, () => deserializeLayer(config, registry));
    if ('toBytes' in model) return model;
    throw formatError('loadModel', 'the file holds a layer that is no model', model.className, 'a model');
  } catch (cause) {
    const isRefusal = [ArgumentError, ShapeError, DTypeError].some((Class) => Class.isInstance(cause));
    if (!isRefusal) throw cause;
    throw new FormatError('loadModel', `the configuration is not that of a model: ${(cause as Error).message}`, {
      cause,
    });
  }
}
