import { FormatError } from '@mariana/tensor';
import type { Bytes } from '../bytes/bytes.ts';
import { parseNpy } from '../npz/npy.ts';
import { readSequences } from '../npz/sequences.ts';
import { zipMembers } from '../npz/zip.ts';
import type { RankedReviews } from './encode.ts';

const op = 'imdb.load';

/**
 * The reviews in Keras's `imdb.npz`, in the order of the file: its lists are pickles, of which only the data is read.
 *
 * @throws FormatError that says what is wrong with the file, and where
 */
export async function readKerasArchive(bytes: Bytes): Promise<{ train: RankedReviews; test: RankedReviews }> {
  const members = zipMembers(bytes, { op, name: 'imdb.npz', maxBytes: 2 ** 28 });
  const contentOf = async (name: string) => {
    return (await members.find((member) => member.name === name)?.read()) ?? new Uint8Array();
  };
  const part = async (name: string): Promise<RankedReviews> => {
    const [x, y] = [`x_${name}.npy`, `y_${name}.npy`];
    const words = readSequences(op, `${x} in imdb.npz`, await contentOf(x));
    const labels = parseNpy(await contentOf(y), { name: `${y} in imdb.npz` });
    if (labels.shape.length !== 1 || labels.shape[0] !== words.length) {
      throw new FormatError(op, 'reviews and labels do not belong together', {
        got: `${words.length} reviews and labels [${labels.shape.join(', ')}]`,
        expected: 'a label for each review',
      });
    }
    return { words, labels: Array.from(labels.data as ArrayLike<number | bigint>, Number) };
  };
  return { train: await part('train'), test: await part('test') };
}
