import { type DType, defaultGenerator, Generator, type Shape, type TensorLike } from '@mariana/tensor';
import { Configurable, type Declared, withOptions } from '../options/configurable.ts';
import type { Declaration, OptionSpec } from '../options/declaration.ts';
import { integer } from '../options/numbers.ts';
import { optional } from '../options/option.ts';

/**
 * Makes the first values of weights.
 *
 * @source `keras.initializers.Initializer`
 */
export abstract class Initializer extends Configurable {
  /** A base class for initializers with these options. */
  static with<Spec extends OptionSpec>(declaration: Declaration<Spec>): Declared<Initializer, Spec> {
    return withOptions(Initializer, declaration) as unknown as Declared<Initializer, Spec>;
  }

  /**
   * Values for a weight.
   *
   * @param shape - the weight's
   * @param dtype - the weight's
   * @param generator - where random numbers come from; initializers without any leave it alone
   */
  abstract call(shape: Shape, dtype: DType, generator: Generator): TensorLike;

  /** A seed of its own: the same values each time. Undefined: from the default generator. */
  get seed(): number | undefined {
    return this.options.seed as number | undefined;
  }

  /**
   * Values for a weight, to be made later. The random numbers are set aside now, so that the values do not depend on
   * when they are made, nor on what else is drawn meanwhile.
   */
  prepare(shape: Shape, dtype: DType): () => TensorLike {
    const generator = this.seed === undefined ? setAside(defaultGenerator()) : new Generator({ seed: this.seed });
    return () => this.call(shape, dtype, generator);
  }
}

/** A generator that makes the draw that is next in another one, which skips it. */
function setAside(from: Generator): Generator {
  const { seed, draws } = from.state;
  from.state = { seed, draws: draws + 1 };
  const generator = new Generator({ seed });
  generator.state = { seed, draws };
  return generator;
}

/** The option of every random initializer. */
export const seedOption = /* @__PURE__ */ optional(/* @__PURE__ */ integer());
