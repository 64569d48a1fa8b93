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
  // Asked for here, so that nothing of Node.js is needed at import.
  const require = process
    .getBuiltinModule('node:module')
    .createRequire(typeof __filename === 'string' ? __filename : import.meta.url);
  const places = [...platformPackages(), '../build/mariana.node'];
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

/** The packages that hold the addon for this platform, as published; of the two for Linux only one loads. */
function platformPackages(): string[] {
  const { platform, arch } = process;
  const name = `@mariana/kernels-${platform}-${arch}`;
  return platform === 'linux' ? [`${name}-gnu`, `${name}-musl`] : [name];
}

/** The garbage collector as a function, which V8 hands to contexts made while the flag is up. */
function collector(): (all: boolean) => void {
  type Collect = (options: { type: 'major' | 'minor' }) => void;
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  const { runInNewContext } = process.getBuiltinModule('node:vm');
  let collect: Collect | undefined;
  // The flag is the whole process': another thread that loads the addon may take it down in between.
  for (let i = 0; collect === undefined && i < 1000; i++) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext("typeof gc === 'function' ? gc : undefined") as Collect | undefined;
  }
  if (!process.execArgv.some((flag) => /^--expose[-_]gc$/.test(flag))) setFlagsFromString('--no-expose-gc');
  if (collect === undefined) throw new Error('the garbage collector cannot be reached');
  const reached = collect;
  return (all) => reached({ type: all ? 'major' : 'minor' });
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
