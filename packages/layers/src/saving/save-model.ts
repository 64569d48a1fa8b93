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
  await withPieces(model, (pieces) => platform.writeFile('save', path, pieces));
}

/** The contents of a saved model, in one piece. */
export function modelToBytes(model: Model): Promise<Uint8Array<ArrayBuffer>> {
  return withPieces(model, join);
}

/**
 * Hands over the contents of a saved model piece after piece: the configuration in the header, then the weights. All
 * values are taken before the first is read: a training that goes on meanwhile does not change what is saved.
 */
async function withPieces<Result>(
  model: Model,
  use: (pieces: AsyncIterable<Uint8Array>) => Promise<Result>,
): Promise<Result> {
  if (!model.built) {
    throw new ArgumentError('save', `the model '${model.name}' is not built: it has no weights yet`, {
      fix: 'Apply it to data, or call build(inputShape) first',
    });
  }
  const paths = weightPaths(model);
  const metadata = writeModelEntry(serializeModel(model), [...paths.keys()]);
  const values = inFileOrder([...paths].map(([path, { variable }]) => [path, variable.value] as const));
  try {
    return await use(piecesOf(encodeHeader(values, metadata), values));
  } finally {
    for (const [, value] of values) value.dispose();
  }
}

async function* piecesOf(
  header: Uint8Array,
  values: readonly (readonly [string, Tensor])[],
): AsyncGenerator<Uint8Array> {
  yield header;
  for (const [, value] of values) yield encodeElements(await value.data(), value.dtype);
}

async function join(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const list: Uint8Array[] = [];
  for await (const piece of pieces) list.push(piece);
  const bytes = new Uint8Array(list.reduce((sum, { length }) => sum + length, 0));
  let position = 0;
  for (const piece of list) {
    bytes.set(piece, position);
    position += piece.length;
  }
  return bytes;
}
