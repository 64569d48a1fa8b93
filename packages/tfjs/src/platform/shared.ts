import { EngineError } from '@mariana/tensor';
import type { BackendName, Core } from '../device.ts';
import type { Loaded, TfjsOptions } from '../tfjs.ts';

/** An import of a package that may be CommonJS, whose exports are then under `default`. */
export function exportsOf<T extends object>(module: T): T {
  return 'default' in module && !('setBackend' in module || 'setWasmPaths' in module) ? (module.default as T) : module;
}

/** The core that all backends register with. */
export async function loadCore(): Promise<Core> {
  return exportsOf(await import('@tensorflow/tfjs-core'));
}

/** The backends that load alike in Node.js and in browsers. */
export async function loadPortable(name: BackendName, wasmPaths: TfjsOptions['wasmPaths']): Promise<Loaded> {
  const core = await loadCore();
  if (name === 'wasm') return loadWasm(core, wasmPaths);
  if (name === 'cpu') {
    await import('@tensorflow/tfjs-backend-cpu');
    return { core, detail: () => 'cpu, plain JavaScript' };
  }
  throw new EngineError('tfjs', 'the backend does not exist here', { got: name });
}

async function loadWasm(core: Core, wasmPaths: TfjsOptions['wasmPaths']): Promise<Loaded> {
  const wasm = exportsOf(await import('@tensorflow/tfjs-backend-wasm'));
  if (wasmPaths !== undefined) wasm.setWasmPaths(wasmPaths as string);
  return {
    core,
    detail: () => {
      const simd = core.env().get('WASM_HAS_SIMD_SUPPORT') === true ? 'SIMD' : 'no SIMD';
      const threaded = core.env().get('WASM_HAS_MULTITHREAD_SUPPORT') === true;
      const threads = threaded ? wasm.getThreadsCount() : 1;
      return `wasm, ${simd}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
    },
  };
}
