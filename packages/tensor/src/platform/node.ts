import { environment, type LoadedNative, loadNative, SettingError } from '@mariana/kernels';
import type { Engine } from '../engine/engine.ts';
import { notice } from '../engine/notice.ts';
import { nativeEngine } from '../engines/native/engine.ts';
import { referenceEngine } from '../engines/reference/engine.ts';
import { ArgumentError, EngineError } from '../errors.ts';
import type { Platform } from './platform.ts';

/** The platform of Node.js, Bun and Deno. */
export const platform: Platform = {
  environment,
  defaultEngine() {
    const name = environment('MARIANA_ENGINE');
    if (name === 'reference') return referenceEngine();
    if (name !== undefined && name !== 'native') {
      throw new EngineError('engine', 'an operation came before the engine was ready', {
        got: `MARIANA_ENGINE=${name}`,
        expected: 'await useEngine() before the first operation: only native and reference are there at once',
      });
    }
    const engine = native();
    if ('kernels' in engine) return engine;
    if (name !== undefined)
      throw new EngineError('engine', 'the native engine does not load', { got: engine.reason, fix: engine.fix });
    notice(
      'the reference engine (plain TypeScript, slow) is in use: an operation came before an engine was chosen, and the ' +
        `native one does not load (${engine.reason}). ${engine.fix} Or call await useEngine() first, which takes the fastest ` +
        'that is installed.',
    );
    return referenceEngine();
  },
  nativeEngine: native,
  location: () => import.meta.url ?? __filename,
  loadTfjs,
  howToGetTfjs: 'Install it with npm install @mariana/tfjs',
};

let made: Engine | undefined;

/** The one native engine of this process, or why there is none. */
function native(): ReturnType<Platform['nativeEngine']> {
  const loaded = addon();
  if ('reason' in loaded) return loaded;
  made ??= nativeEngine(loaded.kernels);
  return made;
}

function addon(): LoadedNative {
  try {
    return loadNative();
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    throw new ArgumentError(error.setting, error.wrong, { got: error.got, expected: error.expected });
  }
}

const packageName = '@mariana/tfjs';

/**
 * The package as the program sees it, from its main module or its working directory: this package does not depend on it,
 * so looking from here would find nothing where folders are strict.
 */
async function loadTfjs(): Promise<unknown> {
  const { createRequire } = await import('node:module');
  const { realpathSync } = await import('node:fs');
  const { join } = await import('node:path');
  const places = [join(process.cwd(), 'program.js')];
  try {
    if (process.argv[1] !== undefined) places.unshift(realpathSync(process.argv[1]));
  } catch {
    // The main module need not be a file.
  }
  for (const place of places) {
    const require = createRequire(place);
    try {
      require.resolve(`${packageName}/package.json`);
    } catch {
      continue; // not installed where that place looks
    }
    // The same format as this copy of ours: the other one would bring a second copy.
    return isCommonJs() && !isSource() ? require(packageName) : importFrom(require);
  }
  return undefined;
}

/** Whether this copy is CommonJS: `node -e` defines these names for modules too, where they are not equal. */
function isCommonJs(): boolean {
  return typeof __filename === 'string' && typeof module === 'object' && module.filename === __filename;
}

/** Whether this copy is the sources in the repository: these go with sources. */
function isSource(): boolean {
  return import.meta.url?.endsWith('.ts') ?? false;
}

/** Imports the package's build for `import`, which `require.resolve` does not give. */
async function importFrom(require: NodeRequire): Promise<unknown> {
  const { readFileSync } = await import('node:fs');
  const { pathToFileURL } = await import('node:url');
  const manifest = require.resolve(`${packageName}/package.json`);
  const { exports } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  const file = isSource() ? exports['.']['@mariana/source'] : exports['.'].import.default;
  return import(/* @vite-ignore */ new URL(file as string, pathToFileURL(manifest)).href);
}

interface Manifest {
  readonly exports: {
    readonly '.': { readonly '@mariana/source'?: string | undefined; readonly import: { readonly default: string } };
  };
}
