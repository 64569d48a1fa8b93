import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type NativeKernels, nativeAbi } from './native.ts';

/** The addon, or why there is none. */
export type LoadedNative = { readonly kernels: NativeKernels } | { readonly reason: string };

let loaded: LoadedNative | undefined;

/**
 * Loads the addon: the one of this platform's package if that is installed, else the one built in the repository.
 * MARIANA_ISA chooses a lower instruction set, MARIANA_THREADS the number of threads.
 *
 * @returns the kernels, or the reason why they are not there; the same each time
 * @throws Error if MARIANA_ISA or MARIANA_THREADS has a value that does not fit
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
  const require = createRequire(typeof __filename === 'string' ? __filename : import.meta.url);
  const name = platformPackage();
  const places = [...(name === undefined ? [] : [name]), '../build/mariana.node'];
  let reason = `there is no build for ${process.platform} on ${process.arch}`;
  for (const place of places) {
    try {
      const kernels = require(place) as NativeKernels;
      if (kernels.abi !== nativeAbi) {
        reason = `${place} is of another version. Got ABI ${kernels.abi}. Expected ${nativeAbi}`;
        continue;
      }
      applyEnvironment(kernels);
      kernels.onPressure(collector());
      return { kernels };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'MODULE_NOT_FOUND') reason = `${place} does not load: ${message}`;
      if (error instanceof SettingError) throw error;
    }
  }
  return { reason };
}

/** The package that holds the addon for this platform, as published. */
function platformPackage(): string | undefined {
  const { platform, arch } = process;
  if (arch !== 'x64' && arch !== 'arm64') return undefined;
  if (platform === 'darwin') return `@mariana/kernels-darwin-${arch}`;
  if (platform === 'win32') return `@mariana/kernels-win32-${arch}`;
  if (platform !== 'linux') return undefined;
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return `@mariana/kernels-linux-${arch}-${header.glibcVersionRuntime === undefined ? 'musl' : 'gnu'}`;
}

/** The garbage collector as a function, which V8 hands to contexts made while the flag is up. */
function collector(): (all: boolean) => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { type: 'major' | 'minor' }) => void;
  setFlagsFromString('--no-expose-gc');
  return (all) => collect({ type: all ? 'major' : 'minor' });
}

class SettingError extends Error {}

function applyEnvironment(kernels: NativeKernels): void {
  const { MARIANA_ISA: set, MARIANA_THREADS: threads } = process.env;
  if (set && !kernels.chooseInstructionSet(set)) {
    throw new SettingError(
      `MARIANA_ISA: this build or processor has no such instruction set. Got ${set}. ` +
        `Expected one of ${kernels.instructionSets.join(', ')}.`,
    );
  }
  if (!threads) return;
  const count = Number(threads);
  if (!Number.isInteger(count) || count < 1 || count > 256) {
    throw new SettingError(`MARIANA_THREADS: not a number of threads. Got ${threads}. Expected 1 to 256.`);
  }
  kernels.setThreads(count);
}
