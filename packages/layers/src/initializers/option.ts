import { ArgumentError, choiceError, type DType, FormatError, type Shape, type TensorLike } from '@mariana/tensor';
import { isJsonObject, type Json } from '../options/json.ts';
import { defaultOption, type Option, type OptionKind, quote } from '../options/option.ts';
import { Constant, Identity, Ones, Zeros } from './constants.ts';
import { Initializer } from './initializer.ts';
import { Orthogonal } from './orthogonal.ts';
import { RandomNormal, RandomUniform, TruncatedNormal } from './random.ts';
import { GlorotNormal, GlorotUniform, HeNormal, HeUniform, LecunNormal, LecunUniform } from './scaled.ts';
import { VarianceScaling } from './variance-scaling.ts';

const byName = {
  constant: () => new Constant(),
  glorotNormal: () => new GlorotNormal(),
  glorotUniform: () => new GlorotUniform(),
  heNormal: () => new HeNormal(),
  heUniform: () => new HeUniform(),
  identity: () => new Identity(),
  lecunNormal: () => new LecunNormal(),
  lecunUniform: () => new LecunUniform(),
  ones: () => new Ones(),
  orthogonal: () => new Orthogonal(),
  randomNormal: () => new RandomNormal(),
  randomUniform: () => new RandomUniform(),
  truncatedNormal: () => new TruncatedNormal(),
  varianceScaling: () => new VarianceScaling(),
  zeros: () => new Zeros(),
} as const;

/** An initializer with its defaults, by name. */
export type InitializerName = keyof typeof byName;

/** A function that makes first values. */
export type InitializerFunction = (shape: Shape, dtype: DType) => TensorLike;

/** What an initializer option takes: a name, an initializer such as `glorotUniform({ seed: 1 })`, or a function. */
export type InitializerLike = InitializerName | Initializer | InitializerFunction;

/** A function in the place of an initializer. It cannot be saved. */
class FunctionInitializer extends Initializer {
  static override readonly className: string = 'FunctionInitializer';
  readonly #make: InitializerFunction;

  constructor(make: InitializerFunction) {
    super();
    this.#make = make;
  }

  override call(shape: Shape, dtype: DType): TensorLike {
    return this.#make(shape, dtype);
  }
}

const kind: OptionKind<InitializerLike, Initializer> = {
  type: 'an initializer',
  check(owner, name, given) {
    if (given instanceof Initializer) return given;
    if (typeof given === 'function') return new FunctionInitializer(given as InitializerFunction);
    if (typeof given !== 'string') {
      throw new ArgumentError(owner, `${name} is not an initializer`, {
        got: quote(given),
        expected: "a name such as 'glorotUniform', an initializer such as glorotUniform({ seed: 1 }), or a function",
      });
    }
    if (!Object.hasOwn(byName, given)) throw choiceError(owner, name, given, Object.keys(byName));
    return byName[given as InitializerName]();
  },
  encode(initializer, owner, name) {
    if (!(initializer instanceof FunctionInitializer)) {
      return { class_name: initializer.className, config: initializer.getConfig() };
    }
    throw new ArgumentError(owner, `${name} is a function, which a configuration cannot hold`, {
      fix: 'Make a subclass of Initializer, or leave the option out and set the weights afterwards',
    });
  },
  decode(json, owner, name, registry) {
    const { class_name: className, config } = isJsonObject(json) ? json : ({} as { [key: string]: Json });
    const Class = typeof className === 'string' ? registry.initializers.get(className) : undefined;
    if (Class === undefined || !isJsonObject(config)) {
      throw new FormatError(owner, `the configuration of ${name} names no initializer that is known`, {
        got: JSON.stringify(json),
        expected: `class_name among ${[...registry.initializers.keys()].join(', ')}`,
      });
    }
    return Class.fromConfig(config, registry);
  },
};

/** An initializer, by name or as an object. */
export function initializerOption(fallback: InitializerName): Option<InitializerLike, Initializer, false> {
  return defaultOption(kind, fallback);
}

/** The initializer that a name, an initializer or a function stands for. */
export function toInitializer(owner: string, given: InitializerLike): Initializer {
  return kind.check(owner, 'initializer', given);
}
