import type { Engine } from '../../engine/engine.ts';
import type { Fixture, Operations } from '../fixture.ts';
import { behaviourTests } from './behaviour.ts';
import { extremeTests } from './extremes.ts';
import { fixtureTests } from './fixtures.ts';
import { kernelTests } from './kernels.ts';
import { notANumberTests } from './not-a-number.ts';
import { ruleTests } from './rules.ts';

/** The part of a test runner that the suite needs: vitest's, jest's, or that of `node:test`. */
export interface TestApi {
  describe(name: string, body: () => void): unknown;
  test(name: string, body: () => void | Promise<void>): unknown;
}

/** Options of {@link runEngineSuite}. */
export interface EngineSuiteOptions extends TestApi {
  /** Files of cases that PyTorch computed; none unless given. */
  fixtures?: readonly Fixture[] | undefined;
  /** The operations that the fixtures call, by name: `import * as operations from '@mariana/tensor'`. */
  operations?: Operations | undefined;
}

/**
 * Declares the tests that any engine must pass: every primitive beside the reference engine in every dtype that the
 * engine holds, the rules for awkward input, NaN and numbers of any size, gradients, memory, order, and what PyTorch gives.
 *
 * @param engine - the engine, ready
 * @param options - the test runner's functions, and fixtures
 *
 * @example
 * const names = [];
 * const describe = (name, body) => { names.push(name); body(); };
 * runEngineSuite(referenceEngine(), { describe, test: () => {} });
 * names.length; // 6
 */
export function runEngineSuite(engine: Engine, { fixtures = [], operations = {}, ...api }: EngineSuiteOptions): void {
  api.describe(`the engine ${engine.name}`, () => {
    kernelTests(engine, api);
    ruleTests(engine, api);
    notANumberTests(engine, api);
    extremeTests(engine, api);
    behaviourTests(engine, api);
    if (fixtures.length > 0) fixtureTests(engine, fixtures, operations, api);
  });
}
