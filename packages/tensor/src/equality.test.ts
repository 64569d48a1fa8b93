import assert from 'node:assert';
import { beforeEach, chai, describe, expect, test } from 'vitest';
import { Generator, grad, referenceEngine, setEngine, tensor, Variable } from './index.ts';

// Without the matchers of ./testing: test runners see no elements.
beforeEach(() => setEngine(referenceEngine()));

const pairs = {
  'tensors of other elements': [tensor([1, 2]), tensor([1, 3])],
  'variables of other values': [new Variable([1, 2]), new Variable([1, 3])],
  'generators of other seeds': [new Generator({ seed: 1 }), new Generator({ seed: 2 })],
} as const;

describe.each(Object.entries(pairs))('%s are never taken for equal', (_, [a, b]) => {
  test('by vitest and jest', () => {
    expect(a).not.toEqual(b);
    expect(a).not.toStrictEqual(b);
    expect(a).not.toMatchObject(b);
    expect({ x: [a] }).not.toEqual({ x: [b] });
    expect({ x: a, y: 1 }).not.toMatchObject({ x: b });
    expect([a]).not.toContainEqual(b);
    expect(a).toEqual(a);
  });

  test('by node:assert and chai', () => {
    assert.notDeepStrictEqual(a, b);
    assert.notDeepEqual(a, b);
    assert.deepStrictEqual(a, a);
    chai.expect(a).not.to.deep.equal(b);
  });
});

test('nor are those inside a transform', () => {
  grad((x) => {
    expect(x).not.toEqual(x.add(1));
    return x.sum();
  })(tensor([1, 2]));
});

test('generators of one state are equal', () => {
  const [a, b] = [new Generator({ seed: 1 }), new Generator({ seed: 1 })];
  expect(a).toEqual(b);
  a.drawKeyWords();
  expect(a).not.toEqual(b);
});
