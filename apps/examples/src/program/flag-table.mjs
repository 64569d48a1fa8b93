// @ts-check
// The command line, in JavaScript and without dependencies: scripts/run.mjs reads it before anything is installed.
import { parseArgs } from 'node:util';

/**
 * One flag: how its text becomes a value, and what it is for.
 *
 * @template Value
 * @typedef {object} Flag
 * @property {string} placeholder
 * @property {Value} fallback
 * @property {string} allowed what is allowed, as it stands in help and in errors
 * @property {string} about
 * @property {(text: string) => Value | undefined} parse the value, or undefined where it is not allowed
 */

/** @typedef {{ readonly [name: string]: Flag<unknown> }} FlagTable flags by name */

/**
 * The value of each flag, and whether help was asked for.
 *
 * @template {FlagTable} Table
 * @typedef {{ readonly [Name in keyof Table]: Table[Name]['fallback'] } & { readonly help: boolean }} FlagValues
 */

/**
 * What a program's flags are, under the name by which it knows its own folders.
 *
 * @template [Flags=unknown]
 * @typedef {object} CommandLine
 * @property {string} name
 * @property {() => string} helpText what `--help` prints
 * @property {(args: readonly string[]) => Flags} readFlags throws a FlagError for anything that is not allowed
 */

/** A flag that was given wrongly; the message says what is allowed. */
export class FlagError extends Error {
  /** @override */
  name = 'FlagError';
}

/**
 * @param {number} fallback
 * @param {string} allowed
 * @param {string} about
 * @param {(value: number) => boolean} isAllowed
 * @returns {Flag<number>}
 */
export function number(fallback, allowed, about, isAllowed) {
  const parse = (/** @type {string} */ text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    return Number.isFinite(value) && isAllowed(value) ? value : undefined;
  };
  return { placeholder: 'N', fallback, allowed, about, parse };
}

/** @param {number} fallback @param {number} min @param {number} max @param {string} about */
export function integer(fallback, min, max, about) {
  const allowed = `an integer from ${min} to ${max}`;
  return number(fallback, allowed, about, (value) => Number.isInteger(value) && value >= min && value <= max);
}

/**
 * @template {string | undefined} Fallback
 * @param {Fallback} fallback
 * @param {string} about
 * @returns {Flag<string | Fallback>}
 */
export function folder(fallback, about) {
  const parse = (/** @type {string} */ text) => (text.trim() === '' ? undefined : text);
  return { placeholder: 'FOLDER', fallback, allowed: 'a folder', about, parse };
}

/** The engines that can be asked for. */
export const engineChoices = /** @type {const} */ (['auto', 'native', 'tfjs-node', 'tfjs-wasm', 'reference']);

/** @typedef {(typeof engineChoices)[number]} EngineChoice the name of an engine, or 'auto' for the fastest that loads */

/**
 * Which engine computes; every program has this flag.
 * @type {Flag<EngineChoice>}
 */
export const engineFlag = {
  placeholder: 'NAME',
  fallback: 'auto',
  allowed: `one of ${engineChoices.join(', ')}`,
  about: "what computes; 'auto' is the fastest that loads",
  parse: (text) => engineChoices.find((choice) => choice === text),
};

/**
 * Reads the command line.
 *
 * @template {FlagTable} Table
 * @param {Table} table
 * @param {readonly string[]} args
 * @returns {FlagValues<Table>}
 * @throws FlagError for anything that is not allowed
 */
export function readTable(table, args) {
  const { help, ...texts } = textsOf(table, args);
  const values = Object.entries(table).map(([name, flag]) => [name, flagValue(name, flag, texts[name])]);
  return /** @type {FlagValues<Table>} */ ({ ...Object.fromEntries(values), help: help === true });
}

/**
 * @param {FlagTable} table
 * @param {readonly string[]} args
 * @returns {{ [name: string]: string | boolean | undefined }}
 */
function textsOf(table, args) {
  const options = Object.fromEntries(
    Object.keys(table).map((name) => [name, { type: /** @type {const} */ ('string') }]),
  );
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      strict: true,
      allowPositionals: false,
    });
    return values;
  } catch (error) {
    const [first] = /** @type {Error} */ (error).message.split('\n');
    throw new FlagError(`${first}\nFlags: ${[...Object.keys(table), 'help'].map((name) => `--${name}`).join(' ')}`);
  }
}

/** @param {string} name @param {Flag<unknown>} flag @param {string | boolean | undefined} text */
function flagValue(name, flag, text) {
  if (typeof text !== 'string') return flag.fallback;
  const value = flag.parse(text);
  if (value !== undefined) return value;
  throw new FlagError(`--${name}: '${text}' is not allowed. Expected ${flag.allowed}.`);
}

/** A line for each flag, for help. @param {FlagTable} table */
export function tableText(table) {
  const rows = Object.entries(table).map(([name, { placeholder, fallback, allowed, about }]) => {
    const standard = fallback === undefined ? '' : `; ${String(fallback)} unless given`;
    return `  ${`--${name} ${placeholder}`.padEnd(20)} ${about} (${allowed}${standard})`;
  });
  return [...rows, `  ${'--help'.padEnd(20)} prints this`];
}
