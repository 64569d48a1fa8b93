import { FormatError } from '@mariana/tensor';
import type { Bytes } from '../bytes/bytes.ts';
import { parseNpy } from '../npz/npy.ts';
import { readSequences } from '../npz/sequences.ts';
import { readZip } from '../npz/zip.ts';
import type { RankedReviews } from './encode.ts';

const op = 'imdb.load';

/**
 * The reviews in Keras's `imdb.npz`, in the order of the file: its lists are pickles, of which only the data is read.
 *
 * @throws FormatError that says what is wrong with the file, and where
 */
export async function readKerasArchive(bytes: Bytes): Promise<{ train: RankedReviews; test: RankedReviews }> {
  const members = await readZip(bytes, { op, name: 'imdb.npz', maxBytes: 2 ** 28 });
  const part = (name: string): RankedReviews => {
    const [x, y] = [`x_${name}.npy`, `y_${name}.npy`];
    const words = readSequences(op, `${x} in imdb.npz`, members.get(x) ?? new Uint8Array());
    const labels = parseNpy(members.get(y) ?? new Uint8Array(), { name: `${y} in imdb.npz` });
    if (labels.shape.length !== 1 || labels.shape[0] !== words.length) {
      throw new FormatError(op, 'reviews and labels do not belong together', {
        got: `${words.length} reviews and labels [${labels.shape.join(', ')}]`,
        expected: 'a label for each review',
      });
    }
    return { words, labels: Array.from(labels.data as ArrayLike<number | bigint>, Number) };
  };
  return { train: part('train'), test: part('test') };
}
