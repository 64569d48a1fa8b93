import { FormatError } from '@mariana/tensor';
import { npyHeader } from './npy-header.ts';
import { readPickle } from './pickle.ts';
import { ArrayOf } from './pickle-values.ts';

/**
 * Reads an `.npy` file that holds lists of whole numbers, of different lengths: an array of Python objects, whose pickle
 * is read without running anything.
 *
 * @param op - who asks, for messages
 * @param name - how the file is named in messages
 * @returns a list for each element
 * @throws FormatError that says what is wrong, and where
 */
export function readSequences(op: string, name: string, bytes: Uint8Array): number[][] {
  const { code, shape, start } = npyHeader(op, name, bytes);
  const wrong = (what: string, got: string) =>
    new FormatError(op, `${name} ${what}`, { got, expected: 'an array [n] of lists of whole numbers' });
  if (code !== 'O' || shape.length !== 1) throw wrong('holds no lists', `${code} [${shape.join(', ')}]`);
  const array = readPickle(op, name, bytes, start);
  if (!(array instanceof ArrayOf) || array.items === undefined) throw wrong('holds no array', typeof array);
  if (array.shape.length !== 1 || array.shape[0] !== shape[0]) {
    throw wrong('holds an array of another shape than its header says', `[${array.shape.join(', ')}]`);
  }
  array.items.forEach((item, i) => {
    const isList = Array.isArray(item) && item.every((value) => typeof value === 'number');
    if (!isList) throw wrong(`has an element ${i} that is no list of whole numbers`, typeof item);
  });
  return array.items as number[][];
}
