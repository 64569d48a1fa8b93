import { platform } from '#platform';
import { referenceEngine } from '../engines/reference/engine.ts';
import { ArgumentError, choiceError, EngineError } from '../errors.ts';
import { engineInUse, setEngine } from './current.ts';
import type { Engine } from './engine.ts';
import { notice } from './notice.ts';

/** The engines that have names. */
export type EngineName = 'reference' | 'tfjs' | 'native';

const names: readonly EngineName[] = ['reference', 'tfjs', 'native'];

/** What {@link useEngine} takes: an engine, one to come, a function that gives one, or a name. */
export type EngineChoice = Engine | Promise<Engine> | (() => Engine | Promise<Engine>) | EngineName;

/** Options of {@link useEngine}. */
export interface UseEngineOptions {
  /**
   * Whether to say nothing where only the reference engine is there. The environment variable MARIANA_QUIET does the same.
   * @defaultValue false
   */
  quiet?: boolean | undefined;
}

/**
 * Chooses the engine that new tensors belong to, and waits until it is ready.
 *
 * Without a choice it is the engine already in use; else the one that the environment variable MARIANA_ENGINE names; else
 * `native`, if its addon loads; else `tfjs`, if `@mariana/tfjs` is installed and loads; else `reference`, with one notice that says why and how to get a
 * faster one.
 *
 * @param choice - an engine, a promise of one, a function that gives one, or a name
 * @param options - see {@link UseEngineOptions}
 * @returns the engine, now in use
 * @throws EngineError if the engine is not there or does not load, with the reason
 * @throws ArgumentError if there is no engine of that name
 *
 * @example
 * const engine = await useEngine('reference');
 * engine.name; // 'reference'
 */
export async function useEngine(choice?: EngineChoice, { quiet = false }: UseEngineOptions = {}): Promise<Engine> {
  if (choice === undefined) return engineInUse() ?? put(await fastest(quiet));
  if (typeof choice === 'string') return put(await named('useEngine', choice));
  return put(await (typeof choice === 'function' ? choice() : choice));
}

function put(engine: Engine): Engine {
  setEngine(engine);
  return engine;
}

/** The engine of a name. */
async function named(op: string, name: string): Promise<Engine> {
  if (name === 'reference') return referenceEngine();
  if (name === 'tfjs') {
    const engine = await loadTfjs(op);
    if (engine !== undefined) return engine;
    throw new EngineError(op, 'the package of this engine is not installed', {
      got: "the name 'tfjs'",
      expected: '@mariana/tfjs beside the program',
      fix: platform.howToGetTfjs,
    });
  }
  if (name === 'native') {
    const engine = platform.nativeEngine();
    if ('kernels' in engine) return engine;
    throw new EngineError(op, 'the native engine does not load', {
      got: engine.reason,
      expected: 'the addon of @mariana/kernels for this platform',
      fix: `${engine.fix} Other engines are there without it, such as 'tfjs'`,
    });
  }
  throw choiceError(op, 'engine', name, names);
}

/** The engine for a program that leaves the choice to us. */
async function fastest(quiet: boolean): Promise<Engine> {
  const wanted = platform.environment('MARIANA_ENGINE');
  if (wanted !== undefined) return named('MARIANA_ENGINE', wanted);
  const native = platform.nativeEngine();
  if ('kernels' in native) return native;
  let why = '@mariana/tfjs is not installed';
  try {
    const engine = await loadTfjs('useEngine');
    if (engine !== undefined) return engine;
  } catch (error) {
    why = error instanceof Error ? error.message : String(error);
  }
  if (!quiet) {
    notice(
      `the reference engine (plain TypeScript, slow) is in use: the native one does not load (${native.reason}), and ${why}. ` +
        `${native.fix} Or take tfjs. ${platform.howToGetTfjs}.`,
    );
  }
  return referenceEngine();
}

/** The engine on TensorFlow.js; undefined where its package is not installed. */
async function loadTfjs(op: string): Promise<Engine | undefined> {
  let loaded: unknown;
  try {
    loaded = await platform.loadTfjs();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError(op, '@mariana/tfjs is installed but does not load', { got: reason, cause });
  }
  if (loaded === undefined) return undefined;
  const { tfjs } = loaded as { tfjs?: () => Promise<Engine> };
  if (typeof tfjs === 'function') return tfjs();
  throw new ArgumentError(op, '@mariana/tfjs is of a version that does not fit', {
    got: `exports ${Object.keys(loaded as object).join(', ')}`,
    expected: 'a function tfjs',
  });
}
