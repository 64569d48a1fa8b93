import { describe, expect, test } from 'vitest';
import * as T from '../index.ts';
import { customGradient, type Tensor } from '../index.ts';
import { checkGradients } from './check-gradients.ts';

describe('a right gradient passes', () => {
  test('of one input, of two that broadcast, of several results', () => {
    checkGradients('tanh', (x) => x.tanh(), [[2, 3]]);
    checkGradients('a·b', (a, b) => a!.mul(b!), [[2, 3], [3]]);
    checkGradients('pair', (x) => [x.exp(), x.sin().sum()], [[4]]);
    checkGradients('matmul', (a, b) => T.matmul(a!, b!), [
      [2, 3],
      [3, 2],
    ]);
    checkGradients('softmax', (x) => T.softmax(x!, { axis: 0 }), [[3, 4]]);
  });

  test('in the range where the function exists', () => {
    checkGradients('log', (x) => x.log(), [[5]], { range: [0.5, 3] });
  });
});

/** x² with a gradient of one's own. */
const squareWith = (slope: (x: Tensor, dy: Tensor) => Tensor) => (x: Tensor) =>
  customGradient((t: Tensor) => ({ value: t.square(), gradient: (dy: Tensor) => [slope(t, dy)] }))(x);

describe('a wrong gradient fails', () => {
  test('of a wrong factor', () => {
    expect(() =>
      checkGradients(
        'square',
        squareWith((x, dy) => dy.mul(x.mul(2.001))),
        [[3]],
      ),
    ).toThrow(/^square: gradient: it is not the slope of the function. Got input 0 of shape \[3\]: element \[0\] is/);
  });

  test('of one wrong input among two', () => {
    const wrong = (a: Tensor, b: Tensor) => a.mul(b).add(T.stopGradient(b));
    expect(() => checkGradients('a·b', wrong as never, [[2], [2]])).toThrow(/input 1 of shape \[2\]/);
  });

  test('of the second order alone', () => {
    // The first gradient is right in value, but its own gradient was cut off.
    const cut = squareWith((x, dy) => dy.mul(T.stopGradient(x).mul(2)));
    expect(() => checkGradients('square', cut, [[3]], { order: 1 })).not.toThrow();
    expect(() => checkGradients('square', cut, [[3]])).toThrow(/^square: second gradient/);
  });
});

test('the engine in use is what it was', () => {
  const engine = T.referenceEngine();
  T.setEngine(engine);
  checkGradients('exp', (x) => x.exp(), [[2]]);
  expect(T.currentEngine()).toBe(engine);
});
