import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scope, setSeed, useEngine } from '../../src/index.ts';
import { testedSets } from './instruction-sets.ts';
import { largeCases } from './large-cases.ts';
import { addon, hashOf, observe, record } from './observed-calls.ts';

const kernels = addon();
const [chosen, threads] = [kernels.instructionSet(), kernels.threads()];
const seen = new Set<string>();
const file = process.env.MARIANA_RECORD_CALLS;

beforeAll(() => useEngine('native'));
afterAll(() => {
  kernels.chooseInstructionSet(chosen);
  kernels.setThreads(threads);
});

/** Each kernel that ran, in order, and the bits that it gave. */
function bitsOf(run: () => void, count: number): readonly string[] {
  kernels.setThreads(count);
  setSeed(1);
  const calls: string[] = [];
  const end = observe(kernels, ({ op, outputs }) => {
    seen.add(op);
    calls.push(`${op} ${hashOf(outputs)}`);
  });
  try {
    scope(run);
  } finally {
    end();
  }
  return calls;
}

describe.each(testedSets(kernels))('on %s, bits are the same with 1, 2 and 5 threads', (set) => {
  test.each(Object.entries(largeCases))('%s', (_, run) => {
    kernels.chooseInstructionSet(set);
    const alone = bitsOf(run, 1);
    expect(alone.length).toBeGreaterThan(0);
    for (const count of [2, 5]) {
      const calls = bitsOf(run, count);
      expect(calls.filter((call, i) => call !== alone[i])).toEqual([]);
      expect(calls).toHaveLength(alone.length);
    }
  });
});

test('every kernel was among them: one that is missing needs a case in large-cases.ts', () => {
  expect(kernels.ops.filter((op) => !seen.has(op))).toEqual([]);
});

test.runIf(file)('records of the calls, for the C++ tests', () => {
  kernels.chooseInstructionSet(chosen);
  kernels.setThreads(threads);
  const end = record(kernels, `${file}-large.bin`);
  try {
    for (const run of Object.values(largeCases)) scope(run);
  } finally {
    end();
  }
});
