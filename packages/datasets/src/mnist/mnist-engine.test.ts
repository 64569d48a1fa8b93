import { engineInUse } from '@mariana/tensor';
import { expect, test, vi } from 'vitest';
import { mnist } from './mnist.ts';

// By itself in a file, since an engine that is in use stays in use.
test('mnist.load chooses an engine when none is in use', async () => {
  vi.stubEnv('MARIANA_ENGINE', 'reference');
  expect(engineInUse()).toBeUndefined();
  const { test: part } = await mnist.load({ cache: false, download: false });
  expect(part.images.engine).toBe(engineInUse());
  expect(engineInUse()?.name).toBe('reference');
});
