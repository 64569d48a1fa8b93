import type { Tensor } from '@mariana/tensor';
import { type ActivationLike, activationOption } from '../activations/activation.ts';
import { Layer } from '../base/layer.ts';
import { firstMask } from '../base/masks.ts';
import { layerOptions } from '../base/options.ts';
import type { Structure } from '../base/structure.ts';
import type { ApplyOptions } from '../base/types.ts';
import type { OptionsOf } from '../options/declaration.ts';

export const activationOptions = /* @__PURE__ */ layerOptions({
  /**
   * What is applied: a name, or a function of a tensor.
   * @defaultValue 'linear'
   */
  activation: /* @__PURE__ */ activationOption('linear'),
});

/** Options of {@link activation}. */
export interface ActivationOptions extends OptionsOf<typeof activationOptions> {}

/** An activation as a layer. */
export class ActivationLayer extends Layer.with(activationOptions) {
  static override readonly className: string = 'Activation';

  override computeMask(_inputs: Structure<Tensor>, mask: ApplyOptions['mask']): Tensor | undefined {
    return firstMask(mask);
  }

  override get inputKind() {
    return 'tensor' as const;
  }

  override call(x: Tensor): Tensor {
    return this.options.activation(x);
  }
}

/**
 * A layer that applies an activation, elementwise or along the last axis.
 *
 * @param options - see {@link ActivationOptions}, or just the activation
 * @throws ArgumentError if there is no such activation
 * @source `keras.layers.Activation`
 *
 * @example
 * await activation('relu').apply([-1, 2]).array(); // [0, 2]
 */
export function activation(options: ActivationLike | ActivationOptions): ActivationLayer {
  return new ActivationLayer(typeof options === 'object' ? options : { activation: options });
}
