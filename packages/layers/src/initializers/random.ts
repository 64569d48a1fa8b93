import {
  type DType,
  truncatedNormal as drawTruncated,
  type Generator,
  normal,
  type Shape,
  type Tensor,
  uniform,
} from '@mariana/tensor';
import { declareOptions, type OptionsOf } from '../options/declaration.ts';
import { number } from '../options/numbers.ts';
import { Initializer, seedOption } from './initializer.ts';

export const normalOptions = /* @__PURE__ */ declareOptions({
  /**
   * The mean.
   * @defaultValue 0
   */
  mean: /* @__PURE__ */ number(0),
  /**
   * The standard deviation; of a truncated normal, that before it is cut.
   * @defaultValue 0.05
   */
  stddev: /* @__PURE__ */ number(0.05, { min: 0 }),
  /**
   * A seed of its own, with which every weight gets the same values.
   * @defaultValue undefined
   */
  seed: seedOption,
});

/** Options of {@link randomNormal} and {@link truncatedNormal}. */
export interface NormalInitializerOptions extends OptionsOf<typeof normalOptions> {}

/** Normally distributed values. */
export class RandomNormal extends Initializer.with(normalOptions) {
  static override readonly className: string = 'RandomNormal';

  override call(shape: Shape, dtype: DType, generator: Generator): Tensor {
    const { mean, stddev } = this.options;
    return normal(shape, { mean, stddev, dtype: floatOf(dtype), generator });
  }
}

/** Normally distributed values, none further than two standard deviations from the mean. */
export class TruncatedNormal extends Initializer.with(normalOptions) {
  static override readonly className: string = 'TruncatedNormal';

  override call(shape: Shape, dtype: DType, generator: Generator): Tensor {
    const { mean, stddev } = this.options;
    return drawTruncated(shape, { mean, stddev, dtype: floatOf(dtype), generator });
  }
}

export const uniformOptions = /* @__PURE__ */ declareOptions({
  /**
   * The lower bound, included.
   * @defaultValue -0.05
   */
  minval: /* @__PURE__ */ number(-0.05),
  /**
   * The upper bound, excluded.
   * @defaultValue 0.05
   */
  maxval: /* @__PURE__ */ number(0.05),
  /**
   * A seed of its own, with which every weight gets the same values.
   * @defaultValue undefined
   */
  seed: seedOption,
});

/** Options of {@link randomUniform}. */
export interface UniformInitializerOptions extends OptionsOf<typeof uniformOptions> {}

/** Values spread evenly over a range. */
export class RandomUniform extends Initializer.with(uniformOptions) {
  static override readonly className: string = 'RandomUniform';

  override call(shape: Shape, dtype: DType, generator: Generator): Tensor {
    const { minval, maxval } = this.options;
    return uniform(shape, { min: minval, max: maxval, dtype: floatOf(dtype), generator });
  }
}

/** Random weights are floats: the layer's dtype is one of these. */
export function floatOf(dtype: DType): 'float32' | 'float64' {
  return dtype === 'float64' ? 'float64' : 'float32';
}

/**
 * Makes normally distributed weights.
 *
 * @source `keras.initializers.RandomNormal`
 *
 * @example
 * const layer = dense({ units: 2, kernelInitializer: randomNormal({ stddev: 0.01, seed: 1 }) });
 */
export function randomNormal(options?: NormalInitializerOptions): RandomNormal {
  return new RandomNormal(options);
}

/**
 * Makes normally distributed weights of which none lies further than two standard deviations from the mean.
 *
 * @source `keras.initializers.TruncatedNormal`
 *
 * @example
 * const layer = dense({ units: 2, kernelInitializer: truncatedNormal({ stddev: 0.01 }) });
 */
export function truncatedNormal(options?: NormalInitializerOptions): TruncatedNormal {
  return new TruncatedNormal(options);
}

/**
 * Makes weights spread evenly from `minval` to `maxval`.
 *
 * @source `keras.initializers.RandomUniform`
 *
 * @example
 * const layer = dense({ units: 2, kernelInitializer: randomUniform({ minval: -0.1, maxval: 0.1 }) });
 */
export function randomUniform(options?: UniformInitializerOptions): RandomUniform {
  return new RandomUniform(options);
}
