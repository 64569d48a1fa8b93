import { EngineError } from '@mariana/tensor';
import type { BackendName, Core } from '../device.ts';
import type { Loaded, TfjsOptions } from '../tfjs.ts';
import { loadCore, loadPortable } from './shared.ts';

/** The backends that are tried when none is named, in this order. */
export const candidates: readonly BackendName[] = ['node', 'wasm'];

/** Loads a backend, so that it is registered with the core. */
export function loadBackend(name: BackendName, wasmPaths: TfjsOptions['wasmPaths']): Promise<Loaded> {
  if (name === 'node') return loadNode();
  if (name === 'webgpu' || name === 'webgl') {
    throw new EngineError('tfjs', 'the backend runs in browsers only', { got: name, expected: 'node, wasm or cpu' });
  }
  return loadPortable(name, wasmPaths);
}

// Not a literal, so that bundlers leave the optional package alone.
const tfjsNode: string = '@tensorflow/tfjs-node';

async function loadNode(): Promise<Loaded> {
  await supplyIsNullOrUndefined();
  // TensorFlow greets on the error stream; what goes wrong it still says.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  await import(tfjsNode);
  return { core: await loadCore(), detail: (core) => `tfjs-node, TensorFlow ${tensorflowVersion(core)}` };
}

function tensorflowVersion(core: Core): string {
  const backend = core.findBackend('tensorflow') as { binding?: { TF_Version?: string } } | null;
  return backend?.binding?.TF_Version ?? 'of unknown version';
}

/** tfjs-node 4.22 calls a function of `node:util` that Node.js 23 took away and 22 warns of. */
async function supplyIsNullOrUndefined(): Promise<void> {
  const util = (await import('node:util')).default as { isNullOrUndefined?: (value: unknown) => boolean };
  util.isNullOrUndefined = (value) => value === null || value === undefined;
}
