import { beforeAll, expect, test } from 'vitest';
import { customGradient, grad, referenceEngine, setEngine } from '../index.ts';

beforeAll(() => setEngine(referenceEngine()));

test('customGradient: the given gradient is used, not the derived one', async () => {
  const f = customGradient((x) => ({ value: x.square(), gradient: (dy) => dy.mul(100) }));
  expect(await f(3).item()).toBe(9);
  expect(await grad((x) => f(x))(3).item()).toBe(100);
});

test('customGradient: is differentiated again through its gradient function', async () => {
  const f = customGradient((x) => ({ value: x.square(), gradient: (dy) => dy.mul(x.mul(5)) }));
  // The gradient function reads x as it is outside of the inner transform: d/dx 5x = 5.
  expect(await grad((x) => grad((y) => f(y))(x))(3).item()).toBe(5);
});

test('customGradient: a wrong number of gradients is refused', () => {
  const f = customGradient((a, b) => ({ value: a.mul(b), gradient: (dy) => [dy] }));
  expect(() => grad((a) => f(a, 2))(3)).toThrow('1 gradients for 2 inputs');
});
