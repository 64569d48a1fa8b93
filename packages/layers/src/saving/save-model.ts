import { ArgumentError, type Tensor } from '@mariana/tensor';
import { platform } from '#platform';
import type { Model } from '../model/model.ts';
import { encodeElements } from './elements.ts';
import { checkFileName } from './file-name.ts';
import { writeModelEntry } from './model-entry.ts';
import { weightPaths } from './paths.ts';
import { encodeHeader, inFileOrder } from './safetensors.ts';
import { serializeModel } from './serialize.ts';

/** Writes a saved model into a file. */
export async function saveModel(model: Model, path: string | URL): Promise<void> {
  checkFileName('save', path);
  await platform.writeFile('save', path, modelPieces(model));
}

/** The contents of a saved model, in one piece. */
export async function modelToBytes(model: Model): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of modelPieces(model)) pieces.push(piece);
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let position = 0;
  for (const piece of pieces) {
    bytes.set(piece, position);
    position += piece.length;
  }
  return bytes;
}

/** The contents of a saved model, piece after piece: the configuration in the header, then the weights by path. */
async function* modelPieces(model: Model): AsyncGenerator<Uint8Array> {
  if (!model.built) {
    throw new ArgumentError('save', `the model '${model.name}' is not built: it has no weights yet`, {
      fix: 'Apply it to data, or call build(inputShape) first',
    });
  }
  const paths = weightPaths(model);
  const metadata = writeModelEntry(serializeModel(model), [...paths.keys()]);
  // All values are taken at once: a training that goes on meanwhile does not change what is saved.
  const values = [...paths].map(([path, { variable }]): [string, Tensor] => [path, variable.value]);
  try {
    const order = inFileOrder(values);
    yield encodeHeader(order, metadata);
    for (const [, value] of order) yield encodeElements(await value.data(), value.dtype);
  } finally {
    for (const [, value] of values) value.dispose();
  }
}
