import type { Registry } from '../saving/registry.ts';
import type { Json } from './json.ts';

/**
 * One option of a layer, initializer or regularizer, declared once: what it is, its default, its check, and its form in
 * a configuration.
 *
 * @typeParam Given - what a user may pass
 * @typeParam Value - what the layer reads from `this.options`
 * @typeParam Required - whether it has no default
 */
export interface Option<Given, Value = Given, Required extends boolean = boolean> {
  readonly required: Required;
  /** What it is, for error messages and tables: `a positive integer`. */
  readonly type: string;
  /** The default as it stands in code: `'glorotUniform'`, `0.5`; undefined where there is none. */
  readonly defaultText: string | undefined;
  /** The default, as a user would give it. */
  readonly fallback: Given | undefined;
  /** The value to use, or an error that says what is allowed. */
  check(owner: string, name: string, given: unknown): Value;
  /** The value as a configuration holds it. */
  encode(value: Value, owner: string, name: string): Json;
  /** What a configuration holds, as a user would give it. */
  decode(json: Json, owner: string, name: string, registry: Registry): unknown;
}

/** What a kind of option states; the rest follows. */
export interface OptionKind<Given, Value> {
  readonly type: string;
  check(owner: string, name: string, given: unknown): Value;
  encode?(value: Value, owner: string, name: string): Json;
  decode?(json: Json, owner: string, name: string, registry: Registry): unknown;
  /** The default's text, where it is not its JSON. */
  text?(fallback: Given): string;
}

/** An option without a default. */
export function requiredOption<Given, Value>(kind: OptionKind<Given, Value>): Option<Given, Value, true> {
  return { ...codec(kind), required: true, defaultText: undefined, fallback: undefined };
}

/** An option with a default. */
export function defaultOption<Given, Value>(
  kind: OptionKind<Given, Value>,
  fallback: Given,
): Option<Given, Value, false> {
  const text = kind.text?.(fallback) ?? quote(fallback);
  return { ...codec(kind), required: false, defaultText: text, fallback };
}

/**
 * An option that may be left out: its value is undefined then.
 *
 * @param option - what it is when it is given
 *
 * @example
 * const options = layerOptions({ valueDim: optional(positiveInteger()) });
 */
export function optional<Given, Value>(
  option: Option<Given, Value>,
): Option<Given | undefined, Value | undefined, false> {
  return {
    required: false,
    type: option.type,
    defaultText: 'undefined',
    fallback: undefined,
    check: (owner, name, given) => (given === undefined ? undefined : option.check(owner, name, given)),
    encode: (value, owner, name) => (value === undefined ? null : option.encode(value, owner, name)),
    decode: (json, owner, name, registry) => (json === null ? undefined : option.decode(json, owner, name, registry)),
  };
}

function codec<Given, Value>({ type, check, encode, decode }: OptionKind<Given, Value>) {
  return {
    type,
    check,
    encode: encode ?? ((value: Value) => value as Json),
    decode: decode ?? ((json: Json) => json),
  };
}

/** A value as code would write it. */
export function quote(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(quote).join(', ')}]`;
  if (typeof value === 'function') return `the function ${value.name || 'without a name'}`;
  if (typeof value === 'object' && value !== null) return `an object (${value.constructor?.name ?? 'Object'})`;
  return String(value);
}
