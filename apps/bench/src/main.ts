import { busyPart } from './busy.ts';
import { openAll } from './contenders/open-all.ts';
import type { Side } from './contenders/side.ts';
import { engineSide, peerSide } from './contenders/sides.ts';
import { describeLimits, type Limits, measureLimits } from './limits.ts';
import { casesOf, measureWorkload } from './measure-workload.ts';
import { helpText, type Options, readOptions, UsageError } from './options.ts';
import { jsonLines } from './report/json.ts';
import type { Result } from './report/result.ts';
import { remarks, table } from './report/table.ts';
import type { Workload } from './workload.ts';
import { workloads } from './workloads/index.ts';

/**
 * Runs what the command line asks for.
 *
 * @param args without program and script
 * @param programs the folder of the bundled programs
 * @returns the exit code
 */
export async function main(args: readonly string[], programs: string): Promise<number> {
  try {
    const names = workloads.map(({ name }) => name);
    const options = readOptions(args, names);
    if (options.help) process.stdout.write(helpText(workloads));
    else await run(options, programs);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** Results go to the standard output; what is going on to the error stream, where they are JSON. */
async function run(options: Options, programs: string): Promise<void> {
  const { engines, peers, threads, json } = options;
  const sides = [
    ...engines.map((name) => engineSide(name, { programs, threads })),
    ...peers.map((name) => peerSide(name, { programs, threads })),
  ];
  const missing = sides.map((side) => side.missing()).filter((why) => why !== undefined);
  if (missing.length > 0) throw new UsageError(missing.join('\n'));
  const say = (line: string) => (json ? console.error(line) : console.log(line));
  const measured = measureLimits(threads);
  say(describeLimits(measured, threads));
  const limits = 'reason' in measured ? undefined : measured;
  for (const workload of workloads.filter(({ name }) => options.workloads.includes(name))) {
    await one(workload, sides, options, limits, say);
  }
}

async function one(
  workload: Workload,
  sides: readonly Side[],
  { effort, filter, json }: Options,
  limits: Limits | undefined,
  say: (line: string) => void,
): Promise<void> {
  const cases = casesOf(workload, filter);
  if (cases.length === 0) return say(`\n${workload.name}: no case contains ${filter}`);
  const most = Math.ceil((cases.length * effort.seconds) / 60);
  say(`\n## ${workload.name}: ${workload.about}`);
  say(`${cases.length} cases in at most ${effort.rounds} rounds and about ${most} min, warming up not counted`);
  const busy = await busyPart();
  if (busy > 0.1)
    say(`Other programs keep ${(busy * 100).toFixed(0)}% of the cores busy: nothing below is to be relied on`);
  const contenders = await openAll(sides, { fresh: workload.fresh });
  say(`${contenders.map(({ description }) => description).join('; ')}\n`);
  const onResult = (result: Result) => {
    if (json) for (const line of jsonLines(result, limits)) console.log(line);
    else if (process.stderr.isTTY) process.stderr.write(`\r${result.name.padEnd(60)}\r`);
  };
  const results = await measureWorkload(workload, contenders, { effort, filter }, onResult);
  if (!json) say(table(results, limits));
  for (const line of remarks(results)) say(line);
  say(`\nPeak memory: ${memoryLine(results)}`);
}

function memoryLine(results: readonly Result[]): string {
  const last = results.at(-1)?.measured ?? [];
  return last.map(({ contender, memory }) => `${contender.name} ${memory.toFixed(0)} MB`).join(', ');
}
