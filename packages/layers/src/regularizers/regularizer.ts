import { add, type Tensor } from '@mariana/tensor';
import { Configurable, type Declared, withOptions } from '../options/configurable.ts';
import { type Declaration, declareOptions, type OptionSpec, type OptionsOf } from '../options/declaration.ts';
import { number } from '../options/numbers.ts';

/**
 * A penalty on weights, which is added to the loss.
 *
 * @source `keras.regularizers.Regularizer`
 */
export abstract class Regularizer extends Configurable {
  /** A base class for regularizers with these options. */
  static with<Spec extends OptionSpec>(declaration: Declaration<Spec>): Declared<Regularizer, Spec> {
    return withOptions(Regularizer, declaration) as unknown as Declared<Regularizer, Spec>;
  }

  /** The penalty of a weight's value: a scalar. */
  abstract call(value: Tensor): Tensor;
}

export const l1Options = /* @__PURE__ */ declareOptions({
  /**
   * The factor of Σ|w|.
   * @defaultValue 0.01
   */
  l1: /* @__PURE__ */ number(0.01, { min: 0 }),
});

/** Options of {@link l1}. */
export interface L1Options extends OptionsOf<typeof l1Options> {}

/** l1 · Σ|w|. */
export class L1 extends Regularizer.with(l1Options) {
  static override readonly className: string = 'L1';

  override call(value: Tensor): Tensor {
    return value.abs().sum().mul(this.options.l1);
  }
}

export const l2Options = /* @__PURE__ */ declareOptions({
  /**
   * The factor of Σw².
   * @defaultValue 0.01
   */
  l2: /* @__PURE__ */ number(0.01, { min: 0 }),
});

/** Options of {@link l2}. */
export interface L2Options extends OptionsOf<typeof l2Options> {}

/** l2 · Σw². */
export class L2 extends Regularizer.with(l2Options) {
  static override readonly className: string = 'L2';

  override call(value: Tensor): Tensor {
    return value.square().sum().mul(this.options.l2);
  }
}

export const l1l2Options = /* @__PURE__ */ declareOptions({
  /**
   * The factor of Σ|w|.
   * @defaultValue 0
   */
  l1: /* @__PURE__ */ number(0, { min: 0 }),
  /**
   * The factor of Σw².
   * @defaultValue 0
   */
  l2: /* @__PURE__ */ number(0, { min: 0 }),
});

/** Options of {@link l1l2}. */
export interface L1L2Options extends OptionsOf<typeof l1l2Options> {}

/** l1 · Σ|w| + l2 · Σw². */
export class L1L2 extends Regularizer.with(l1l2Options) {
  static override readonly className: string = 'L1L2';

  override call(value: Tensor): Tensor {
    const { l1, l2 } = this.options;
    return add(value.abs().sum().mul(l1), value.square().sum().mul(l2));
  }
}

/**
 * A penalty on the sizes of weights, which drives small ones to 0: l1 · Σ|w|.
 *
 * @source `keras.regularizers.L1`
 *
 * @example
 * const layer = dense({ units: 2, kernelRegularizer: l1({ l1: 1e-4 }) });
 */
export function l1(options?: L1Options): L1 {
  return new L1(options);
}

/**
 * A penalty on the squares of weights, which keeps them small: l2 · Σw².
 *
 * @source `keras.regularizers.L2`
 *
 * @example
 * const layer = dense({ units: 2, kernelRegularizer: l2({ l2: 1e-4 }) });
 */
export function l2(options?: L2Options): L2 {
  return new L2(options);
}

/**
 * A penalty on the sizes and the squares of weights: l1 · Σ|w| + l2 · Σw².
 *
 * @source `keras.regularizers.L1L2`
 *
 * @example
 * const layer = dense({ units: 2, kernelRegularizer: l1l2({ l1: 1e-5, l2: 1e-4 }) });
 */
export function l1l2(options?: L1L2Options): L1L2 {
  return new L1L2(options);
}
