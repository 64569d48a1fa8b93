// @ts-check
import { engineFlag, folder, integer, number, readTable, tableText } from '../program/flag-table.mjs';

/** By which the program's own folders are known. */
export const name = 'mariana imdb';

/** @param {string} about @returns {import('../program/flag-table.mjs').Flag<string | undefined>} */
const text = (about) => ({
  placeholder: 'TEXT',
  fallback: undefined,
  allowed: 'a text',
  about,
  parse: (given) => (given.trim() === '' ? undefined : given),
});

const table = {
  epochs: integer(4, 1, 1000, 'how often all reviews are gone through'),
  'batch-size': integer(128, 1, 20_000, 'reviews a step'),
  units: integer(64, 1, 4096, 'numbers that the LSTM remembers'),
  'learning-rate': number(0.001, 'a number above 0, at most 1', "Adam's step size", (value) => value > 0 && value <= 1),
  reviews: integer(25_000, 10, 25_000, 'how many reviews of each part are used, for a short try'),
  seed: integer(0, 0, 2 ** 31 - 1, 'the same seed gives the same weights, bit for bit'),
  engine: engineFlag,
  out: folder('output/imdb', 'where the results go'),
  data: {
    ...folder(undefined, 'where imdb.npz is, or aclImdb as a folder or archive; found or downloaded unless given'),
    placeholder: 'PATH',
    allowed: 'a folder, or an archive .tar.gz',
  },
  text: text('a review of your own, to be judged at the end'),
  minutes: number(0, '0 for no limit, or a number above 0', 'ends training after this time', (value) => value >= 0),
};

/** @typedef {import('../program/flag-table.mjs').FlagValues<typeof table>} ImdbFlags what can be set on the command line */

/**
 * Reads the command line.
 *
 * @param {readonly string[]} args
 * @throws FlagError for anything that is not allowed
 */
export function readFlags(args) {
  return readTable(table, args);
}

/** What `--help` prints. */
export function helpText() {
  return [
    'Trains an LSTM on 25,000 film reviews of IMDB, to tell praise from blame.',
    '',
    'npm run imdb -- [flags]',
    '',
    ...tableText(table),
    '',
    'Ctrl-C ends training; what was learned so far is saved.',
    '',
  ].join('\n');
}
