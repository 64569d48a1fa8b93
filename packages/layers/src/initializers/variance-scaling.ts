import { type DType, type Generator, normal, type Shape, type Tensor, truncatedNormal, uniform } from '@mariana/tensor';
import { declareOptions, type OptionsOf } from '../options/declaration.ts';
import { number } from '../options/numbers.ts';
import { optional } from '../options/option.ts';
import { axes } from '../options/shapes.ts';
import { choice } from '../options/strings.ts';
import { computeFans } from './fans.ts';
import { Initializer, seedOption } from './initializer.ts';
import { floatOf } from './random.ts';

/** The standard deviation of a standard normal cut at ±2: what is cut away is made up for. */
const truncatedDeviation = 0.87962566103423978;

/** Which fan scales the variance. */
export type FanMode = 'fanIn' | 'fanOut' | 'fanAvg';
/** How scaled values are spread. */
export type Spread = 'truncatedNormal' | 'untruncatedNormal' | 'uniform';

/** What {@link scaledValues} is told. */
export interface Scaling {
  readonly scale: number;
  readonly mode: FanMode;
  readonly distribution: Spread;
  readonly inputAxes?: readonly number[] | undefined;
  readonly outputAxes?: readonly number[] | undefined;
}

/** Values of variance scale / n, n being the number of inputs, of outputs, or their average. */
export function scaledValues(shape: Shape, dtype: DType, generator: Generator, scaling: Scaling): Tensor {
  const { fanIn, fanOut } = computeFans(shape, scaling.inputAxes, scaling.outputAxes);
  const n = { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }[scaling.mode];
  const variance = scaling.scale / Math.max(1, n);
  const options = { dtype: floatOf(dtype), generator };
  if (scaling.distribution === 'uniform') {
    const limit = Math.sqrt(3 * variance);
    return uniform(shape, { min: -limit, max: limit, ...options });
  }
  if (scaling.distribution === 'untruncatedNormal') return normal(shape, { stddev: Math.sqrt(variance), ...options });
  return truncatedNormal(shape, { stddev: Math.sqrt(variance) / truncatedDeviation, ...options });
}

export const varianceScalingOptions = /* @__PURE__ */ declareOptions({
  /**
   * The variance times n.
   * @defaultValue 1
   */
  scale: /* @__PURE__ */ number(1, { above: 0 }),
  /**
   * What n is: the number of inputs, of outputs, or their average.
   * @defaultValue 'fanIn'
   */
  mode: /* @__PURE__ */ choice(['fanIn', 'fanOut', 'fanAvg'], 'fanIn'),
  /**
   * How the values are spread.
   * @defaultValue 'truncatedNormal'
   */
  distribution: /* @__PURE__ */ choice(['truncatedNormal', 'untruncatedNormal', 'uniform'], 'truncatedNormal'),
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

/** Options of {@link varianceScaling}. */
export interface VarianceScalingOptions extends OptionsOf<typeof varianceScalingOptions> {}

/** Random values whose variance is fitted to the weight's shape. */
export class VarianceScaling extends Initializer.with(varianceScalingOptions) {
  static override readonly className: string = 'VarianceScaling';

  override call(shape: Shape, dtype: DType, generator: Generator): Tensor {
    return scaledValues(shape, dtype, generator, this.options);
  }
}

/**
 * Makes random weights whose variance is scale / n, n being the number of inputs of a unit, of its outputs, or their
 * average, so that signals neither grow nor fade from layer to layer.
 *
 * @source `keras.initializers.VarianceScaling`
 *
 * @example
 * const layer = dense({ units: 2, kernelInitializer: varianceScaling({ scale: 2, mode: 'fanOut' }) });
 */
export function varianceScaling(options?: VarianceScalingOptions): VarianceScaling {
  return new VarianceScaling(options);
}
