import { platform } from '#platform';
import { ArgumentError, EngineError } from '../errors.ts';
import { noteCopy } from './copies.ts';
import type { Engine } from './engine.ts';

let current: Engine | undefined;

/** The engine in use, without choosing one. */
export function engineInUse(): Engine | undefined {
  return current;
}

/** The engine that new tensors belong to; the platform's default is chosen at the first call. */
export function currentEngine(): Engine {
  if (current !== undefined) return current;
  const engine = platform.defaultEngine();
  if (engine !== undefined) {
    setEngine(engine);
    return engine;
  }
  throw new EngineError('engine', 'no engine is in use yet', {
    expected: 'an engine before the first operation',
    fix: "Call await useEngine() first, or setEngine(referenceEngine()) from '@mariana/tensor'",
  });
}

/**
 * Puts an engine in use at once. Tensors that exist stay with the engine that made them.
 *
 * @param engine - an engine that is ready
 *
 * @example
 * setEngine(referenceEngine());
 * currentEngine().name; // 'reference'
 */
export function setEngine(engine: Engine): void {
  if (typeof engine?.upload !== 'function') {
    throw new ArgumentError('setEngine', 'this is not an engine', {
      got: String(engine),
      expected: 'an engine, such as referenceEngine() or await tfjs()',
    });
  }
  if (current === undefined) noteCopy();
  current = engine;
}

/** Runs a function with another engine in use. For transforms that need none. */
export function withEngine<Result>(engine: Engine, fn: () => Result): Result {
  const outer = current;
  current = engine;
  try {
    return fn();
  } finally {
    current = outer;
  }
}
