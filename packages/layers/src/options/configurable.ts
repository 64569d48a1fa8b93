import type { Registry } from '../saving/registry.ts';
import { type Declaration, declareOptions, type OptionSpec, type OptionsOf, type ValuesOf } from './declaration.ts';
import type { JsonObject } from './json.ts';

/** The options argument: it may be left out where no option is required. */
export type OptionsArgument<D> =
  Partial<OptionsOf<D>> extends OptionsOf<D> ? [options?: OptionsOf<D>] : [options: OptionsOf<D>];

/** What a class that can be made from a configuration looks like. */
export interface ConfigurableClass<Instance> {
  readonly className: string;
  fromConfig(config: JsonObject, registry: Registry): Instance;
}

/** A base class whose instances take the declared options. */
export type Declared<Base, Spec extends OptionSpec> = ConfigurableClass<Base> & {
  readonly declaration: Declaration<Spec>;
} & (abstract new (
    ...options: OptionsArgument<Declaration<Spec>>
  ) => Base & { readonly options: ValuesOf<Declaration<Spec>> });

/** Something with declared options that can be written to a configuration and made from one. */
export abstract class Configurable {
  /** The name in configurations; minifiers rename classes, so it is written out. */
  static readonly className: string = 'Configurable';
  /** The options it takes. */
  static readonly declaration: Declaration = declareOptions({});

  /** The options, with every default in place. */
  readonly options: Readonly<Record<string, unknown>>;

  constructor(options?: object) {
    this.options = (this.constructor as typeof Configurable).declaration.check(this.className, options);
  }

  /** The class's name, also in minified code. */
  get className(): string {
    return classNameOf(this.constructor as typeof Configurable);
  }

  /** The options in Keras's names, ready for JSON. */
  getConfig(): JsonObject {
    return (this.constructor as typeof Configurable).declaration.encode(this.className, this.options);
  }

  /**
   * Makes an instance from what {@link getConfig} gave.
   *
   * @throws FormatError, ArgumentError if the configuration does not fit
   */
  static fromConfig(config: JsonObject, registry: Registry): Configurable {
    // Only classes that can be made reach here: abstract ones are in no registry.
    const Class = this as unknown as { new (options: object): Configurable } & Pick<
      typeof Configurable,
      'className' | 'declaration'
    > & { readonly name: string };
    return new Class(Class.declaration.decode(classNameOf(Class), config, registry));
  }
}

/** The name that a class states, or that it has in code if it states none of its own. */
export function classNameOf(Class: { readonly className: string; readonly name: string }): string {
  return Object.hasOwn(Class, 'className') ? Class.className : Class.name || Class.className;
}

/** A subclass of `Base` that takes the declared options. */
export function withOptions<Base extends abstract new (...args: never[]) => Configurable>(
  Base: Base,
  declaration: Declaration,
): Base {
  abstract class WithOptions extends (Base as unknown as typeof Configurable) {
    static override readonly declaration = declaration;
    // The class that is declared names itself; without a name it goes by its base's.
    static override readonly className = (Base as unknown as typeof Configurable).className;
  }
  return WithOptions as unknown as Base;
}
