import util from 'node:util';
import { add, matmul, scope, setEngine, type Tensor, tensor } from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { type BackendName, tfjs } from './index.ts';

test('a backend that does not exist is answered with those that do', async () => {
  await expect(tfjs({ backend: 'cuda' as BackendName })).rejects.toThrow(/cuda.*node.*wasm.*webgpu.*webgl.*cpu/s);
});

test('a backend of browsers is refused in Node.js', async () => {
  await expect(tfjs({ backend: 'webgl' })).rejects.toThrow(/browsers only/);
});

describe('on wasm', () => {
  beforeAll(async () => setEngine(await tfjs({ backend: 'wasm' })));

  test('it says what it runs on', async () => {
    expect((await tfjs({ backend: 'wasm' })).description).toBe('tfjs (wasm, SIMD, 1 thread)');
  });

  test.each(['int64', 'float64'] as const)('%s is refused with what to do', (dtype) => {
    const values = dtype === 'int64' ? [1n] : [1];
    expect(() => tensor(values, { dtype })).toThrow(/cannot hold (int64|float64).*Expected one of float32/s);
    expect(() => tensor([1]).cast(dtype)).toThrow(/cannot hold/);
  });

  test('8-bit numbers wrap', async () => {
    const x = tensor(new Int8Array([127, -128, 100]));
    expect(await x.add(x).data()).toEqual(new Int8Array([-2, 0, -56]));
    const y = tensor(new Uint8Array([255, 3]));
    expect(await y.mul(y).data()).toEqual(new Uint8Array([1, 9]));
  });

  test('the array given and the array read are the caller’s', async () => {
    const given = Float32Array.of(1, 2);
    const x = tensor(given);
    given[0] = 7;
    const read = await x.data();
    read[1] = 9;
    expect([...(await x.data())]).toEqual([1, 2]);
  });

  test('a gathered index that does not exist is refused, not read', () => {
    expect(() => tensor([1, 2]).gather(tensor(new Int32Array([2])))).toThrow(/index 2 for axis 0 of size 2/);
  });

  test('memory is flat over many steps, and returns', async () => {
    const engine = await tfjs({ backend: 'wasm' });
    setEngine(engine);
    const arrays = () => (engine as unknown as { arrays: number }).arrays;
    const before = arrays();
    let x: Tensor = tensor(new Float32Array(64).fill(0.1), { shape: [8, 8] });
    for (let step = 0; step < 500; step++) {
      const last = x;
      x = scope(() => add(matmul(last, last, { transposeA: true }).softmax({ axis: 0 }), 0.01).clip(0, 1));
      last.dispose();
      expect(arrays()).toBe(before + 1);
    }
    x.dispose();
    expect(arrays()).toBe(before);
    expect(engine.usage).toEqual({ bytes: 0, buffers: 0, tensors: 0 });
  });
});

test('what tfjs-node needs of node:util is there once it was asked for', async () => {
  await tfjs({ backend: 'node' }).catch(() => {});
  const { isNullOrUndefined } = util as unknown as { isNullOrUndefined: (value: unknown) => boolean };
  expect([null, undefined, 0].map(isNullOrUndefined)).toEqual([true, true, false]);
});
