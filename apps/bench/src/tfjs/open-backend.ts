import * as tf from '@tensorflow/tfjs-core';

// Not a literal, so that only the backend that is asked for is looked for.
const packages: Readonly<Record<string, string>> = {
  node: '@tensorflow/tfjs-node',
  wasm: '@tensorflow/tfjs-backend-wasm',
};

/** Loads a backend of plain TensorFlow.js; resolves to what it is, for people. */
export async function openBackend(name: string): Promise<string> {
  const util = (await import('node:util')).default as { isNullOrUndefined?: (value: unknown) => boolean };
  util.isNullOrUndefined = (value) => value === null || value === undefined; // tfjs-node needs it; Node.js 23 has none
  await import(packages[name] as string);
  await tf.setBackend(name === 'node' ? 'tensorflow' : name);
  await tf.ready();
  return `tfjs-${name} ${tf.version_core}`;
}
