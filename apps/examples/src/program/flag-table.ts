import { parseArgs } from 'node:util';
import { type EngineChoice, engineChoices } from './engine.ts';

/** A flag that was given wrongly; the message says what is allowed. */
export class FlagError extends Error {
  override name = 'FlagError';
}

/** One flag: how its text becomes a value, and what it is for. */
export interface Flag<Value> {
  readonly placeholder: string;
  readonly fallback: Value;
  /** What is allowed, as it stands in help and in errors. */
  readonly allowed: string;
  readonly about: string;
  /** The value, or undefined where it is not allowed. */
  parse(text: string): Value | undefined;
}

export function number(
  fallback: number,
  allowed: string,
  about: string,
  isAllowed: (value: number) => boolean,
): Flag<number> {
  const parse = (text: string) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    return Number.isFinite(value) && isAllowed(value) ? value : undefined;
  };
  return { placeholder: 'N', fallback, allowed, about, parse };
}

export function wholeNumber(fallback: number, min: number, max: number, about: string): Flag<number> {
  const allowed = `a whole number from ${min} to ${max}`;
  return number(fallback, allowed, about, (value) => Number.isInteger(value) && value >= min && value <= max);
}

export function folder<Fallback extends string | undefined>(
  fallback: Fallback,
  about: string,
): Flag<string | Fallback> {
  const parse = (text: string) => (text.trim() === '' ? undefined : text);
  return { placeholder: 'FOLDER', fallback, allowed: 'a folder', about, parse };
}

/** Which engine computes; every program has this flag. */
export const engineFlag: Flag<EngineChoice> = {
  placeholder: 'NAME',
  fallback: 'auto',
  allowed: `one of ${engineChoices.join(', ')}`,
  about: "what computes; 'auto' is the fastest that loads",
  parse: (text) => engineChoices.find((choice) => choice === text),
};

/** Flags by name. */
export type FlagTable = { readonly [name: string]: Flag<unknown> };

/** The value of each flag, and whether help was asked for. */
export type FlagValues<Table extends FlagTable> = { readonly [Name in keyof Table]: Table[Name]['fallback'] } & {
  readonly help: boolean;
};

/**
 * Reads the command line.
 *
 * @throws FlagError for anything that is not allowed
 */
export function readTable<Table extends FlagTable>(table: Table, args: readonly string[]): FlagValues<Table> {
  const { help, ...texts } = textsOf(table, args);
  const values = Object.entries(table).map(([name, flag]) => [name, flagValue(name, flag, texts[name])] as const);
  return { ...Object.fromEntries(values), help: help === true } as FlagValues<Table>;
}

function textsOf(table: FlagTable, args: readonly string[]): { [name: string]: string | boolean | undefined } {
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

function flagValue(name: string, flag: Flag<unknown>, text: string | boolean | undefined): unknown {
  if (typeof text !== 'string') return flag.fallback;
  const value = flag.parse(text);
  if (value !== undefined) return value;
  throw new FlagError(`--${name}: '${text}' is not allowed. Expected ${flag.allowed}.`);
}

/** A line for each flag, for help. */
export function tableText(table: FlagTable): string[] {
  const rows = Object.entries(table).map(([name, { placeholder, fallback, allowed, about }]) => {
    const standard = fallback === undefined ? '' : `; ${String(fallback)} unless given`;
    return `  ${`--${name} ${placeholder}`.padEnd(20)} ${about} (${allowed}${standard})`;
  });
  return [...rows, `  ${'--help'.padEnd(20)} prints this`];
}
