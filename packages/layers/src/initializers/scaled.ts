import type { DType, Generator, Shape, Tensor } from '@mariana/tensor';
import { declareOptions, type OptionsOf } from '../options/declaration.ts';
import { optional } from '../options/option.ts';
import { axes } from '../options/shapes.ts';
import { Initializer, seedOption } from './initializer.ts';
import { type FanMode, type Spread, scaledValues } from './variance-scaling.ts';

export const scaledOptions = /* @__PURE__ */ declareOptions({
  /**
   * A seed of its own, with which every weight gets the same values.
   * @defaultValue undefined
   */
  seed: seedOption,
  /**
   * The weight's axes that count as inputs, where they are not the usual ones. Takes effect with `outputAxes`.
   * @defaultValue undefined
   */
  inputAxes: /* @__PURE__ */ optional(/* @__PURE__ */ axes()),
  /**
   * The weight's axes that count as outputs. Takes effect with `inputAxes`.
   * @defaultValue undefined
   */
  outputAxes: /* @__PURE__ */ optional(/* @__PURE__ */ axes()),
});

/** Options of {@link glorotUniform} and its kin. */
export interface ScaledInitializerOptions extends OptionsOf<typeof scaledOptions> {}

/** Variance scaling with scale, mode and distribution settled. */
export abstract class ScaledInitializer extends Initializer.with(scaledOptions) {
  protected abstract readonly scale: number;
  protected abstract readonly mode: FanMode;
  protected abstract readonly distribution: Spread;

  override call(shape: Shape, dtype: DType, generator: Generator): Tensor {
    const { scale, mode, distribution } = this;
    return scaledValues(shape, dtype, generator, { ...this.options, scale, mode, distribution });
  }
}

/** Uniform within ±√(6 / (fanIn + fanOut)). */
export class GlorotUniform extends ScaledInitializer {
  static override readonly className: string = 'GlorotUniform';
  protected readonly scale = 1;
  protected readonly mode = 'fanAvg';
  protected readonly distribution = 'uniform';
}

/** Truncated normal of variance 2 / (fanIn + fanOut). */
export class GlorotNormal extends ScaledInitializer {
  static override readonly className: string = 'GlorotNormal';
  protected readonly scale = 1;
  protected readonly mode = 'fanAvg';
  protected readonly distribution = 'truncatedNormal';
}

/** Uniform within ±√(6 / fanIn). */
export class HeUniform extends ScaledInitializer {
  static override readonly className: string = 'HeUniform';
  protected readonly scale = 2;
  protected readonly mode = 'fanIn';
  protected readonly distribution = 'uniform';
}

/** Truncated normal of variance 2 / fanIn. */
export class HeNormal extends ScaledInitializer {
  static override readonly className: string = 'HeNormal';
  protected readonly scale = 2;
  protected readonly mode = 'fanIn';
  protected readonly distribution = 'truncatedNormal';
}

/** Uniform within ±√(3 / fanIn). */
export class LecunUniform extends ScaledInitializer {
  static override readonly className: string = 'LecunUniform';
  protected readonly scale = 1;
  protected readonly mode = 'fanIn';
  protected readonly distribution = 'uniform';
}

/** Truncated normal of variance 1 / fanIn. */
export class LecunNormal extends ScaledInitializer {
  static override readonly className: string = 'LecunNormal';
  protected readonly scale = 1;
  protected readonly mode = 'fanIn';
  protected readonly distribution = 'truncatedNormal';
}

/**
 * Makes weights spread evenly within ±√(6 / (fanIn + fanOut)): the usual start of layers with tanh or sigmoid.
 *
 * @source Glorot, Bengio: Understanding the difficulty of training deep feedforward neural networks (2010);
 * `keras.initializers.GlorotUniform`
 *
 * @example
 * const layer = dense({ units: 2, kernelInitializer: glorotUniform({ seed: 1 }) });
 */
export function glorotUniform(options?: ScaledInitializerOptions): GlorotUniform {
  return new GlorotUniform(options);
}

/**
 * Makes weights of a truncated normal of variance 2 / (fanIn + fanOut).
 *
 * @source Glorot, Bengio: Understanding the difficulty of training deep feedforward neural networks (2010);
 * `keras.initializers.GlorotNormal`
 *
 * @example
 * const layer = dense({ units: 2, kernelInitializer: glorotNormal() });
 */
export function glorotNormal(options?: ScaledInitializerOptions): GlorotNormal {
  return new GlorotNormal(options);
}

/**
 * Makes weights spread evenly within ±√(6 / fanIn): the usual start of layers with relu.
 *
 * @source He et al.: Delving deep into rectifiers (2015); `keras.initializers.HeUniform`
 *
 * @example
 * const layer = dense({ units: 2, kernelInitializer: heUniform() });
 */
export function heUniform(options?: ScaledInitializerOptions): HeUniform {
  return new HeUniform(options);
}

/**
 * Makes weights of a truncated normal of variance 2 / fanIn: the usual start of layers with relu.
 *
 * @source He et al.: Delving deep into rectifiers (2015); `keras.initializers.HeNormal`
 *
 * @example
 * const layer = dense({ units: 2, kernelInitializer: heNormal() });
 */
export function heNormal(options?: ScaledInitializerOptions): HeNormal {
  return new HeNormal(options);
}

/**
 * Makes weights spread evenly within ±√(3 / fanIn).
 *
 * @source LeCun et al.: Efficient backprop (1998); `keras.initializers.LecunUniform`
 *
 * @example
 * const layer = dense({ units: 2, kernelInitializer: lecunUniform() });
 */
export function lecunUniform(options?: ScaledInitializerOptions): LecunUniform {
  return new LecunUniform(options);
}

/**
 * Makes weights of a truncated normal of variance 1 / fanIn: the usual start of layers with selu.
 *
 * @source LeCun et al.: Efficient backprop (1998); `keras.initializers.LecunNormal`
 *
 * @example
 * const layer = dense({ units: 2, kernelInitializer: lecunNormal() });
 */
export function lecunNormal(options?: ScaledInitializerOptions): LecunNormal {
  return new LecunNormal(options);
}
