import { ArgumentError } from '@mariana/tensor';
import { defaultOption, type Option, type OptionKind, quote, requiredOption } from './option.ts';

/** What numbers a {@link number} option takes. */
export interface NumberRange {
  /** At least this. */
  readonly min?: number | undefined;
  /** More than this. */
  readonly above?: number | undefined;
  /** At most this. */
  readonly max?: number | undefined;
  /** Less than this. */
  readonly below?: number | undefined;
  /** Whether fractions are refused. */
  readonly integer?: boolean | undefined;
}

function numberKind(range: NumberRange, type = describe(range)): OptionKind<number, number> {
  return {
    type,
    check(owner, name, given) {
      if (typeof given === 'number' && within(given, range)) return given;
      throw new ArgumentError(owner, `${name} is not ${type}`, { got: quote(given), expected: describe(range) });
    },
  };
}

function within(value: number, { min, above, max, below, integer }: NumberRange): boolean {
  if (!Number.isFinite(value) || (integer && !Number.isSafeInteger(value))) return false;
  return !(
    value < (min ?? -Infinity) ||
    value <= (above ?? -Infinity) ||
    value > (max ?? Infinity) ||
    value >= (below ?? Infinity)
  );
}

function describe({ min, above, max, below, integer }: NumberRange): string {
  const noun = integer ? 'a whole number' : 'a number';
  const low = min !== undefined ? `of at least ${min}` : above !== undefined ? `above ${above}` : '';
  const high = max !== undefined ? `at most ${max}` : below !== undefined ? `below ${below}` : '';
  return [noun, [low, high].filter(Boolean).join(' and ')].filter(Boolean).join(' ');
}

const positive: NumberRange = { min: 1, integer: true };

/** A whole number of 1 or more; required unless there is a default. */
export function positiveInteger(): Option<number, number, true>;
export function positiveInteger(fallback: number): Option<number, number, false>;
export function positiveInteger(fallback?: number): Option<number> {
  const kind = numberKind(positive, 'a positive integer');
  return fallback === undefined ? requiredOption(kind) : defaultOption(kind, fallback);
}

/** A finite number in a range. */
export function number(fallback: number, range: NumberRange = {}): Option<number, number, false> {
  return defaultOption(numberKind(range), fallback);
}

/** Whole numbers of any sign, such as a seed; required, so to be wrapped by `optional`. */
export function integer(range: NumberRange = {}): Option<number, number, true> {
  return requiredOption(numberKind({ ...range, integer: true }));
}

/** True or false. */
export function boolean(fallback: boolean): Option<boolean, boolean, false> {
  const kind: OptionKind<boolean, boolean> = {
    type: 'a boolean',
    check(owner, name, given) {
      if (typeof given === 'boolean') return given;
      throw new ArgumentError(owner, `${name} is not a boolean`, { got: quote(given), expected: 'true or false' });
    },
  };
  return defaultOption(kind, fallback);
}
