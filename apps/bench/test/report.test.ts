import { expect, test } from 'vitest';
import type { Contender } from '../src/contenders/contender.ts';
import { lowerBound, median, spread } from '../src/measure/statistics.ts';
import { sumOf } from '../src/measure/turns.ts';
import { jsonLines } from '../src/report/json.ts';
import { type Result, ratiosOf } from '../src/report/result.ts';
import { duration, remarks, table } from '../src/report/table.ts';

const named = (kind: 'engine' | 'peer', name: string) => ({ kind, name }) as Contender;

const result: Result = {
  workload: 'gemm',
  name: '256',
  flops: 2 * 256 ** 3,
  measured: [
    { contender: named('engine', 'native'), times: [0.1, 0.2, 0.1], memory: 123.456 },
    { contender: named('peer', 'torch'), times: [0.2, 0.2, 0.3], memory: 500 },
    { contender: named('peer', 'keras-jax'), times: [], unsupported: 'has no such workload', memory: 0 },
  ],
};

test('a JSON line for each that measured, with what it is called by', () => {
  const [ours, theirs, ...others] = jsonLines(result, undefined).map((line) => JSON.parse(line));
  expect(others).toEqual([]);
  expect(ours).toEqual({
    workload: 'gemm',
    case: '256',
    engine: 'native',
    median_ms: 0.1,
    min_ms: 0.1,
    runs: 3,
    rss_mb: 123.46,
    gflops: 335.54,
  });
  expect(theirs).toMatchObject({ peer: 'torch', median_ms: 0.2, min_ms: 0.2, ratios: { native: [2, null] } });
  expect(theirs).not.toHaveProperty('engine');
});

test('a ratio is the median of those of the rounds, not of the medians', () => {
  expect(ratiosOf(result)).toEqual([{ engine: 'native', peer: 'torch', median: 2, low: Number.NaN }]);
});

test('the table has a row a case, a column a contender, and ratios', () => {
  const [header, rule, row] = table([result], { gflops: 500 } as never).split('\n');
  expect(header).toMatch(/^\| case \| +native \| +torch \| keras-jax \| torch \/ native \| native of limit \|$/);
  expect(rule).toMatch(/^\| -+ \| -+: \|/);
  expect(row).toMatch(/100 µs|0\.10 ms/);
  expect(row).toContain('2.00');
  expect(row).toContain('67% of peak');
  expect(remarks([result])).toEqual(['256: keras-jax has no such workload']);
});

test('durations in the unit that suits them', () => {
  expect([0.00088, 0.05, 10.61, 2410].map(duration)).toEqual(['0.88 µs', '50.0 µs', '10.6 ms', '2.41 s']);
});

test('statistics', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(spread([1, 2, 3])).toBe(0.25);
  // Of ten values at most one may lie below the bound: P(fewer than 2 of 10 below the median) = 11/1024 ≤ 5% < 56/1024.
  expect(lowerBound([10, 1, 9, 2, 8, 3, 7, 4, 6, 5])).toBe(2);
  expect(lowerBound([1, 2, 3, 4])).toBe(Number.NaN);
});

test('a sum is made round by round, and is empty where a part is missing', () => {
  expect(
    sumOf([
      [1, 2],
      [10, 20],
    ]),
  ).toEqual([11, 22]);
  expect(sumOf([[1, 2], []])).toEqual([]);
});
