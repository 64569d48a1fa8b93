import { MarianaError, setEngine } from '@mariana/tensor';
import { NonFiniteLossError } from '@mariana/trainer';
import { chooseEngine } from '../autoencoder/engine.ts';
import { type Surroundings, withSurroundings } from '../autoencoder/main.ts';
import { OutFolderError, openOutFolder } from '../autoencoder/out-folder.ts';
import { FlagError } from '../program/flag-table.ts';
import { helpText, readFlags } from './flags.ts';
import { loadReviews } from './reviews.ts';
import { train } from './run.ts';

/**
 * Trains the LSTM on IMDB and writes what came of it into a folder.
 *
 * @param args - the command line, without the program
 * @returns the exit code: 0, 1 where something failed, 2 where a flag is wrong
 */
export function main(args: readonly string[], surroundings?: Surroundings): Promise<number> {
  return withSurroundings(surroundings, async ({ output, errors, signal }) => {
    try {
      const flags = readFlags(args);
      if (flags.help) {
        output.write(helpText());
        return 0;
      }
      const { engine, reason } = await chooseEngine(flags.engine);
      setEngine(engine);
      output.write(`Engine  ${engine.description}: ${reason}\n`);
      const reviews = await loadReviews(flags, output, signal);
      const out = await openOutFolder(flags.out, { flags, engine: engine.description }, 'mariana imdb');
      await train(flags, reviews, { out, output, signal });
      return 0;
    } catch (error) {
      if (error instanceof FlagError) {
        errors.write(`${error.message}\n(--help explains the flags.)\n`);
        return 2;
      }
      const isKnown = error instanceof OutFolderError || NonFiniteLossError.isInstance(error);
      if (!isKnown && !MarianaError.isInstance(error)) throw error;
      errors.write(`${(error as Error).message}\n`);
      return error instanceof OutFolderError ? 2 : 1;
    }
  });
}
