import type { Limits } from '../limits.ts';
import { median } from '../measure/statistics.ts';
import { partOfLimit, type Result, rates, ratiosOf } from './result.ts';

/** One JSON line for each measurement of a case. */
export function jsonLines(result: Result, limits: Limits | undefined): string[] {
  const ratios = ratiosOf(result);
  return result.measured
    .filter(({ times }) => times.length > 0)
    .map(({ contender: { kind, name }, times, memory }) => {
      const middle = median(times);
      const { gflops, gbs } = rates(result, middle);
      const beside = ratios.filter((ratio) => ratio.peer === name);
      return JSON.stringify({
        workload: result.workload,
        case: result.name,
        [kind]: name,
        median_ms: rounded(middle),
        min_ms: rounded(Math.min(...times)),
        runs: times.length,
        rss_mb: rounded(memory),
        gflops: rounded(gflops),
        gbs: rounded(gbs),
        of_limit: rounded(partOfLimit(result, middle, limits)),
        ratios:
          kind === 'peer'
            ? Object.fromEntries(beside.map(({ engine, median, low }) => [engine, [rounded(median), rounded(low)]]))
            : undefined,
      });
    });
}

/** Five digits: more would be noise. NaN becomes null. */
function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toPrecision(5));
}
