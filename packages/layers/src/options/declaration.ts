import { ArgumentError, FormatError, nearestName } from '@mariana/tensor';
import type { Registry } from '../saving/registry.ts';
import type { Json, JsonObject } from './json.ts';
import { snakeCase } from './names.ts';
import type { Option } from './option.ts';

/** Any option, whatever its value. */
export type AnyOption = Option<unknown, unknown>;

/** Options by name, as a declaration lists them. */
export type OptionSpec = { readonly [name: string]: AnyOption };

type GivenOf<O> = O extends Option<infer Given, infer _Value> ? Given : never;
type ValueOf<O> = O extends Option<infer _Given, infer Value> ? Value : never;

type Required<Spec> = {
  readonly [Name in keyof Spec as Spec[Name] extends { readonly required: true } ? Name : never]: GivenOf<Spec[Name]>;
};
type Defaulted<Spec> = {
  readonly [Name in keyof Spec as Spec[Name] extends { readonly required: true } ? never : Name]?:
    | GivenOf<Spec[Name]>
    | undefined;
};

/** The options that a user gives, by a declaration: `OptionsOf<typeof options>`. */
export type OptionsOf<D> = D extends Declaration<infer Spec> ? Required<Spec> & Defaulted<Spec> : never;

/** The options as the declared thing reads them, with every default in place. */
export type ValuesOf<D> =
  D extends Declaration<infer Spec> ? { readonly [Name in keyof Spec]: ValueOf<Spec[Name]> } : never;

/** A line of a documentation table. */
export interface OptionRow {
  readonly name: string;
  readonly type: string;
  /** As it stands in code; undefined where the option is required. */
  readonly default: string | undefined;
}

/**
 * The options of a layer, initializer or regularizer, each declared once. Their types, defaults, checks, error texts,
 * forms in a configuration and rows in documentation follow from it.
 */
export class Declaration<Spec extends OptionSpec = OptionSpec> {
  readonly spec: Spec;

  constructor(spec: Spec) {
    this.spec = spec;
  }

  /**
   * The values to use, with defaults filled in.
   *
   * @param owner - who asks, for messages
   * @throws ArgumentError for an unknown name, a missing option, or a value that is not allowed
   */
  check(owner: string, given: unknown = {}): Record<string, unknown> {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      throw new ArgumentError(owner, 'its options are not an object', {
        got: Array.isArray(given) ? 'an array' : String(given),
        expected: 'one object of options',
      });
    }
    const names = Object.keys(this.spec);
    for (const name of Object.keys(given)) if (!names.includes(name)) throw unknownOption(owner, name, names);
    const values: Record<string, unknown> = {};
    for (const name of names) {
      const option = this.spec[name] as AnyOption;
      const value = (given as Record<string, unknown>)[name] ?? option.fallback;
      if (value === undefined && option.required) {
        throw new ArgumentError(owner, `the option ${name} is missing`, { expected: option.type });
      }
      values[name] = option.check(owner, name, value);
    }
    return values;
  }

  /** The configuration that holds `values`, in Keras's names. */
  encode(owner: string, values: Readonly<Record<string, unknown>>): JsonObject {
    return Object.fromEntries(
      Object.entries(this.spec).map(([name, option]) => [snakeCase(name), option.encode(values[name], owner, name)]),
    );
  }

  /**
   * The options that a configuration holds, as a user would give them.
   *
   * @throws FormatError if it has a name that is not declared
   */
  decode(owner: string, config: JsonObject, registry: Registry): Record<string, unknown> {
    const names = new Map(Object.keys(this.spec).map((name) => [snakeCase(name), name]));
    const given: Record<string, unknown> = {};
    for (const [key, json] of Object.entries(config)) {
      const name = names.get(key);
      if (name !== undefined) given[name] = (this.spec[name] as AnyOption).decode(json as Json, owner, name, registry);
      else if (json !== null) {
        throw new FormatError(owner, `its configuration has an unknown entry '${key}'`, {
          expected: `the entries ${[...names.keys()].join(', ')}`,
        });
      }
    }
    return given;
  }

  /** A line for each option, for documentation. */
  rows(): OptionRow[] {
    return Object.entries(this.spec).map(([name, { type, defaultText }]) => ({ name, type, default: defaultText }));
  }
}

function unknownOption(owner: string, name: string, names: readonly string[]): ArgumentError {
  const nearest = nearestName(name, names);
  return new ArgumentError(owner, `there is no option '${name}'`, {
    expected: `options among ${names.join(', ')}`,
    fix: nearest === undefined ? undefined : `Did you mean '${nearest}'?`,
  });
}

/** Declares the options of something that is configured and saved. */
export function declareOptions<const Spec extends OptionSpec>(spec: Spec): Declaration<Spec> {
  return new Declaration(spec);
}
