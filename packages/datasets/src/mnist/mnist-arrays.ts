import { FormatError } from '@mariana/tensor';
import type { Bytes } from '../bytes/bytes.ts';
import { parseIdx } from '../idx/idx.ts';
import { readNpz } from '../npz/npy.ts';
import { mnistArchive, mnistFiles } from './mnist-source.ts';

/** Images [n, height, width] and labels [n], a byte each. */
export interface DigitArrays {
  readonly shape: readonly [n: number, height: number, width: number];
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** Both parts of MNIST, from the files of either form. */
export async function readDigits(
  files: ReadonlyMap<string, Bytes>,
): Promise<{ train: DigitArrays; test: DigitArrays }> {
  const archive = files.get(mnistArchive.name);
  if (archive !== undefined) {
    const arrays = await readNpz(archive, { name: mnistArchive.name });
    const array = (key: string) => arrays.get(key);
    return { train: digits(array('x_train'), array('y_train')), test: digits(array('x_test'), array('y_test')) };
  }
  const array = ({ name }: { name: string }) => parseIdx(files.get(name) ?? new Uint8Array(), { name });
  return {
    train: digits(array(mnistFiles.trainImages), array(mnistFiles.trainLabels)),
    test: digits(array(mnistFiles.testImages), array(mnistFiles.testLabels)),
  };
}

interface AnyArray {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: unknown;
}

function digits(images: AnyArray | undefined, labels: AnyArray | undefined): DigitArrays {
  const [n, height, width, ...more] = images?.shape ?? [];
  const fits =
    images?.dtype === 'uint8' &&
    labels?.dtype === 'uint8' &&
    width !== undefined &&
    more.length === 0 &&
    labels.shape[0] === n;
  if (!fits || labels.shape.length !== 1) {
    const told = (array: AnyArray | undefined) => (array ? `${array.dtype} [${array.shape.join(', ')}]` : 'nothing');
    throw new FormatError('mnist.load', 'images and labels do not belong together', {
      got: `images ${told(images)} and labels ${told(labels)}`,
      expected: 'images uint8 [n, height, width] and labels uint8 [n]',
    });
  }
  return {
    shape: [n as number, height as number, width],
    images: images.data as Uint8Array,
    labels: labels.data as Uint8Array,
  };
}
