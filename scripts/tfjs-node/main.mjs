#!/usr/bin/env node
// `pnpm tfjs-node`: makes the npm package @tensorflow/tfjs-node work without its own install step, which downloads
// libtensorflow from a host that many places do not reach. Needs Linux x86-64, pip and a C++ compiler.

import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPackages, provideBinding } from './binding.mjs';
import { provideLibrary } from './library.mjs';
import { checkPlatform } from './platform.mjs';
import { SetupError } from './requirements.mjs';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** @param {string} line */
const say = (line) => console.log(`tfjs-node: ${line}`);

/** Loads the package in a process of its own and multiplies two matrices. @param {string} tfjsNode */
function check(tfjsNode) {
  const program = `
    const util = require('util');
    util.isNullOrUndefined ??= (value) => value === null || value === undefined;
    const tf = require(${JSON.stringify(tfjsNode)});
    const product = tf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]]).dataSync();
    if (tf.getBackend() !== 'tensorflow' || String(product) !== '19,22,43,50') throw new Error('got ' + product);`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  if (status !== 0)
    throw new SetupError(`tfjs-node: the binding does not work on Node.js ${process.version}.\n${stderr}`);
}

async function main() {
  checkPlatform();
  const packages = findPackages(repository);
  const library = await provideLibrary(join(repository, '.tfjs-node'), say);
  const binding = provideBinding(packages, library.folder, say);
  if (!library.changed && !binding.changed) return say(`already there, nothing to do (${binding.output})`);
  check(packages.tfjsNode);
  say(`ready, and multiplies matrices: ${binding.output}`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
