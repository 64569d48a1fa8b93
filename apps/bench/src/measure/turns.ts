import type { Contender } from '../contenders/contender.ts';
import type { Case, Workload } from '../workload.ts';

/** How much is measured. */
export interface Effort {
  /** Measured blocks of each contender. */
  readonly rounds: number;
  /** The least milliseconds of a block. */
  readonly block: number;
  /** The most seconds of a case's rounds; at least three are measured all the same. */
  readonly seconds: number;
}

/** What came of one case for one contender. */
export interface Measured {
  readonly contender: Contender;
  /** Milliseconds of one step or call, one for each round; empty where it has no such case. */
  readonly times: readonly number[];
  /** Why it has none. */
  readonly unsupported?: string | undefined;
  /** Peak resident memory so far, in MB. */
  readonly memory: number;
}

interface Prepared {
  readonly contender: Contender;
  readonly unsupported: string | undefined;
  /** Runs in a block. */
  readonly runs: number;
  /** Milliseconds that a block takes, about. */
  readonly expected: number;
  readonly times: number[];
}

const least = 3;

/** Between blocks the threads of the one before, which may still look for work, go to sleep. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

/** Measures one case: everybody prepares and warms up, then all take turns, A, B, A, B, one block each. */
export async function takeTurns(
  contenders: readonly Contender[],
  workload: Workload,
  one: Case,
  effort: Effort,
): Promise<Measured[]> {
  const all: Prepared[] = [];
  for (const contender of contenders) all.push(await prepared(contender, workload, one, effort));
  const able = all.filter(({ unsupported }) => unsupported === undefined);
  const round = able.reduce((sum, { expected }) => sum + expected, 0);
  const rounds = Math.max(least, Math.min(effort.rounds, Math.floor((effort.seconds * 1000) / round)));
  for (let i = 0; i < rounds; i++) {
    for (const { contender, runs, times } of able) {
      await pause();
      times.push((await contender.run(runs)) / runs / (one.per ?? 1));
    }
  }
  const results: Measured[] = [];
  for (const { contender, times, unsupported } of all) {
    results.push({ contender, times, unsupported, memory: await contender.memory() });
  }
  return results;
}

/** Prepares a case, warms it up, and finds how many runs make a block. */
async function prepared(contender: Contender, workload: Workload, one: Case, { block }: Effort): Promise<Prepared> {
  const none = (unsupported: string) => ({ contender, unsupported, runs: 0, expected: 0, times: [] });
  try {
    const unsupported = await contender.prepare(workload, one);
    if (unsupported !== undefined) return none(unsupported);
    const { runs, expected } = await warmedUp(contender, workload.fresh ? 0 : block);
    return { contender, unsupported: undefined, runs, expected, times: [] };
  } catch (error) {
    if (contender.kind === 'engine') throw error;
    return none(`fails: ${heart(error)}`); // what a peer cannot do is a result too
  }
}

/** Runs until caches, compilers and memory are ready, and a block takes as long as it must. */
async function warmedUp(contender: Contender, block: number): Promise<Pick<Prepared, 'runs' | 'expected'>> {
  let runs = 1;
  let expected = await contender.run(runs); // compiles, and touches memory for the first time
  if (block === 0) return { runs, expected };
  for (;;) {
    expected = await contender.run(runs);
    if (expected >= block) return { runs, expected };
    runs = Math.max(runs + 1, Math.min(runs * 10, Math.ceil((runs * block * 1.1) / Math.max(expected, 1e-3))));
  }
}

/** The heart of an error: from where a line says that it is one, or else the last line; Python says it at the end. */
function heart(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).trim().split('\n');
  const found = lines.map((line) => /\b\w*Error: .*/.exec(line)?.[0]).filter((text) => text !== undefined);
  const line = found.at(-1) ?? (lines.at(-1) as string);
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

/** The times of a sum, round by round; empty where a part is not there. */
export function sumOf(parts: readonly (readonly number[])[]): number[] {
  const rounds = Math.min(...parts.map((times) => times.length));
  if (!Number.isFinite(rounds)) return [];
  return Array.from({ length: rounds }, (_, round) => parts.reduce((sum, times) => sum + (times[round] as number), 0));
}
