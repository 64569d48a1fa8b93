import { beforeAll, describe, expect, test } from 'vitest';
import {
  ArgumentError,
  add,
  type Engine,
  grad,
  matmul,
  mul,
  referenceEngine,
  scope,
  setEngine,
  stopGradient,
  sum,
  type Tensor,
  tensor,
  Variable,
  valueAndGrad,
  vjp,
} from '../index.ts';

let engine: Engine;
beforeAll(() => {
  engine = referenceEngine();
  setEngine(engine);
});

describe('grad', () => {
  test('of a sum of squares is twice the input', async () => {
    expect(await grad((x) => x.square().sum())([1, 2, 3]).array()).toEqual([2, 4, 6]);
  });

  test('adds up over every use of an input', async () => {
    // d/dx (x·x + 3x) = 2x + 3
    expect(await grad((x) => x.mul(x).add(x.mul(3)))(tensor(5)).item()).toBe(13);
  });

  test('sums over the axes along which an operand was broadcast', async () => {
    const [da, db] = grad((a, b) => a.mul(b).sum(), { withRespectTo: [0, 1] })(
      [
        [1, 2],
        [3, 4],
      ],
      [10, 20],
    );
    expect(await (da as Tensor).array()).toEqual([
      [10, 20],
      [10, 20],
    ]);
    expect(await (db as Tensor).array()).toEqual([4, 6]);
  });

  test('of a gradient is the second derivative, and so on', async () => {
    const cube = (x: Tensor) => x.mul(x).mul(x);
    const second = grad((x) => grad(cube)(x));
    const third = grad((x) => second(x));
    expect(await second(tensor(2)).item()).toBe(12); // 6x
    expect(await third(tensor(2)).item()).toBe(6);
  });

  test('keeps nested levels apart (no perturbation confusion)', async () => {
    // d/dx [x · d/dy (x + y)] = 1: the inner derivative is 1 and does not depend on x.
    const f = (x: Tensor) => x.mul(grad((y) => add(x, y))(tensor(1)));
    expect(await grad(f)(tensor(3)).item()).toBe(1);
  });

  test('is zero for an input that the result does not depend on', async () => {
    const [, db] = grad((a, _b) => a.sum(), { withRespectTo: [0, 1] })([1, 2], [3, 4, 5]);
    expect(await (db as Tensor).array()).toEqual([0, 0, 0]);
  });

  test('passes nothing through stopGradient', async () => {
    expect(await grad((x) => x.mul(stopGradient(x)))(tensor(3)).item()).toBe(3);
  });

  test('returns auxiliary output beside it', async () => {
    const [gradient, { twice }] = grad((x) => [x.sum(), { twice: x.mul(2) }] as const, { aux: true })([1, 2]);
    expect(await gradient.array()).toEqual([1, 1]);
    expect(await twice.array()).toEqual([2, 4]);
  });
});

describe('variables', () => {
  test('take gradients by being read', async () => {
    const w = new Variable([1, 2]);
    const { value, gradients } = valueAndGrad((x) => w.value.mul(x).sum(), { withRespectTo: [w] })([3, 4]);
    expect(await value.item()).toBe(11);
    expect(await (gradients[0] as Tensor).array()).toEqual([3, 4]);
  });

  test('assigned inside carry the gradient on, and hold the plain value outside', async () => {
    const w = new Variable(2);
    const gradient = grad(
      () => {
        w.assign(w.value.mul(w.value));
        return w.value.mul(3);
      },
      { withRespectTo: [w] },
    )();
    expect(await (gradient[0] as Tensor).item()).toBe(12); // d/dw 3w² at 2
    expect(await w.value.item()).toBe(4);
  });

  test('a value that was read does not change with a later assignment', async () => {
    const w = new Variable([1]);
    const before = w.value;
    w.assign([2]);
    expect(await before.array()).toEqual([1]);
  });
});

describe('vjp', () => {
  test('pulls back more than once, with different cotangents', async () => {
    const { value, pull, dispose } = vjp((a, b) => matmul(a, b), [[1, 2]], [[3], [4]]);
    expect(await value.array()).toEqual([[11]]);
    expect(await (pull([[1]])[0] as Tensor).array()).toEqual([[3, 4]]);
    expect(await (pull([[10]])[1] as Tensor).array()).toEqual([[10], [20]]);
    dispose();
  });
});

describe('memory', () => {
  test('holds only what is returned when a gradient is done', () => {
    const x = tensor([1, 2, 3]);
    const before = { ...engine.usage };
    const { value, gradients } = valueAndGrad((t) => sum(mul(t.exp(), t.tanh()).sigmoid()))(x);
    expect(engine.usage.buffers).toBe(before.buffers + 2);
    value.dispose();
    gradients.dispose();
    expect(engine.usage).toEqual(before);
  });

  test('is all given back when the function throws', () => {
    const x = tensor([1, 2, 3]);
    const before = { ...engine.usage };
    expect(() =>
      grad((t) => {
        const y = t.exp().mul(t);
        throw new Error(`stop at ${y.shape}`);
      })(x),
    ).toThrow('stop at 3');
    expect(engine.usage).toEqual(before);
  });

  test('second gradients give back everything too', () => {
    const x = tensor(0.5);
    const before = { ...engine.usage };
    grad((t) => grad((u) => u.exp().mul(u.sin()))(t))(x).dispose();
    expect(engine.usage).toEqual(before);
  });

  test('a scope inside the function does not take what the gradient needs', async () => {
    const gradient = grad((x) => scope(() => x.exp().mul(x).sum()))([0, 1]);
    const [first, second] = (await gradient.array()) as [number, number];
    expect(first).toBeCloseTo(1, 6);
    expect(second).toBeCloseTo(2 * Math.E, 5);
  });
});

describe('refusals', () => {
  test('a promise', () => {
    const late = (async (x: Tensor) => x.sum()) as unknown as (x: Tensor) => Tensor;
    expect(() => grad(late)([1])).toThrow('grad: the function returned a promise.');
  });

  test('a result that is not a scalar', () => {
    expect(() => grad((x) => x)([1, 2])).toThrow('grad: the function did not return a scalar. Got shape [2].');
  });

  test('whole numbers', () => {
    expect(() => grad((x) => x.sum())(tensor([1, 2], { dtype: 'int32' }))).toThrow(/gradients exist only for floats/);
  });

  test('reading inside', () => {
    expect(() => grad((x) => x.mul(x.dataSync()[0] as number).sum())([1])).toThrow(/cannot be read inside/);
  });

  test('tensors that escaped', () => {
    let escaped: Tensor | undefined;
    grad((x) => {
      escaped = x.exp();
      return escaped.sum();
    })([1]);
    expect(() => (escaped as Tensor).mul(2)).toThrow(ArgumentError);
    expect(() => (escaped as Tensor).mul(2)).toThrow(/a transform that has ended/);
  });
});
