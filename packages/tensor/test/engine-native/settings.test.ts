import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => void vi.resetModules());
afterEach(() => void vi.unstubAllEnvs());

const settings = [
  ['MARIANA_THREADS', 'x', "not a number of threads. Got 'x'. Expected an integer from 1 to 256."],
  ['MARIANA_THREADS', '257', "not a number of threads. Got '257'. Expected an integer from 1 to 256."],
  ['MARIANA_ISA', 'mmx', /no such instruction set. Got 'mmx'. Expected one of .*'base'\.$/],
] as const;

test.each(settings)('%s=%s is an ArgumentError with the values that it can have', async (name, value, message) => {
  vi.stubEnv(name, value);
  const { ArgumentError, tensor, useEngine } = await import('../../src/index.ts');
  for (const use of [() => useEngine('native'), () => useEngine(), async () => tensor([1])]) {
    const error = await use().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ArgumentError', op: name, message: expect.stringMatching(message) });
    expect(ArgumentError.isInstance(error)).toBe(true);
  }
});
