import { EngineError } from '@mariana/tensor';
import type { BackendName } from '../device.ts';
import type { Loaded, TfjsOptions } from '../tfjs.ts';
import { loadCore, loadPortable } from './shared.ts';

/** The backends that are tried when none is named, in this order. */
export const candidates: readonly BackendName[] = ['webgpu', 'webgl', 'wasm'];

/** Loads a backend, so that it is registered with the core. */
export async function loadBackend(name: BackendName, wasmPaths: TfjsOptions['wasmPaths']): Promise<Loaded> {
  if (name === 'node') {
    throw new EngineError('tfjs', 'the backend runs in Node.js only', {
      got: name,
      expected: 'webgpu, webgl, wasm or cpu',
    });
  }
  if (name === 'webgpu') {
    if (!('gpu' in navigator)) throw new EngineError('tfjs', 'this browser has no WebGPU');
    await import('@tensorflow/tfjs-backend-webgpu');
    return { core: await loadCore(), detail: () => 'WebGPU' };
  }
  if (name === 'webgl') {
    await import('@tensorflow/tfjs-backend-webgl');
    return { core: await loadCore(), detail: () => 'WebGL' };
  }
  return loadPortable(name, wasmPaths);
}
