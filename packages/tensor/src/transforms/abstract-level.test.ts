import { beforeEach, describe, expect, test } from 'vitest';
import { currentEngine, setEngine } from '../engine/current.ts';
import { referenceEngine } from '../engines/reference/engine.ts';
import { mul } from '../ops/arithmetic.ts';
import { ones } from '../ops/create.ts';
import { matmul } from '../ops/matmul.ts';
import { normal } from '../ops/random-ops.ts';
import { Generator } from '../random/generator.ts';
import { Variable } from '../variable.ts';
import { evalLevel, evalShape } from './abstract-level.ts';
import { customGradient } from './custom-gradient.ts';
import { grad } from './grad.ts';

const engine = referenceEngine();
beforeEach(() => setEngine(engine));

const float = (shape: readonly number[]) => ({ shape, dtype: 'float32' as const });

describe('evalShape', () => {
  test('gives shapes and dtypes of whatever structure the function returns', () => {
    const { sum, list } = evalShape(
      (x, y) => ({ sum: matmul(x, y).sum({ axis: 1 }), list: [x.less(0), y.cast('int32')] }),
      float([2, 3]),
      float([3, 4]),
    );
    expect([sum.shape, sum.dtype]).toEqual([[2], 'float32']);
    expect(list.map(({ shape, dtype }) => [shape, dtype])).toEqual([
      [[2, 3], 'bool'],
      [[3, 4], 'int32'],
    ]);
  });

  test('runs nothing: no memory, no kernel, constants and captured tensors included', () => {
    const captured = ones([3]);
    const before = { ...engine.usage };
    const y = evalShape(
      (x) =>
        mul(x, 2)
          .add(captured)
          .add(ones([2, 1]))
          .add([1, 2, 3]),
      float([3]),
    );
    expect(y.shape).toEqual([2, 3]);
    expect(engine.usage).toEqual(before);
    expect(currentEngine()).toBe(engine);
    expect(evalLevel()).toBeUndefined();
  });

  test('a size that no memory could hold is only a number', () => {
    expect(evalShape((x) => x.add(1), float([1e6, 1e6])).shape).toEqual([1e6, 1e6]);
  });

  test('assignments are seen inside and undone outside; no random number is drawn', async () => {
    const variable = new Variable([1, 2]);
    const generator = new Generator({ seed: 1 });
    const y = evalShape(
      (x) => {
        variable.assign(x);
        return variable.value.add(normal([2], { generator }));
      },
      float([2]),
    );
    expect(y.shape).toEqual([2]);
    expect(await variable.value.array()).toEqual([1, 2]);
    expect(generator.state.draws).toBe(0);
  });

  test('passes through gradients and functions with their own', () => {
    const through = customGradient((x) => ({ value: x.square(), gradient: (dy) => dy }));
    const slope = evalShape((x) => grad((z) => through(z).sum())(x), float([2, 3]));
    expect(slope.shape).toEqual([2, 3]);
  });

  test('shapes that do not fit are refused as they are elsewhere, and the engine is back', () => {
    expect(() => evalShape((x) => matmul(x, x), float([2, 3]))).toThrow('matmul');
    expect(currentEngine()).toBe(engine);
  });

  test('elements cannot be read', () => {
    expect(() => evalShape((x) => x.dataSync() as never, float([1]))).toThrow(
      'cannot be read inside a transformed function',
    );
    expect(() => evalShape(() => mul([1], [1]).dataSync() as never)).toThrow(
      'cannot be read inside a transformed function',
    );
  });
});
