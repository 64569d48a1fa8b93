import { inspect } from 'node:util';
import { loadNative } from '@mariana/kernels';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import fixture from '../../fixtures/array-text.json' with { type: 'json' };
import { nativeEngine } from '../engines/native/engine.ts';
import {
  allocateArray,
  arange,
  type DType,
  dtypes,
  type Engine,
  evalShape,
  grad,
  memory,
  referenceEngine,
  setEngine,
  sizeOf,
  type Tensor,
  tensor,
  Variable,
  zeros,
} from '../index.ts';

beforeEach(() => setEngine(referenceEngine()));

function fromCase({ shape, dtype, values }: { shape: number[]; dtype: string; values: unknown[] }): Tensor {
  const data = allocateArray(dtype as DType, sizeOf(shape));
  values.forEach((value, i) => {
    data[i] = (dtype === 'int64' ? BigInt(value as string) : numberOf(value)) as never;
  });
  return tensor(data, { shape, dtype: dtype as DType });
}

function numberOf(value: unknown): number {
  return value === 'inf' ? Infinity : value === '-inf' ? -Infinity : Number(value);
}

/** What stands after the title. */
const valuesOf = (x: Tensor): string => String(x).replace(/^[^:]*:\s/, '');

describe('values are printed as by NumPy', () => {
  test.each(fixture.arrays.map((each) => [each.name, each] as const))('%s', (_, each) => {
    expect(valuesOf(fromCase(each))).toBe(each.text);
  });
});

describe('text', () => {
  test('dtype, shape and values: on one line if they fit', () => {
    expect(String(tensor([1, 2.5]))).toBe('Tensor float32 [2]: [1. , 2.5]');
    expect(String(tensor(3, { dtype: 'int32' }))).toBe('Tensor int32 []: 3');
    expect(`${tensor([[true], [false]])}`).toBe('Tensor bool [2, 1]:\n[[ true],\n [false]]');
    expect(String(zeros([0, 2]))).toBe('Tensor float32 [0, 2]: []');
  });

  test('bfloat16 has the digits that tell its numbers apart', () => {
    expect(String(tensor([0.1, 1 / 3], { dtype: 'bfloat16' }))).toBe('Tensor bfloat16 [2]: [0.1  , 0.334]');
  });

  test('a tensor that was disposed of says so', () => {
    const x = tensor([1]);
    x.dispose();
    expect(String(x)).toBe('Tensor float32 [1] (disposed)');
  });

  test('inside a gradient: the values, and that it is inside', () => {
    const seen: string[] = [];
    grad((x) => {
      seen.push(String(x));
      grad((y) => {
        seen.push(String(y));
        return y.sum();
      })(x);
      return x.square().sum();
    })(tensor([1, 2]));
    expect(seen).toEqual(Array(2).fill('Tensor float32 [2] in grad: [1., 2.]'));
  });

  test('where only shapes are traced: no values; a tensor from outside shows its own', () => {
    const outer = arange(2000);
    const seen: string[] = [];
    evalShape(
      (x) => {
        seen.push(String(x), valuesOf(outer), String(tensor([1])));
        return x;
      },
      { shape: [3], dtype: 'float32' },
    );
    expect(seen).toEqual([
      'Tensor float32 [3] in evalShape (no values: only its shape is traced)',
      valuesOf(outer),
      expect.stringMatching(/^Tensor float32 \[1\] \(evalShape: the elements .* cannot be read/),
    ]);
  });

  test('an engine that cannot be read synchronously, and one that fails: how to read, or why not', () => {
    const engine: Engine = referenceEngine();
    setEngine(engine);
    const x = tensor([1, 2]);
    engine.readSync = () => {
      throw new Error('device lost');
    };
    expect(String(x)).toBe('Tensor float32 [2] (device lost)');
    engine.readSync = undefined;
    expect(String(x)).toBe('Tensor float32 [2] (its values can only be awaited: await x.array())');
    expect(inspect(x)).toBe(String(x));
  });

  test('many short axes', () => {
    expect(String(zeros(Array(20).fill(2)))).toMatch(/^Tensor float32 \[2, .*\] \(too many axes to show its values\)$/);
  });
});

describe('inspect', () => {
  test('at the top and inside of objects, where lines are indented', () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect(inspect(x)).toBe(String(x));
    expect(inspect({ x })).toBe('{\n  x: Tensor float32 [2, 2]:\n  [[1., 2.],\n   [3., 4.]]\n}');
    expect(inspect([tensor([1])])).toBe('[ Tensor float32 [1]: [1.] ]');
  });

  test('depth and colors', () => {
    const x = tensor([1]);
    expect(inspect({ a: { b: x } }, { depth: 0 })).toBe('{ a: [Object] }');
    expect(inspect({ a: { b: x } }, { depth: 1 })).toBe('{ a: { b: [Tensor] } }');
    expect(inspect(x, { colors: true })).toBe('\u001b[36mTensor float32 [1]\u001b[39m: \u001b[33m[1.]\u001b[39m');
  });

  test('without options, as test runners call it', () => {
    const method = (tensor([1]) as unknown as Record<symbol, () => unknown>)[inspect.custom];
    expect(method?.call(tensor([1]))).toBe('Tensor float32 [1]: [1.]');
  });
});

test('print writes to the console', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  tensor([1]).print();
  new Variable([1]).print();
  expect(log.mock.calls).toEqual([['Tensor float32 [1]: [1.]'], ["Variable 'variable' float32 [1]: [1.]"]]);
  log.mockRestore();
});

test('a variable shows its name and value', () => {
  const w = new Variable([1, 2], { name: 'w' });
  expect(String(w)).toBe("Variable 'w' float32 [2]: [1., 2.]");
  w.assign([3, 4]);
  w.trainable = false;
  expect(inspect(w)).toBe("Variable 'w' float32 [2], not trainable: [3., 4.]");
  w.dispose();
  expect(String(w)).toBe("Variable 'w' float32 [2], not trainable (disposed)");
});

const native = loadNative();
const engines: (() => Engine)[] = [referenceEngine];
if ('kernels' in native) engines.push(() => nativeEngine(native.kernels));

describe.each(engines.map((make) => [make().name, make] as const))('on %s', (_, make) => {
  test.each(dtypes)('a large tensor of %s reads its ends only, and keeps no memory', (dtype) => {
    const engine = make();
    const reads: number[] = [];
    const { readSync } = engine;
    engine.readSync = (view) => {
      reads.push(sizeOf(view.shape));
      return readSync!(view);
    };
    setEngine(engine);
    const x = zeros([7, 300], { dtype });
    setEngine(referenceEngine()); // another one in use is none of its business
    const before = { ...engine.usage };
    const row = valuesOf(x).split('\n')[0];
    expect(row).toMatch(/^\[\[(.*), \1, \1, \.\.\., \1, \1, \1\],$/);
    expect(reads).toEqual([36]);
    expect(engine.usage).toEqual(before);
    expect(memory().tensors).toBe(0);
  });
});
