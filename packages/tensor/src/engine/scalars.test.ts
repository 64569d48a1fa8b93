import { loadNative } from '@mariana/kernels';
import { describe, expect, test } from 'vitest';
import { nativeEngine } from '../engines/native/engine.ts';
import { referenceEngine } from '../engines/reference/engine.ts';
import { tensor } from '../ops/create.ts';
import { scope } from '../scope.ts';
import type { Tensor } from '../tensor.ts';
import { withEngine } from './current.ts';
import type { Engine } from './engine.ts';

const native = loadNative();
// The native engine joins where the addon is built: pnpm --filter @mariana/kernels build:native.
const engines: (() => Engine)[] = [referenceEngine];
if ('kernels' in native) engines.push(() => nativeEngine(native.kernels));

/** All engines made here: those on the addon share its count, which the collection of one would change. */
const kept: Engine[] = [];

/** An engine of its own that counts what is uploaded and freed. */
function counted(make: () => Engine) {
  const engine = make();
  kept.push(engine);
  const seen = { uploads: 0, frees: 0 };
  const { upload, free } = engine;
  engine.upload = (...args) => {
    seen.uploads += 1;
    return upload(...args);
  };
  engine.free = (handle) => {
    seen.frees += 1;
    free(handle);
  };
  return { engine, seen };
}

describe.each(engines.map((make) => [make().name, make] as const))('bare numbers on %s', (_, make) => {
  const values = (engine: Engine, run: () => Tensor) =>
    withEngine(engine, () => scope(() => Array.from<unknown>(run().dataSync())));

  test('each is uploaded once, and counts as no usage', () => {
    const { engine, seen } = counted(make);
    const x = withEngine(engine, () => tensor([1, 2]));
    const before = { ...engine.usage };
    for (let i = 0; i < 10; i++) expect(values(engine, () => x.mul(3).add(3))).toEqual([6, 9]);
    expect(seen.uploads).toBe(2); // x, and 3
    expect(engine.usage).toEqual(before);
    x.dispose();
  });

  test('0 and −0, NaN, and the same number in two dtypes stay apart', () => {
    const { engine } = counted(make);
    const [x, whole] = withEngine(engine, () => [tensor([1, -1]), tensor([7, 8], { dtype: 'int32' })]);
    for (let round = 0; round < 2; round++) {
      expect(values(engine, () => x.div(0))).toEqual([Infinity, -Infinity]);
      expect(values(engine, () => x.div(-0))).toEqual([-Infinity, Infinity]);
      expect(values(engine, () => x.mul(Number.NaN))).toEqual([Number.NaN, Number.NaN]);
      expect(values(engine, () => x.add(2))).toEqual([3, 1]);
      expect(values(engine, () => whole.add(2))).toEqual([9, 10]);
    }
    x.dispose();
    whole.dispose();
  });

  test('many of them: the oldest go, but not while a tensor uses them', () => {
    const { engine, seen } = counted(make);
    const x = withEngine(engine, () => tensor([1]));
    const before = { ...engine.usage };
    for (let i = 0; i < 1000; i++) expect(values(engine, () => x.add(i))).toEqual([1 + i]);
    expect(engine.usage).toEqual(before);
    expect(seen.uploads - (seen.frees - 1000)).toBeLessThan(200); // 1000 of the frees are those of the sums
    const held = engine.scalars!.take(engine, 0.5, 'float32', () =>
      engine.upload(new Float32Array([0.5]), 'float32', []),
    );
    for (let i = 0; i < 1000; i++) values(engine, () => x.add(i));
    const half = engine.readSync!({ shape: [], dtype: 'float32', offset: 0, storage: held });
    expect(Array.from<unknown>(half)).toEqual([0.5]);
    held.release();
    x.dispose();
  });
});

describe.each(engines.map((make) => [make().name, make] as const))('usage on %s', (_, make) => {
  test('tensors that share memory count each, their memory once', () => {
    const engine = make();
    kept.push(engine);
    const { buffers, tensors, bytes } = engine.usage;
    const now = () => [engine.usage.buffers - buffers, engine.usage.tensors - tensors, engine.usage.bytes - bytes];
    withEngine(engine, () => {
      const x = tensor([1, 2, 3, 4]);
      const view = x.reshape([2, 2]);
      const other = x.alias();
      expect(now()).toEqual([1, 3, 16]);
      x.dispose();
      view.dispose();
      expect(now()).toEqual([1, 1, 16]);
      other.dispose();
      expect(now()).toEqual([0, 0, 0]);
    });
  });
});
