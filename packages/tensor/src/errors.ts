import { nearestName } from './nearest-name.ts';

/**
 * The errors of every Mariana package. A message has one form:
 * `<op>: <what is wrong>. Got <values>. Expected <rule>. <Fix>.`
 */

/** The parts of an error message; the op and each part stay readable as fields. */
export interface ErrorDetails {
  /** What was given, as it should be printed. */
  readonly got?: string | undefined;
  /** The rule that it breaks. */
  readonly expected?: string | undefined;
  /** What would mend it. */
  readonly fix?: string | undefined;
  /** The error underneath, where there is one. */
  readonly cause?: unknown;
}

/** Set on every error of ours, so that a second copy of the package recognizes it too. */
const marker = Symbol.for('mariana.error');

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/**
 * The common class of all errors that Mariana throws on purpose.
 *
 * @example
 * try {
 *   matmul(ones([2, 3]), ones([4, 3]));
 * } catch (error) {
 *   MarianaError.isInstance(error); // true
 * }
 */
export class MarianaError extends Error {
  override name = 'MarianaError';
  /** The operation, layer or function that refused. */
  readonly op: string;
  /** The parts of the message. */
  readonly details: ErrorDetails;

  constructor(op: string, wrong: string, details: ErrorDetails = {}) {
    const parts = [`${op}: ${sentence(wrong)}`];
    if (details.got !== undefined) parts.push(sentence(`Got ${details.got}`));
    if (details.expected !== undefined) parts.push(sentence(`Expected ${details.expected}`));
    if (details.fix !== undefined) parts.push(sentence(details.fix));
    super(parts.join(' '), details.cause === undefined ? undefined : { cause: details.cause });
    this.op = op;
    this.details = details;
    Object.defineProperty(this, marker, { value: true });
  }

  /**
   * Whether `error` is one of Mariana's, of this class or a class below it, from whichever copy of the package.
   *
   * @param error - anything that was thrown
   */
  static isInstance(error: unknown): error is MarianaError {
    if (!(error instanceof Error) || !(marker in error)) return false;
    // Subclasses inherit this method: they ask for their own name, the base class takes all.
    return this.className === 'MarianaError' || error.name === this.className;
  }

  /** The name that instances carry; minifiers rename classes, so it is written out. */
  protected static readonly className: string = 'MarianaError';
}

/** Shapes, ranks, axes or sizes that do not fit. */
export class ShapeError extends MarianaError {
  override name = 'ShapeError';
  protected static override readonly className: string = 'ShapeError';
}

/** A dtype that the operation or the engine does not take. */
export class DTypeError extends MarianaError {
  override name = 'DTypeError';
  protected static override readonly className: string = 'DTypeError';
}

/** Any other argument or option that is not allowed. */
export class ArgumentError extends MarianaError {
  override name = 'ArgumentError';
  protected static override readonly className: string = 'ArgumentError';
}

/** An engine that is missing, not ready, out of memory, or mixed with another. */
export class EngineError extends MarianaError {
  override name = 'EngineError';
  protected static override readonly className: string = 'EngineError';
}

/** Data that is missing, or whose content is not what it should be. */
export class DataError extends MarianaError {
  override name = 'DataError';
  protected static override readonly className: string = 'DataError';
}

/** A file that does not follow its format. */
export class FormatError extends MarianaError {
  override name = 'FormatError';
  protected static override readonly className: string = 'FormatError';
}

/**
 * Refuses options that a function does not have: a misspelt one would be passed over.
 *
 * @param op - who asks
 * @param options - as they were given
 * @param names - of the options that there are
 * @throws ArgumentError for a name that is not among them, and for what is no object
 */
export function checkOptions(op: string, options: object, names: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new ArgumentError(op, 'its options are not an object', {
      got: String(options),
      expected: `an object with ${names.map((name) => `'${name}'`).join(', ')}`,
    });
  }
  for (const name of Object.keys(options)) if (!names.includes(name)) throw choiceError(op, 'an option', name, names);
}

/**
 * An ArgumentError that lists the choices, and names the one that was probably meant.
 *
 * @param op - who asks
 * @param option - the option's name
 * @param got - what was given
 * @param choices - what is allowed
 */
export function choiceError(op: string, option: string, got: unknown, choices: readonly string[]): ArgumentError {
  const nearest = typeof got === 'string' ? nearestName(got, choices) : undefined;
  return new ArgumentError(op, `${option} is not one of the choices`, {
    got: JSON.stringify(got) ?? String(got),
    expected: `one of ${choices.map((choice) => `'${choice}'`).join(', ')}`,
    fix: nearest === undefined ? undefined : `Did you mean '${nearest}'?`,
  });
}
