import { expect, test } from 'vitest';
import fixture from '../../fixtures/layout.json' with { type: 'json' };
import * as operations from '../index.ts';
import { arange, flip, referenceEngine, setEngine, slice, zeros } from '../index.ts';
import { againstTorch } from '../testing/against-torch.ts';
import { checkGradients } from '../testing/check-gradients.ts';
import type { Fixture } from '../testing/fixture.ts';

setEngine(referenceEngine());

againstTorch('joining, slicing, padding, repeating', fixture as Fixture, operations);

/** Python's own rule, position by position: what a slice of 0 … size − 1 takes. */
function positions(size: number, begin: number | null, end: number | null, step: number): number[] {
  const normal = (bound: number) => (bound < 0 ? bound + size : bound);
  const first = begin === null ? (step > 0 ? 0 : size - 1) : normal(begin);
  const stop = end === null ? (step > 0 ? size : -1) : Math.max(-1, normal(end));
  const from = step > 0 ? Math.max(0, first) : Math.min(size - 1, first);
  const result: number[] = [];
  for (let i = from; step > 0 ? i < Math.min(stop, size) : i > stop; i += step) if (i >= 0) result.push(i);
  return result;
}

test('slice: every combination of bounds and steps on a short axis is Python’s', async () => {
  const bounds = [null, -7, -5, -4, -1, 0, 1, 3, 4, 5, 8];
  for (const size of [0, 1, 4]) {
    const x = arange(0, size, 1, { dtype: 'int32' });
    for (const begin of bounds) {
      for (const end of bounds) {
        for (const step of [1, 2, 3, 9, -1, -2, -9]) {
          const taken = await slice(x, [begin], [end], [step]).array();
          expect(taken, `${begin}:${end}:${step} of ${size}`).toEqual(positions(size, begin, end, step));
        }
      }
    }
  }
});

test('slice: gradients', () => {
  checkGradients('slice', (x) => slice(x.square(), [3, null, 1], [0, null], [-2, 2]).square(), [[4, 3, 2]]);
  checkGradients('slice of nothing', (x) => slice(x.square(), 2, 2), [[4, 3]]);
  checkGradients('flip', (x) => flip(x, [0, 2]).square(), [[2, 3, 2]]);
});

test('slice: a cut through the leading axis shares memory, and others do not', async () => {
  const x = arange(0, 24).reshape([4, 3, 2]);
  const rows = slice(x, 1, 3);
  expect(rows.storage).toBe(x.storage);
  expect(rows.offset).toBe(6);
  const part = slice(x, [2, 1], [3, 3]);
  expect(part.storage).toBe(x.storage);
  expect(await part.array()).toEqual([
    [
      [14, 15],
      [16, 17],
    ],
  ]);
  expect(await slice(part, [0, 1], []).array()).toEqual([[[16, 17]]]);
  expect(slice(x, [0, 1], [4, 2]).storage).not.toBe(x.storage);
  expect(slice(x, null, undefined, 2).storage).not.toBe(x.storage);
  expect(slice(x, 0)).toBe(x);
});

test('slice: a view keeps the memory when the whole is given back', async () => {
  const x = arange(0, 6).reshape([3, 2]);
  const row = slice(x, 1, 2);
  x.dispose();
  expect(await row.array()).toEqual([[2, 3]]);
});

test('slice: errors', () => {
  const x = zeros([2, 3]);
  expect(() => slice(x, [0, 0, 0])).toThrow(
    'slice: more axes are named than there are. Got 3 entries for shape [2, 3]. Expected at most 2.',
  );
  expect(() => slice(x, 0, 1, 0)).toThrow('slice: a step is 0. Got step 0 on axis 0.');
  expect(() => slice(x, 0.5)).toThrow('slice: a bound is not a whole number. Got 0.5 on axis 0.');
  expect(() => slice(x, Number.NaN)).toThrow('slice: a bound is not a whole number.');
  expect(() => flip(x, 2)).toThrow('flip: axis does not exist.');
});
