import { expect, test } from 'vitest';
import { fewestSets, setsOf } from '../scripts/instruction-sets.mjs';

const avx2 = 'fma avx avx2 f16c';

test.each([
  ['fpu sse2', ['base']],
  [avx2, ['avx2', 'base']],
  ['avx2 fma', ['base']], // without f16c
  [`${avx2} avx512f avx512bw`, ['avx2', 'base']],
  [`${avx2} avx512f avx512dq avx512bw avx512vl`, ['avx512', 'avx2', 'base']],
])('a processor with %s runs %j', (flags, sets) => {
  expect(setsOf(`processor\t: 0\nflags\t\t: ${flags}\nbugs\t\t: spectre_v1\n`)).toEqual(sets);
});

test('a program needs the widest set alone, and nothing is taken from an addon that holds more', () => {
  const host = ['avx512', 'avx2', 'base'];
  expect(fewestSets(host, [], true)).toEqual(['avx512']);
  expect(fewestSets(host, ['avx512', 'avx2', 'base'], true)).toEqual(host);
  expect(fewestSets(host, ['base'], true)).toEqual(['avx512', 'base']);
  expect(fewestSets(['avx2', 'base'], ['avx512'], true)).toEqual(['avx2']); // built on another machine
  expect(fewestSets(host, [], false)).toEqual(host); // which it is cannot be known
});
