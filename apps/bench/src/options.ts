import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type EngineName, engineNames, type PeerName, peerNames } from './contenders/sides.ts';
import type { Effort } from './measure/turns.ts';

/** What was asked for. */
export interface Options {
  readonly workloads: readonly string[];
  /** Cases whose names contain this; all where there is none. */
  readonly filter: string | undefined;
  readonly engines: readonly EngineName[];
  readonly peers: readonly PeerName[];
  readonly json: boolean;
  readonly help: boolean;
  readonly effort: Effort;
  readonly threads: number;
}

/** What was asked for cannot be done; the text says what can. */
export class UsageError extends Error {}

/**
 * Reads the command line.
 *
 * @param args without program and script
 * @param known the workloads that there are
 * @throws UsageError if a name or a number does not fit
 */
export function readOptions(args: readonly string[], known: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  for (const name of positionals) choice('workload', name, known);
  const engines = unique(values.engine ?? ['native']).map((name) => choice('--engine', name, engineNames));
  const peers = unique(values.peer ?? []).map((name) => choice('--peer', name, peerNames));
  return {
    workloads: positionals.length > 0 ? known.filter((name) => positionals.includes(name)) : known,
    filter: values.case,
    engines,
    peers,
    json: values.json,
    help: values.help,
    effort: {
      rounds: whole('--rounds', values.rounds, 3),
      block: whole('--block', values.block, 1),
      seconds: whole('--seconds', values.seconds, 1),
    },
    threads: whole('MARIANA_THREADS', process.env.MARIANA_THREADS || String(availableParallelism()), 1),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: args[0] === '--' ? args.slice(1) : [...args],
      allowPositionals: true,
      options: {
        engine: { type: 'string', multiple: true },
        peer: { type: 'string', multiple: true },
        case: { type: 'string' },
        json: { type: 'boolean', default: false },
        rounds: { type: 'string', default: '20' },
        block: { type: 'string', default: '50' },
        seconds: { type: 'string', default: '30' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`bench: ${(error as Error).message}. See pnpm bench --help.`);
  }
}

function choice<Name extends string>(what: string, name: string, known: readonly Name[]): Name {
  if ((known as readonly string[]).includes(name)) return name as Name;
  throw new UsageError(`bench: no such ${what.replace('--', '')}. Got ${name}. Expected one of ${known.join(', ')}.`);
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new UsageError(`bench: ${name} is not a number that fits. Got ${text}. Expected a whole number from ${least}.`);
}

const unique = (names: readonly string[]) => [...new Set(names)];

/** What --help prints. */
export function helpText(workloads: readonly { readonly name: string; readonly about: string }[]): string {
  return `Measures the engines, beside peers if any are given, all in turns in one run.

  pnpm bench [WORKLOAD …] [--engine NAME …] [--peer NAME …] [--json]

  --engine NAME   ${engineNames.join(', ')}; may be given several times (native)
  --peer NAME     ${peerNames.join(', ')}; likewise (none)
  --case TEXT     only cases whose names contain this
  --rounds N      measured blocks of each, at least 3 (20)
  --block MS      the least that a block takes, in milliseconds (50)
  --seconds S     the most that a case's blocks take all together: fewer rounds if they would take longer (30)
  --json          one line a measurement

Workloads, all of them where none is named:
${workloads.map(({ name, about }) => `  ${name.padEnd(14)}${about}`).join('\n')}

MARIANA_THREADS is the number of threads, of peers too (all cores).
`;
}
