import type { Engine } from '@mariana/tensor';
import { choiceError, EngineError } from '@mariana/tensor';
import { candidates, loadBackend } from '#platform';
import { type BackendName, type Core, Device, registeredNames } from './device.ts';
import { TfjsEngine } from './engine.ts';

/** Options of {@link tfjs}. */
export interface TfjsOptions {
  /**
   * The TensorFlow.js backend. Unless given, the first that loads: in Node.js `node` (where `@tensorflow/tfjs-node` is
   * installed), then `wasm`; in browsers `webgpu`, `webgl`, `wasm`.
   */
  backend?: BackendName | undefined;
  /**
   * Where the wasm backend's binaries are: a folder's address that ends in `/`, or an address for each file name. Unless
   * given, the package's own folder in Node.js, and the folder of the page's script in browsers.
   */
  wasmPaths?: string | Readonly<Record<string, string>> | undefined;
}

const backends = Object.keys(registeredNames) as BackendName[];

/**
 * An engine that runs on TensorFlow.js: on libtensorflow where tfjs-node is installed, on WebAssembly, or on the graphics
 * card in browsers.
 *
 * @param options - see {@link TfjsOptions}
 * @returns the engine, ready for `setEngine` and `useEngine`
 * @throws ArgumentError if there is no such backend
 * @throws EngineError if the backend does not load here, with its reason
 * @source TensorFlow.js's `tf.setBackend`
 *
 * @example
 * setEngine(await tfjs({ backend: 'wasm' }));
 * await matmul([[1, 2]], [[3], [4]]).array(); // [[11]]
 */
export async function tfjs({ backend, wasmPaths }: TfjsOptions = {}): Promise<Engine> {
  if (backend !== undefined && !backends.includes(backend)) throw choiceError('tfjs', 'backend', backend, backends);
  const failures: string[] = [];
  for (const name of backend === undefined ? candidates : [backend]) {
    try {
      return await start(name, wasmPaths);
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new EngineError('tfjs', 'no TensorFlow.js backend could be started', {
    got: failures.join('; '),
    expected: `one of ${backends.join(', ')} that works here`,
    fix: candidates.includes('node')
      ? "Use { backend: 'wasm' }, or install @tensorflow/tfjs-node for 'node'"
      : "Pass { wasmPaths } with the address of @tensorflow/tfjs-backend-wasm's dist folder",
  });
}

async function start(name: BackendName, wasmPaths: TfjsOptions['wasmPaths']): Promise<Engine> {
  const { core, detail } = await loadBackend(name, wasmPaths);
  const ready = await core.setBackend(registeredNames[name]);
  if (!ready) throw new EngineError('tfjs', 'the backend did not start', { got: name });
  return new TfjsEngine(new Device(name, core), `tfjs (${detail(core)})`);
}

/** What a platform's loader gives. */
export interface Loaded {
  readonly core: Core;
  /** What the backend runs on, once it runs. */
  detail(core: Core): string;
}
