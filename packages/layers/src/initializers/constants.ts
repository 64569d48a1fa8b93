import { ArgumentError, type DType, eye, formatShape, full, type Shape, type Tensor } from '@mariana/tensor';
import type { OptionsOf } from '../options/declaration.ts';
import { declareOptions } from '../options/declaration.ts';
import { number } from '../options/numbers.ts';
import { Initializer } from './initializer.ts';

const noOptions = /* @__PURE__ */ declareOptions({});

/** All 0. */
export class Zeros extends Initializer.with(noOptions) {
  static override readonly className: string = 'Zeros';

  override call(shape: Shape, dtype: DType): Tensor {
    return full(shape, 0, { dtype });
  }
}

/** All 1. */
export class Ones extends Initializer.with(noOptions) {
  static override readonly className: string = 'Ones';

  override call(shape: Shape, dtype: DType): Tensor {
    return full(shape, 1, { dtype });
  }
}

export const constantOptions = /* @__PURE__ */ declareOptions({
  /**
   * The value of every element.
   * @defaultValue 0
   */
  value: /* @__PURE__ */ number(0),
});

/** Options of {@link constant}. */
export interface ConstantOptions extends OptionsOf<typeof constantOptions> {}

/** All of one value. */
export class Constant extends Initializer.with(constantOptions) {
  static override readonly className: string = 'Constant';

  override call(shape: Shape, dtype: DType): Tensor {
    return full(shape, this.options.value, { dtype });
  }
}

export const identityOptions = /* @__PURE__ */ declareOptions({
  /**
   * The value on the diagonal.
   * @defaultValue 1
   */
  gain: /* @__PURE__ */ number(1),
});

/** Options of {@link identity}. */
export interface IdentityOptions extends OptionsOf<typeof identityOptions> {}

/** `gain` on the diagonal, 0 elsewhere; for weights of two axes. */
export class Identity extends Initializer.with(identityOptions) {
  static override readonly className: string = 'Identity';

  override call(shape: Shape, dtype: DType): Tensor {
    const [rows, columns] = shape;
    if (shape.length !== 2 || rows === undefined || columns === undefined) {
      throw new ArgumentError('Identity', 'the weight does not have two axes', {
        got: `shape ${formatShape(shape)}`,
        expected: 'a shape of two sizes',
      });
    }
    return eye(rows, { columns, dtype }).mul(this.options.gain);
  }
}

/**
 * Makes weights that are all 0.
 *
 * @source `keras.initializers.Zeros`
 *
 * @example
 * const layer = dense({ units: 2, biasInitializer: zeros() });
 */
export function zeros(): Zeros {
  return new Zeros();
}

/**
 * Makes weights that are all 1.
 *
 * @source `keras.initializers.Ones`
 *
 * @example
 * const layer = dense({ units: 2, kernelInitializer: ones() });
 */
export function ones(): Ones {
  return new Ones();
}

/**
 * Makes weights that are all of one value.
 *
 * @source `keras.initializers.Constant`
 *
 * @example
 * const layer = dense({ units: 2, biasInitializer: constant({ value: 0.1 }) });
 */
export function constant(options?: ConstantOptions): Constant {
  return new Constant(options);
}

/**
 * Makes weights of two axes that pass their input on: `gain` on the diagonal, 0 elsewhere.
 *
 * @source `keras.initializers.Identity`
 *
 * @example
 * const layer = dense({ units: 3, kernelInitializer: identity() });
 */
export function identity(options?: IdentityOptions): Identity {
  return new Identity(options);
}
