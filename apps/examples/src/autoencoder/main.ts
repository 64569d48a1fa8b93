import { mainOf } from '../program/program.ts';
import { helpText, name, readFlags } from './flags.mjs';
import { loadDigits, train } from './run.ts';

/** The quick start: trains the autoencoder on MNIST and writes what came of it into a folder. */
export const main = mainOf({
  name,
  helpText,
  readFlags,
  load: ({ data }, output, signal) => loadDigits(data, output, signal),
  run: async (flags, digits, context) => (await train(flags, digits, context)).isSound,
});
