import type { Contender } from './contenders/contender.ts';
import { type Effort, type Measured, sumOf, takeTurns } from './measure/turns.ts';
import type { Result } from './report/result.ts';
import type { Sum, Workload } from './workload.ts';

/**
 * Measures a workload's cases one after the other.
 *
 * @param contenders who takes turns; they are closed at the end
 * @param filter only cases whose names contain it
 * @param onResult called with each result as soon as it is there
 */
export async function measureWorkload(
  workload: Workload,
  contenders: readonly Contender[],
  { effort, filter = '' }: { readonly effort: Effort; readonly filter?: string | undefined },
  onResult: (result: Result) => void,
): Promise<Result[]> {
  const results: Result[] = [];
  const add = (result: Result) => {
    results.push(result);
    onResult(result);
  };
  try {
    for (const one of casesOf(workload, filter)) {
      const measured = await takeTurns(contenders, workload, one, effort);
      add({ workload: workload.name, name: one.name, flops: one.flops, bytes: one.bytes, measured });
    }
    const parts = [...results]; // a sum is no part of another
    const complete = parts.length === workload.cases.length;
    for (const sum of complete ? (workload.sums ?? []) : []) add(summed(workload.name, sum, parts));
  } finally {
    await Promise.all(contenders.map((contender) => contender.close()));
  }
  return results;
}

/** The cases of a workload whose names contain the filter. */
export function casesOf(workload: Workload, filter = ''): Workload['cases'] {
  return workload.cases.filter(({ name }) => name.includes(filter));
}

/** The sum of some cases, for everybody. */
function summed(workload: string, { name, of }: Sum, results: readonly Result[]): Result {
  const parts = results.filter((result) => of(result.name));
  const flops = parts.every((part) => part.flops !== undefined)
    ? parts.reduce((sum, part) => sum + (part.flops as number), 0)
    : undefined;
  const measured = (parts[0]?.measured ?? []).map(
    ({ contender, memory }, who): Measured => ({
      contender,
      memory,
      times: sumOf(parts.map((part) => part.measured[who]?.times ?? [])),
    }),
  );
  return { workload, name, flops, measured };
}
