import type { Tensor } from '@mariana/tensor';
import { Layer } from '../base/layer.ts';
import { layerOptions } from '../base/options.ts';
import type { OptionsOf } from '../options/declaration.ts';
import { shape } from '../options/shapes.ts';

export const reshapeOptions = /* @__PURE__ */ layerOptions({
  /** The sizes of one example, without the batch; one may be -1 and is worked out. */
  targetShape: /* @__PURE__ */ shape({ wildcard: -1 }),
});

/** Options of {@link reshape}. */
export interface ReshapeOptions extends OptionsOf<typeof reshapeOptions> {}

/** Each example in another shape. */
export class Reshape extends Layer.with(reshapeOptions) {
  static override readonly className: string = 'Reshape';

  override get inputKind() {
    return 'tensor' as const;
  }

  override call(x: Tensor): Tensor {
    // [batch, …] -> [batch, …targetShape]
    return x.reshape([x.shape[0] ?? 1, ...this.options.targetShape]);
  }
}

/**
 * A layer that gives each example another shape of the same size.
 *
 * @param options - see {@link ReshapeOptions}
 * @source `keras.layers.Reshape`
 *
 * @example
 * reshape({ targetShape: [28, -1] }).apply(input({ shape: [784] })).shape; // [null, 28, 28]
 */
export function reshape(options: ReshapeOptions): Reshape {
  return new Reshape(options);
}
