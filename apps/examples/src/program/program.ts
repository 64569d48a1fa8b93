import { MarianaError, setEngine } from '@mariana/tensor';
import { NonFiniteLossError, type TextOutput } from '@mariana/trainer';
import { answer } from './command-line.mjs';
import { chooseEngine } from './engine.ts';
import type { CommandLine, EngineChoice } from './flag-table.mjs';
import { type OutFolder, OutFolderError, openOutFolder } from './out-folder.mjs';

/** What the program says and hears; other ones in tests. */
export interface Surroundings {
  readonly output: typeof process.stdout;
  readonly errors: { write(text: string): unknown };
  /** Aborted when the user asks for an end. */
  readonly signal: AbortSignal;
}

/** Where a run's results and words go, and what may end it. */
export interface RunContext {
  readonly out: OutFolder;
  readonly output: TextOutput;
  readonly signal: AbortSignal;
}

/** The flags that every program has. */
export interface ProgramFlags {
  readonly help: boolean;
  readonly engine: EngineChoice;
  readonly out: string;
}

/** A program for the command line. */
export interface Program<Flags extends ProgramFlags, Data> extends CommandLine<Flags> {
  /** Gets what it learns from, before any folder is made. */
  load(flags: Flags, output: TextOutput, signal: AbortSignal): Promise<Data>;
  /** Trains and writes its results; whether they are sound. */
  run(flags: Flags, data: Data, context: RunContext): Promise<boolean>;
}

/**
 * Makes the function that runs a program: flags, engine, data, folder, training, and errors as text.
 *
 * @returns a function of the command line, without the program, that gives the exit code: 0, 1 where something failed, 2 where
 * a flag is wrong
 */
export function mainOf<Flags extends ProgramFlags, Data>(program: Program<Flags, Data>) {
  return async (args: readonly string[], surroundings?: Surroundings): Promise<number> => {
    if (surroundings !== undefined) return run(program, args, surroundings);
    const { signal, release } = signalOfUser();
    try {
      return await run(program, args, { output: process.stdout, errors: process.stderr, signal });
    } finally {
      release();
    }
  };
}

async function run<Flags extends ProgramFlags, Data>(
  program: Program<Flags, Data>,
  args: readonly string[],
  { output, errors, signal }: Surroundings,
): Promise<number> {
  try {
    const answered = await answer(program, args, { output, errors });
    if ('code' in answered) return answered.code;
    const { flags } = answered;
    const { engine, reason } = await chooseEngine(flags.engine);
    setEngine(engine);
    output.write(`Engine  ${engine.description}: ${reason}\n`);
    const data = await program.load(flags, output, signal);
    const out = await openOutFolder(flags.out, { flags, engine: engine.description }, program.name);
    return (await program.run(flags, data, { out, output, signal })) ? 0 : 1;
  } catch (error) {
    const isKnown = error instanceof OutFolderError || NonFiniteLossError.isInstance(error);
    if (!isKnown && !MarianaError.isInstance(error)) throw error;
    errors.write(`${(error as Error).message}\n`);
    return error instanceof OutFolderError ? 2 : 1;
  }
}

/** A signal that Ctrl-C (or a request to end) aborts; a second Ctrl-C ends the program at once. */
function signalOfUser(): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const names = ['SIGINT', 'SIGTERM'] as const;
  const stop = (name: NodeJS.Signals) => {
    release();
    controller.abort(name === 'SIGINT' ? 'Ctrl-C' : name);
  };
  const release = () => {
    for (const name of names) process.off(name, stop);
  };
  for (const name of names) process.on(name, stop);
  return { signal: controller.signal, release };
}
