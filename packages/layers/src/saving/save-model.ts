import { ArgumentError } from '@mariana/tensor';
import { platform } from '#platform';
import type { Model } from '../model/model.ts';
import { weightPaths } from './paths.ts';
import { type StoredTensor, writeSafetensors } from './safetensors.ts';
import { serializeLayer, withSharing } from './serialize.ts';

/** The metadata entry that makes a safetensors file a saved model. */
export const modelEntry = 'mariana.model';
/** The version of that entry's content. */
export const modelVersion = 1;

/** The contents of a saved model: weights by path, and the configuration as a text beside them. */
export async function modelToBytes(model: Model): Promise<Uint8Array<ArrayBuffer>> {
  if (!model.built) {
    throw new ArgumentError('save', `the model '${model.name}' is not built: it has no weights yet`, {
      fix: 'Apply it to data, or call build(inputShape) first',
    });
  }
  const config = withSharing(() => serializeLayer(model));
  const tensors = new Map<string, StoredTensor>();
  for (const [path, { variable }] of weightPaths(model)) {
    const value = variable.value;
    tensors.set(path, { dtype: value.dtype, shape: value.shape, data: await value.data() });
    value.dispose();
  }
  const metadata = new Map([
    ['format', 'mariana'],
    [modelEntry, JSON.stringify({ version: modelVersion, model: config })],
  ]);
  return writeSafetensors({ tensors, metadata });
}

/** Writes a saved model into a file. */
export async function saveModel(model: Model, path: string | URL): Promise<void> {
  await platform.writeFile(path, await modelToBytes(model));
}
