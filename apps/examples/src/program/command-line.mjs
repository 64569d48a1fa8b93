// @ts-check
// What can be answered before anything is installed, built or loaded.
import { FlagError } from './flag-table.mjs';
import { checkOutFolder, OutFolderError } from './out-folder.mjs';

/**
 * Reads a program's flags, and answers on its behalf where it need not start: `--help`, a wrong flag, a folder that cannot be
 * written to.
 *
 * @template {{ readonly help: boolean, readonly out: string }} Flags
 * @param {import('./flag-table.mjs').CommandLine<Flags>} commandLine
 * @param {readonly string[]} args
 * @param {{ output: { write(text: string): unknown }, errors: { write(text: string): unknown } }} streams
 * @returns {Promise<{ flags: Flags } | { code: number }>} the flags, or the exit code: 0 after help, 2 where something is wrong
 */
export async function answer({ name, helpText, readFlags }, args, { output, errors }) {
  try {
    const flags = readFlags(args);
    if (flags.help) {
      output.write(helpText());
      return { code: 0 };
    }
    await checkOutFolder(flags.out, name);
    return { flags };
  } catch (error) {
    if (!(error instanceof FlagError || error instanceof OutFolderError)) throw error;
    errors.write(`${error.message}\n${error instanceof FlagError ? '(--help explains the flags.)\n' : ''}`);
    return { code: 2 };
  }
}
