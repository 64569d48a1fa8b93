import { afterEach, expect, test, vi } from 'vitest';
import { findCollector } from './collector.ts';

afterEach(() => vi.unstubAllGlobals());

test('in Node.js it collects', async () => {
  const collect = findCollector();
  const references = Array.from({ length: 100 }, () => new WeakRef({}));
  await new Promise((resolve) => setTimeout(resolve));
  collect?.(true);
  expect(references.filter((each) => each.deref() !== undefined).length).toBeLessThan(10);
  expect(() => collect?.(false)).not.toThrow();
});

test("in Bun it is Bun's own, which waits where all is to be collected", () => {
  const gc = vi.fn();
  vi.stubGlobal('Bun', { gc });
  const collect = findCollector();
  collect?.(true);
  collect?.(false);
  expect(gc.mock.calls).toEqual([[true], [false]]);
});

test('where flags cannot be set there is none', () => {
  vi.stubGlobal('Bun', {});
  expect(findCollector()).toBeUndefined();
  vi.unstubAllGlobals();
  const refuse = () => {
    throw new Error('not implemented');
  };
  vi.stubGlobal('process', Object.create(process, { getBuiltinModule: { value: refuse } }));
  expect(findCollector()).toBeUndefined();
});
