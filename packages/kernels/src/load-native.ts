import { findCollector } from './collector.ts';
import { environment } from './environment.ts';
import { type FoundAddon, findAddon } from './find-addon.ts';
import type { NativeKernels } from './native.ts';
import { SettingError } from './setting-error.ts';

/** The addon, or why there is none (`reason`) and how to get it (`fix`). */
export type LoadedNative = FoundAddon;

let loaded: LoadedNative | undefined;

/**
 * Loads the addon: the one built in the repository, else the one of this platform's package.
 * MARIANA_ISA chooses a lower instruction set, MARIANA_THREADS the number of threads.
 *
 * @returns the kernels, or the reason why they are not there and how to get them; the same each time
 * @throws SettingError if MARIANA_ISA or MARIANA_THREADS has a value that does not fit
 *
 * @example
 * const native = loadNative();
 * 'kernels' in native; // true where there is an addon for this platform
 */
export function loadNative(): LoadedNative {
  loaded ??= load();
  return loaded;
}

function load(): LoadedNative {
  // Asked for here, so that nothing of Node.js is needed at import.
  const { getBuiltinModule, platform, arch } = process;
  // `node -e` defines __filename for modules too, as '[eval]'; bundled as CommonJS they have no import.meta.url.
  const here = import.meta.url ?? __filename;
  // Not named require: the CommonJS build writes import.meta.url with the require that such a name would shadow.
  const requireHere = getBuiltinModule('node:module').createRequire(here);
  const found = findAddon({
    require: requireHere,
    platform,
    arch,
    built: '../build/mariana.node',
    inRepository: hasSources(requireHere),
  });
  if (!('kernels' in found)) return found;
  const collect = findCollector();
  if (collect === undefined) return noCollector;
  applyEnvironment(found.kernels);
  found.kernels.onPressure(collect);
  return found;
}

/** The addon frees memory by collecting garbage, where a program makes tensors faster than the runtime collects them. */
const noCollector: LoadedNative = {
  reason: 'a runtime whose garbage collector cannot be called',
  fix: 'Run the program in Node.js, Bun or Deno, of current versions.',
};

/** Whether the sources are beside these files: what is published has none. */
function hasSources(require: NodeJS.Require): boolean {
  try {
    require.resolve('../addon/addon.cc');
    return true;
  } catch {
    return false;
  }
}

function applyEnvironment(kernels: NativeKernels): void {
  const [set, threads] = [environment('MARIANA_ISA'), environment('MARIANA_THREADS')];
  if (set && !kernels.chooseInstructionSet(set)) {
    const choices = kernels.instructionSets.map((name) => `'${name}'`).join(', ');
    throw new SettingError(
      'MARIANA_ISA',
      'this build or processor has no such instruction set',
      `'${set}'`,
      `one of ${choices}`,
    );
  }
  if (!threads) return;
  const count = Number(threads);
  if (!Number.isInteger(count) || count < 1 || count > 256) {
    throw new SettingError('MARIANA_THREADS', 'not a number of threads', `'${threads}'`, 'an integer from 1 to 256');
  }
  kernels.setThreads(count);
}
