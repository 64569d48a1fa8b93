import { ArgumentError, checkOptions, choiceError } from '@mariana/tensor';

/** One option: what it is unless given, and what it may be. */
export interface OptionRule<Value> {
  /** The value where none is given. */
  readonly fallback: Value;
  /** The value as it is used, or an error that says what is allowed. */
  check(op: string, name: string, value: unknown): Value;
}

/** The options of one thing, each declared once: types, defaults, checks and error texts follow from it. */
export type OptionRules = Readonly<Record<string, OptionRule<unknown>>>;

type ValueOf<Rule> = Rule extends OptionRule<infer Value> ? Value : never;

/** The options as a user gives them. */
export type OptionsOf<Rules extends OptionRules> = { [Name in keyof Rules]?: ValueOf<Rules[Name]> | undefined };

/** The options with every default in place. */
export type ResolvedOptions<Rules extends OptionRules> = { readonly [Name in keyof Rules]: ValueOf<Rules[Name]> };

/**
 * Checks options and fills in the defaults.
 *
 * @param op - who asks, for messages
 * @throws ArgumentError for an unknown name or a value that is not allowed
 */
export function resolveOptions<Rules extends OptionRules>(
  op: string,
  rules: Rules,
  given: OptionsOf<Rules>,
): ResolvedOptions<Rules> {
  checkOptions(op, given, Object.keys(rules));
  return Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => {
      const value = (given as Record<string, unknown>)[name];
      return [name, value === undefined ? rule.fallback : rule.check(op, name, value)];
    }),
  ) as ResolvedOptions<Rules>;
}

/** The bounds of a {@link numberOption}. */
interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Whether `min` and `max` themselves are refused. */
  readonly open?: boolean | undefined;
  readonly integer?: boolean | undefined;
}

/** Declares a number. */
export function numberOption(fallback: number, bounds: Bounds = {}): OptionRule<number> {
  return { fallback, check: (op, name, value) => checkNumber(op, name, value, bounds) };
}

/** Declares a yes or no. */
export function booleanOption(fallback: boolean): OptionRule<boolean> {
  return {
    fallback,
    check(op, name, value) {
      if (typeof value === 'boolean') return value;
      throw new ArgumentError(op, `${name} is not a boolean`, { got: show(value), expected: 'true or false' });
    },
  };
}

/** Declares a choice of names. */
export function choiceOption<const Choice extends string>(
  fallback: NoInfer<Choice>,
  choices: readonly Choice[],
): OptionRule<Choice> {
  return {
    fallback,
    check(op, name, value) {
      if (choices.includes(value as Choice)) return value as Choice;
      throw choiceError(op, name, value, choices);
    },
  };
}

/** A number within bounds. */
export function checkNumber(op: string, name: string, value: unknown, bounds: Bounds = {}): number {
  const { min = -Infinity, max = Infinity, open = false, integer = false } = bounds;
  const number = value as number;
  const within = open ? number > min && number < max : number >= min && number <= max;
  if (typeof value === 'number' && within && (!integer || Number.isInteger(value))) return value;
  throw new ArgumentError(op, `${name} is not allowed`, { got: show(value), expected: describe(bounds) });
}

function describe({ min, max, open = false, integer = false }: Bounds): string {
  const parts = [];
  if (min !== undefined) parts.push(`${open ? 'above' : 'of at least'} ${min}`);
  if (max !== undefined) parts.push(`${open ? 'below' : 'of at most'} ${max}`);
  return [integer ? 'a whole number' : 'a number', parts.join(' and ')].filter((part) => part !== '').join(' ');
}

function show(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
