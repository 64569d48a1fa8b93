import {
  engineFlag,
  type FlagValues,
  folder,
  number,
  readTable,
  tableText,
  wholeNumber,
} from '../program/flag-table.ts';

const text = (about: string) => ({
  placeholder: 'TEXT',
  fallback: undefined as string | undefined,
  allowed: 'a text',
  about,
  parse: (given: string) => (given.trim() === '' ? undefined : given),
});

const table = {
  epochs: wholeNumber(4, 1, 1000, 'how often all reviews are gone through'),
  'batch-size': wholeNumber(128, 1, 20_000, 'reviews a step'),
  units: wholeNumber(64, 1, 4096, 'numbers that the LSTM remembers'),
  'learning-rate': number(0.001, 'a number above 0, at most 1', "Adam's step size", (value) => value > 0 && value <= 1),
  reviews: wholeNumber(25_000, 10, 25_000, 'how many reviews of each part are used, for a short try'),
  seed: wholeNumber(0, 0, 2 ** 31 - 1, 'the same seed gives the same weights, bit for bit'),
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

/** What can be set on the command line. */
export type ImdbFlags = FlagValues<typeof table>;

/** Reads the command line; throws a FlagError for anything that is not allowed. */
export function readFlags(args: readonly string[]): ImdbFlags {
  return readTable(table, args);
}

/** What `--help` prints. */
export function helpText(): string {
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
