import { FormatError, formatShape, sameShape, sizeOf, type TypedArray, tensor } from '@mariana/tensor';
import type { AnyLayer } from '../base/types.ts';
import type { Weight } from '../base/weight.ts';
import { type ByteSource, readBytes, type WeightSource, withSource } from './byte-source.ts';
import { elementBuffer } from './elements.ts';
import type { LoadOptions } from './fetch-bytes.ts';
import { matchWeights } from './match-weights.ts';
import { readModelEntry } from './model-entry.ts';
import { readHeader } from './safetensors.ts';
import type { SafetensorsHeader, TensorEntry } from './safetensors-header.ts';

/** Puts the weights of a saved model into one that is there. */
export async function loadInto(model: AnyLayer, source: WeightSource, options: LoadOptions = {}): Promise<void> {
  const op = 'loadWeights';
  await withSource(op, source, options, async (file) => {
    const header = await readHeader(op, file, options.signal);
    const order = readModelEntry(op, header.metadata)?.order;
    await assignWeights(op, model, file, header, order, options.signal);
  });
}

/**
 * Puts the weights of a file into a model. All are checked before the first is read, and read before the first is put in:
 * a model is loaded as a whole or not at all.
 */
export async function assignWeights(
  op: string,
  model: AnyLayer,
  file: ByteSource,
  header: SafetensorsHeader,
  order: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const matched = matchWeights(op, model, header, order);
  for (const { path, weight } of matched) checkWeight(op, path, weight, header.entries.get(path) as TensorEntry);
  const values: TypedArray[] = [];
  for (const { path } of matched) {
    const { dtype, shape, position } = header.entries.get(path) as TensorEntry;
    const buffer = elementBuffer(dtype, sizeOf(shape));
    await readBytes(op, file, buffer.bytes, position, signal);
    values.push(buffer.elements(path));
  }
  for (const [i, { weight }] of matched.entries()) {
    const { shape, dtype } = weight;
    const data = values[i] as TypedArray;
    weight.assignLazily(shape, () => tensor(data, { shape, dtype }));
  }
}

function checkWeight(op: string, path: string, weight: Weight, { shape, dtype }: TensorEntry): void {
  const where = `${op}, weight '${path}'`;
  if (!sameShape(shape, weight.shape)) {
    const details = { got: formatShape(shape), expected: formatShape(weight.shape) };
    throw new FormatError(where, 'its shape is not that of the model', details);
  }
  if (dtype !== weight.dtype && !(dtype.endsWith('float16') && weight.dtype === 'float32')) {
    throw new FormatError(where, 'its dtype is not that of the model', { got: dtype, expected: weight.dtype });
  }
}
