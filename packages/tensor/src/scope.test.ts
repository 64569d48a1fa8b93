import { beforeEach, describe, expect, test } from 'vitest';
import { type Engine, referenceEngine, scope, setEngine, type Tensor, tensor, untracked, Variable } from './index.ts';

let engine: Engine;
beforeEach(() => {
  engine = referenceEngine();
  setEngine(engine);
});

describe('scope', () => {
  test('gives back all but what it returns', async () => {
    const y = scope(() => {
      const squares = tensor([1, 2, 3]).square();
      return { total: squares.sum(), list: [squares.max()] };
    });
    expect(engine.usage.buffers).toBe(2);
    expect(await y.total.item()).toBe(14);
    expect(await (y.list[0] as Tensor).item()).toBe(9);
  });

  test('hands what it returns to the scope around it', () => {
    scope(() => {
      scope(() => tensor([1, 2])).mul(2);
    });
    expect(engine.usage).toEqual({ bytes: 0, buffers: 0, tensors: 0 });
  });

  test('gives back everything when the function throws', () => {
    expect(() =>
      scope(() => {
        tensor([1]).mul(2);
        throw new RangeError('stop');
      }),
    ).toThrow(RangeError);
    expect(engine.usage.buffers).toBe(0);
  });

  test('keeps what a variable was assigned', async () => {
    const w = new Variable([1, 2]);
    scope(() => w.assign(w.value.mul(2)));
    expect(await w.value.array()).toEqual([2, 4]);
    expect(engine.usage.buffers).toBe(1);
  });

  test('keeps what was made untracked', () => {
    const kept = scope(() => {
      const list: Tensor[] = [];
      untracked(() => list.push(tensor([1])));
      return { get: () => list[0] as Tensor };
    });
    expect(kept.get().isDisposed).toBe(false);
  });

  test('refuses an asynchronous function', () => {
    expect(() => scope(async () => tensor([1]))).toThrow('scope: the function is asynchronous.');
  });
});

describe('dispose', () => {
  test('gives the memory back once, and views keep it', async () => {
    const x = tensor([1, 2, 3, 4]);
    const view = x.reshape([2, 2]);
    x.dispose();
    x.dispose();
    expect(engine.usage).toEqual({ bytes: 16, buffers: 1, tensors: 1 });
    expect(await view.array()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    view.dispose();
    expect(engine.usage).toEqual({ bytes: 0, buffers: 0, tensors: 0 });
  });

  test('is done by using at the end of the block', () => {
    {
      using x = tensor([1]);
      expect(x.size).toBe(1);
    }
    expect(engine.usage.buffers).toBe(0);
  });

  test('leaves a tensor that says so when it is used', () => {
    const x = tensor([1, 2]);
    x.dispose();
    expect(() => x.add(1)).toThrow('tensor: it has been disposed. Got a tensor of shape [2].');
  });
});
