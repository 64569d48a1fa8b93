import { beforeAll, expect, test } from 'vitest';
import { functional, grad, referenceEngine, setEngine, type Tensor, Variable } from '../index.ts';

beforeAll(() => setEngine(referenceEngine()));

test('functional: variables go in and come out, and stay as they were', async () => {
  const count = new Variable(1);
  const step = functional(
    (x) => {
      count.assign(count.value.add(x));
      return count.value.mul(10);
    },
    [count],
  );
  const { output, variables } = step([5], undefined, 2);
  expect(await output.item()).toBe(70);
  expect(await (variables[0] as Tensor).item()).toBe(7);
  expect(await count.value.item()).toBe(1);
});

test('functional: gradients with respect to the values handed in', async () => {
  const w = new Variable(3);
  const call = functional((x) => w.value.mul(w.value).mul(x), [w]);
  const slope = grad((value) => call([value], undefined, 2).output);
  expect(await slope(5).item()).toBe(20); // d/dw 2w² at 5
});

test('functional: an assignment to a variable that was not handed in is refused', () => {
  const other = new Variable(0, { name: 'steps' });
  const call = functional(() => other.assign(1), []);
  expect(() => call([], undefined)).toThrow("functional: the function assigns to 'steps', which was not handed in.");
});
