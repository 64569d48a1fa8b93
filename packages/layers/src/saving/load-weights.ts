import { ArgumentError, FormatError, tensor } from '@mariana/tensor';
import { platform } from '#platform';
import type { AnyLayer } from '../base/types.ts';
import { formatError } from './format-error.ts';
import { weightPaths } from './paths.ts';
import { readSafetensors, type SafetensorsFile } from './safetensors.ts';

/** Where a saved model is read from: a path (Node.js), an address, or the contents of the file. */
export type WeightSource = string | URL | Uint8Array | ArrayBuffer | Blob;

/** Puts the weights of a saved model into one that is there. */
export async function loadInto(model: AnyLayer, source: WeightSource): Promise<void> {
  assignWeights(model, readSafetensors(await readBytes(source)));
}

/** The bytes of a source. */
export async function readBytes(source: WeightSource): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (typeof source === 'string' || source instanceof URL) return platform.readFile(source);
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  throw new ArgumentError('loadModel', 'this is no source of a model', {
    got: String(source),
    expected: 'a path, an address, a Uint8Array, an ArrayBuffer or a Blob',
  });
}

/** Checks all weights before the first is put in: a model is loaded as a whole or not at all. */
export function assignWeights(model: AnyLayer, { tensors }: SafetensorsFile): void {
  const paths = weightPaths(model);
  const missing = [...paths.keys()].filter((path) => !tensors.has(path));
  const extra = [...tensors.keys()].filter((path) => !paths.has(path));
  if (missing.length > 0 || extra.length > 0) {
    throw new FormatError('loadModel', `the weights in the file are not those of the model '${model.name}'`, {
      got: [missing.length > 0 && `no ${list(missing)}`, extra.length > 0 && `an unknown ${list(extra)}`]
        .filter(Boolean)
        .join('; '),
      expected: list([...paths.keys()]),
    });
  }
  for (const [path, weight] of paths) {
    const { shape, dtype } = tensors.get(path)!;
    if (String(shape) !== String(weight.shape)) {
      throw formatError(
        `loadModel, weight '${path}'`,
        'its shape is not that of the model',
        shape,
        `[${weight.shape}]`,
      );
    }
    if (dtype !== weight.dtype && !(dtype.endsWith('float16') && weight.dtype === 'float32')) {
      throw formatError(`loadModel, weight '${path}'`, 'its dtype is not that of the model', dtype, weight.dtype);
    }
  }
  for (const [path, weight] of paths) {
    const { shape, data } = tensors.get(path)!;
    weight.assignLazily(shape, () => tensor(data, { shape, dtype: weight.dtype }));
  }
}

function list(names: readonly string[]): string {
  const shown = names
    .slice(0, 8)
    .map((name) => `'${name}'`)
    .join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}
