import { mainOf } from '../program/program.ts';
import { helpText, type ImdbFlags, name, readFlags } from './flags.mjs';
import { loadReviews } from './reviews.ts';
import { train } from './run.ts';

/** Trains the LSTM on IMDB and writes what came of it into a folder. */
export const main = mainOf({
  name,
  helpText,
  readFlags,
  load: (flags: ImdbFlags, output, signal) => loadReviews(flags, output, signal),
  run: async (flags, reviews, context) => {
    await train(flags, reviews, context);
    return true;
  },
});
