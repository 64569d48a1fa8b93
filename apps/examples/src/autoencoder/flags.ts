import type { EngineChoice } from '../program/engine.ts';
import { engineFlag, folder, number, readTable, tableText, wholeNumber } from '../program/flag-table.ts';

export { FlagError } from '../program/flag-table.ts';

/** What can be set on the command line. */
export interface Flags {
  readonly epochs: number;
  readonly batchSize: number;
  readonly units: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly engine: EngineChoice;
  readonly out: string;
  readonly data: string | undefined;
  readonly minutes: number;
  readonly help: boolean;
}

const table = {
  epochs: wholeNumber(50, 1, 100_000, 'how often all digits are gone through'),
  'batch-size': wholeNumber(256, 1, 60_000, 'digits a step'),
  units: wholeNumber(256, 1, 16_384, 'numbers in a code, the size of the hidden layer'),
  'learning-rate': number(0.001, 'a number above 0, at most 1', "Adam's step size", (value) => value > 0 && value <= 1),
  seed: wholeNumber(0, 0, 2 ** 31 - 1, 'the same seed gives the same weights, bit for bit'),
  engine: engineFlag,
  out: folder('output/autoencoder', 'where the results go'),
  data: folder(undefined, 'where the files of MNIST are; found by themselves unless given'),
  minutes: number(2, '0 for no limit, or a number above 0', 'ends training after this time', (value) => value >= 0),
};

/**
 * Reads the command line.
 *
 * @throws FlagError for anything that is not allowed
 */
export function readFlags(args: readonly string[]): Flags {
  const { 'batch-size': batchSize, 'learning-rate': learningRate, ...others } = readTable(table, args);
  return { ...others, batchSize, learningRate };
}

/** What `--help` prints. */
export function helpText(): string {
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
