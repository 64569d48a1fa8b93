// @ts-check
import { engineFlag, folder, integer, number, readTable, tableText } from '../program/flag-table.mjs';

/** By which the program's own folders are known. */
export const name = 'mariana autoencoder';

const table = {
  epochs: integer(50, 1, 100_000, 'how often all digits are gone through'),
  'batch-size': integer(256, 1, 60_000, 'digits a step'),
  units: integer(256, 1, 16_384, 'numbers in a code, the size of the hidden layer'),
  'learning-rate': number(0.001, 'a number above 0, at most 1', "Adam's step size", (value) => value > 0 && value <= 1),
  seed: integer(0, 0, 2 ** 31 - 1, 'the same seed gives the same weights, bit for bit'),
  engine: engineFlag,
  out: folder('output/autoencoder', 'where the results go'),
  data: folder(undefined, 'where the files of MNIST are; found by themselves unless given'),
  minutes: number(2, '0 for no limit, or a number above 0', 'ends training after this time', (value) => value >= 0),
};

/** @typedef {ReturnType<typeof readFlags>} Flags what can be set on the command line */

/**
 * Reads the command line.
 *
 * @param {readonly string[]} args
 * @throws FlagError for anything that is not allowed
 */
export function readFlags(args) {
  const { 'batch-size': batchSize, 'learning-rate': learningRate, ...others } = readTable(table, args);
  return { ...others, batchSize, learningRate };
}

/** What `--help` prints. */
export function helpText() {
  return [
    'Trains an autoencoder on the handwritten digits of MNIST, and shows what it has learned.',
    '',
    'npm start -- [flags]',
    '',
    ...tableText(table),
    '',
    'Ctrl-C ends training; what was learned so far is saved.',
    '',
  ].join('\n');
}
