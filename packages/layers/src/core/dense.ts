import { affine, ShapeError, type Tensor } from '@mariana/tensor';
import { activationOption, epilogueOf } from '../activations/activation.ts';
import { Layer } from '../base/layer.ts';
import { firstMask } from '../base/masks.ts';
import { layerOptions } from '../base/options.ts';
import type { Structure } from '../base/structure.ts';
import type { ApplyOptions } from '../base/types.ts';
import type { Weight } from '../base/weight.ts';
import { initializerOption } from '../initializers/option.ts';
import type { OptionsOf } from '../options/declaration.ts';
import { boolean, positiveInteger } from '../options/numbers.ts';
import type { PartialShape } from '../options/shapes.ts';
import { regularizerOption } from '../regularizers/option.ts';
import { formatPartial } from '../symbolic/symbolic-tensor.ts';
import { lastDim } from './last-dim.ts';

export const denseOptions = /* @__PURE__ */ layerOptions({
  /** The size of the output's last axis. */
  units: /* @__PURE__ */ positiveInteger(),
  /**
   * What is applied to the output: a name, or a function of a tensor.
   * @defaultValue 'linear'
   */
  activation: /* @__PURE__ */ activationOption('linear'),
  /**
   * Whether a bias is added.
   * @defaultValue true
   */
  useBias: /* @__PURE__ */ boolean(true),
  /**
   * The first values of the kernel.
   * @defaultValue 'glorotUniform'
   */
  kernelInitializer: /* @__PURE__ */ initializerOption('glorotUniform'),
  /**
   * The first values of the bias.
   * @defaultValue 'zeros'
   */
  biasInitializer: /* @__PURE__ */ initializerOption('zeros'),
  /**
   * A penalty on the kernel.
   * @defaultValue undefined
   */
  kernelRegularizer: /* @__PURE__ */ regularizerOption(),
  /**
   * A penalty on the bias.
   * @defaultValue undefined
   */
  biasRegularizer: /* @__PURE__ */ regularizerOption(),
});

/** Options of {@link dense}. */
export interface DenseOptions extends OptionsOf<typeof denseOptions> {}

/** y = activation(x · kernel + bias). */
export class Dense extends Layer.with(denseOptions) {
  static override readonly className: string = 'Dense';
  /** [inputs, units] */
  declare kernel: Weight;
  /** [units] */
  declare bias: Weight | undefined;

  override get inputKind() {
    return 'tensor' as const;
  }

  override build(inputShape: PartialShape): void {
    const { units, useBias, ...options } = this.options;
    if (inputShape.length < 2) {
      throw new ShapeError(`Dense '${this.name}'`, 'the input has no batch axis', {
        got: formatPartial(inputShape),
        expected: '[batch, …, inputs]',
      });
    }
    const inputs = lastDim(`Dense '${this.name}'`, inputShape);
    this.kernel = this.weight('kernel', [inputs, units], {
      initializer: options.kernelInitializer,
      regularizer: options.kernelRegularizer,
    });
    if (useBias) {
      this.bias = this.weight('bias', [units], {
        initializer: options.biasInitializer,
        regularizer: options.biasRegularizer,
      });
    }
  }

  override computeMask(_inputs: Structure<Tensor>, mask: ApplyOptions['mask']): Tensor | undefined {
    return firstMask(mask);
  }

  override call(x: Tensor): Tensor {
    // x: [batch, …, inputs] -> [batch, …, units]
    if (x.shape[x.rank - 1] !== this.kernel.shape[0]) throw this.#unfit(x);
    const { activation } = this.options;
    if (this.bias === undefined) return activation(this.kernel.matmul(x));
    if (this.kernel.adapter?.matmul !== undefined) return activation(this.kernel.matmul(x).add(this.bias.value));
    const end = epilogueOf(activation);
    const y = affine(x, this.kernel.value, this.bias.value, { activation: end });
    return end === undefined ? activation(y) : y;
  }

  #unfit(x: Tensor): ShapeError {
    return new ShapeError(`Dense '${this.name}'`, 'the last axis of the input has another size than at first', {
      got: formatPartial(x.shape),
      expected: `a last axis of ${this.kernel.shape[0]}, for which its kernel was made`,
    });
  }
}

/**
 * A layer that connects every input with every unit: activation(x · kernel + bias).
 *
 * It takes inputs of shape [batch, …, inputs] and gives [batch, …, units]. Its kernel has shape [inputs, units], its bias
 * [units].
 *
 * @param options - see {@link DenseOptions}
 * @throws ArgumentError if an option is not allowed
 * @source `keras.layers.Dense`, `torch.nn.Linear` (whose weight is transposed)
 *
 * @example
 * const layer = dense({ units: 2, kernelInitializer: 'ones' });
 * await layer.apply([[1, 2, 3]]).array(); // [[6, 6]]
 */
export function dense(options: DenseOptions): Dense {
  return new Dense(options);
}
