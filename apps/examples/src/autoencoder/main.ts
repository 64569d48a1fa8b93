import { MarianaError, setEngine } from '@mariana/tensor';
import { chooseEngine } from './engine.ts';
import { FlagError, helpText, readFlags } from './flags.ts';
import { OutFolderError, openOutFolder } from './out-folder.ts';
import { loadDigits, train } from './run.ts';

/** What the program says and hears; other ones in tests. */
export interface Surroundings {
  readonly output: typeof process.stdout;
  readonly errors: { write(text: string): unknown };
  /** Aborted when the user asks for an end. */
  readonly signal: AbortSignal;
}

/**
 * The quick start: trains the autoencoder on MNIST and writes what came of it into a folder.
 *
 * @param args - the command line, without the program
 * @returns the exit code: 0, 1 where something failed, 2 where a flag is wrong
 */
export function main(args: readonly string[], surroundings?: Surroundings): Promise<number> {
  return withSurroundings(surroundings, (given) => run(args, given));
}

/** Runs a program in the surroundings given, or in those of the process, where Ctrl-C is heard. */
export async function withSurroundings(
  given: Surroundings | undefined,
  run: (surroundings: Surroundings) => Promise<number>,
): Promise<number> {
  if (given !== undefined) return run(given);
  const { signal, release } = signalOfUser();
  try {
    return await run({ output: process.stdout, errors: process.stderr, signal });
  } finally {
    release();
  }
}

async function run(args: readonly string[], { output, errors, signal }: Surroundings): Promise<number> {
  try {
    const flags = readFlags(args);
    if (flags.help) {
      output.write(helpText());
      return 0;
    }
    const { engine, reason } = await chooseEngine(flags.engine);
    setEngine(engine);
    output.write(`Engine  ${engine.description}: ${reason}\n`);
    const digits = await loadDigits(flags.data, output, signal);
    const out = await openOutFolder(flags.out, { flags, engine: engine.description });
    const { isSound } = await train(flags, digits, { out, output, signal });
    return isSound ? 0 : 1;
  } catch (error) {
    if (error instanceof FlagError) {
      errors.write(`${error.message}\n(--help explains the flags.)\n`);
      return 2;
    }
    if (!(error instanceof OutFolderError || MarianaError.isInstance(error))) throw error;
    errors.write(`${error.message}\n`);
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
