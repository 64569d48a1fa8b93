import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FoundAddon } from './find-addon.ts';

let found: FoundAddon;
const kernels = { onPressure: vi.fn(), setThreads: vi.fn(), chooseInstructionSet: vi.fn(() => true) };

beforeEach(() => {
  vi.resetModules();
  vi.doMock('./find-addon.ts', () => ({ findAddon: () => found }));
  found = { kernels: kernels as never };
  kernels.onPressure.mockClear();
});

afterEach(() => {
  vi.doUnmock('./find-addon.ts');
  vi.unstubAllGlobals();
});

test('an addon receives the collector', async () => {
  const { loadNative } = await import('./load-native.ts');
  expect(loadNative()).toBe(found);
  expect(kernels.onPressure).toHaveBeenCalledWith(expect.any(Function));
});

test('without a collector there is a reason instead of an addon', async () => {
  vi.stubGlobal('Bun', {});
  const { loadNative } = await import('./load-native.ts');
  expect(loadNative()).toMatchObject({ reason: 'a runtime whose garbage collector cannot be called' });
  expect(kernels.onPressure).not.toHaveBeenCalled();
});

test('environment variables that may not be read count as not set', async () => {
  const refuse = () => {
    throw new Error('Requires env access, run again with the --allow-env flag');
  };
  vi.stubGlobal('process', Object.create(process, { env: { get: refuse } }));
  const { loadNative } = await import('./load-native.ts');
  expect(loadNative()).toBe(found);
  expect(kernels.setThreads).not.toHaveBeenCalled();
});
