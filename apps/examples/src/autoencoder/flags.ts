import { parseArgs } from 'node:util';
import { type EngineChoice, engineChoices } from './engine.ts';

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

/** A flag that was given wrongly; the message says what is allowed. */
export class FlagError extends Error {
  override name = 'FlagError';
}

/** One flag: how its text becomes a value, and what it is for. */
interface Flag<Value> {
  readonly placeholder: string;
  readonly fallback: Value;
  /** What is allowed, as it stands in help and in errors. */
  readonly allowed: string;
  readonly about: string;
  /** The value, or undefined where it is not allowed. */
  parse(text: string): Value | undefined;
}

function number(fallback: number, allowed: string, about: string, isAllowed: (value: number) => boolean): Flag<number> {
  const parse = (text: string) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    return Number.isFinite(value) && isAllowed(value) ? value : undefined;
  };
  return { placeholder: 'N', fallback, allowed, about, parse };
}

function wholeNumber(fallback: number, min: number, max: number, about: string): Flag<number> {
  const allowed = `a whole number from ${min} to ${max}`;
  return number(fallback, allowed, about, (value) => Number.isInteger(value) && value >= min && value <= max);
}

function folder<Fallback extends string | undefined>(fallback: Fallback, about: string): Flag<string | Fallback> {
  const parse = (text: string) => (text.trim() === '' ? undefined : text);
  return { placeholder: 'FOLDER', fallback, allowed: 'a folder', about, parse };
}

const table = {
  epochs: wholeNumber(50, 1, 100_000, 'how often all digits are gone through'),
  'batch-size': wholeNumber(256, 1, 60_000, 'digits a step'),
  units: wholeNumber(256, 1, 16_384, 'numbers in a code, the size of the hidden layer'),
  'learning-rate': number(0.001, 'a number above 0, at most 1', "Adam's step size", (value) => value > 0 && value <= 1),
  seed: wholeNumber(0, 0, 2 ** 31 - 1, 'the same seed gives the same weights, bit for bit'),
  engine: {
    placeholder: 'NAME',
    fallback: 'auto' as EngineChoice,
    allowed: `one of ${engineChoices.join(', ')}`,
    about: "what computes; 'auto' is the fastest that loads",
    parse: (text: string) => engineChoices.find((choice) => choice === text),
  },
  out: folder('output/autoencoder', 'where the results go'),
  data: folder(undefined, 'where the files of MNIST are; found by themselves unless given'),
  minutes: number(2, '0 for no limit, or a number above 0', 'ends training after this time', (value) => value >= 0),
} satisfies Record<string, Flag<unknown>>;

type FlagName = keyof typeof table;

/**
 * Reads the command line.
 *
 * @throws FlagError for anything that is not allowed
 */
export function readFlags(args: readonly string[]): Flags {
  const { help, ...texts } = textsOf(args);
  const value = <Name extends FlagName>(name: Name) => flagValue(name, texts[name]) as (typeof table)[Name]['fallback'];
  return {
    epochs: value('epochs'),
    batchSize: value('batch-size'),
    units: value('units'),
    learningRate: value('learning-rate'),
    seed: value('seed'),
    engine: value('engine'),
    out: value('out'),
    data: value('data'),
    minutes: value('minutes'),
    help: help === true,
  };
}

function textsOf(args: readonly string[]): Partial<Record<FlagName, string>> & { help?: boolean } {
  const options = Object.fromEntries(Object.keys(table).map((name) => [name, { type: 'string' } as const]));
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      strict: true,
      allowPositionals: false,
    });
    return values;
  } catch (error) {
    const [first] = (error as Error).message.split('\n');
    throw new FlagError(`${first}\nFlags: ${[...Object.keys(table), 'help'].map((name) => `--${name}`).join(' ')}`);
  }
}

function flagValue(name: FlagName, text: string | undefined): unknown {
  const flag: Flag<unknown> = table[name];
  if (text === undefined) return flag.fallback;
  const value = flag.parse(text);
  if (value !== undefined) return value;
  throw new FlagError(`--${name}: '${text}' is not allowed. Expected ${flag.allowed}.`);
}

/** What `--help` prints. */
export function helpText(): string {
  const rows = Object.entries<Flag<unknown>>(table).map(([name, { placeholder, fallback, allowed, about }]) => {
    const standard = fallback === undefined ? '' : `; ${String(fallback)} unless given`;
    return `  ${`--${name} ${placeholder}`.padEnd(20)} ${about} (${allowed}${standard})`;
  });
  return [
    'Trains an autoencoder on the handwritten digits of MNIST, and shows what it has learned.',
    '',
    'npm start -- [flags]',
    '',
    ...rows,
    `  ${'--help'.padEnd(20)} prints this`,
    '',
    'Ctrl-C ends training; what was learned so far is saved.',
    '',
  ].join('\n');
}
