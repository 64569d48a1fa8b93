import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadNative } from '@mariana/kernels';
import { expect, test } from 'vitest';
import { withEngine } from '../../engine/current.ts';
import { tensor } from '../../ops/create.ts';
import { gather } from '../../ops/gather.ts';
import { nativeEngine } from './engine.ts';

const native = loadNative();

// It runs where the addon is built: pnpm --filter @mariana/kernels build:native.
const on = (run: (engine: ReturnType<typeof nativeEngine>) => void) => () => {
  if (!('kernels' in native)) return;
  const engine = nativeEngine(native.kernels);
  withEngine(engine, () => run(engine));
};
const elements = (x: { dataSync(): ArrayLike<unknown> }) => Array.from<unknown>(x.dataSync());

test.runIf('kernels' in native)(
  'a handle is used again once its tensor has gone, and memory once the last tensor that shares it has',
  on((engine) => {
    const x = tensor([1, 2, 3]);
    const view = x.reshape([3, 1]);
    const { handle } = x.storage;
    const { buffers } = engine.usage;
    x.dispose();
    expect(engine.usage.buffers).toBe(buffers);
    const y = tensor([4, 5, 6]);
    expect(y.storage.handle).toBe(handle);
    expect(elements(view)).toEqual([1, 2, 3]);
    const again = view.storage.handle;
    view.dispose();
    expect(engine.usage.buffers).toBe(buffers);
    const z = y.add(y);
    expect(z.storage.handle).toBe(again);
    expect(elements(z)).toEqual([8, 10, 12]);
    expect(elements(y)).toEqual([4, 5, 6]);
  }),
);

test.runIf('kernels' in native)(
  'tensors that were collected are not counted, and do not hold the memory that they shared',
  on((engine) => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    setFlagsFromString('--no-expose-gc');
    collect();
    const before = { ...engine.usage };
    const x = tensor([1, 2, 3, 4]);
    for (let i = 0; i < 1000; i++) x.reshape([2, 2]).reshape([1, 4]);
    expect(engine.usage.tensors).toBe(before.tensors + 2001);
    collect();
    expect(engine.usage).toEqual({
      bytes: before.bytes + 16,
      buffers: before.buffers + 1,
      tensors: before.tensors + 1,
    });
    x.dispose();
    expect(engine.usage).toEqual(before);
  }),
);

test.runIf('kernels' in native)(
  'memory given back twice is handed out once',
  on((engine) => {
    const x = tensor([1, 2]);
    const { storage } = x;
    x.dispose();
    storage.release();
    engine.free(storage.handle as never);
    const [y, z] = [tensor([3]), tensor([4])];
    expect(y.storage.handle).not.toBe(z.storage.handle);
    expect([elements(y), elements(z)]).toEqual([[3], [4]]);
  }),
);

test.runIf('kernels' in native)(
  'a kernel that fails leaves memory and count as they were',
  on((engine) => {
    const x = tensor([1, 2]);
    tensor([5]).dispose(); // a handle to use again
    const outside = tensor([7], { dtype: 'int32' });
    const before = { ...engine.usage };
    for (let i = 0; i < 3; i++)
      expect(() => gather(x, outside)).toThrow('gather: an index is out of range. Got index 7 for an axis of size 2.');
    expect(engine.usage).toEqual(before);
    expect(elements(x.mul(x))).toEqual([1, 4]);
  }),
);
