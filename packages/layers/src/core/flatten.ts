import { sizeOf, type Tensor } from '@mariana/tensor';
import { Layer } from '../base/layer.ts';
import { layerOptions } from '../base/options.ts';
import type { OptionsOf } from '../options/declaration.ts';
import { choice } from '../options/strings.ts';

export const flattenOptions = /* @__PURE__ */ layerOptions({
  /**
   * Where the channels stand in the input. With 'channelsFirst' they are moved to the end first.
   * @defaultValue 'channelsLast'
   */
  dataFormat: /* @__PURE__ */ choice(['channelsLast', 'channelsFirst'], 'channelsLast'),
});

/** Options of {@link flatten}. */
export interface FlattenOptions extends OptionsOf<typeof flattenOptions> {}

/** All axes but the batch's as one. */
export class Flatten extends Layer.with(flattenOptions) {
  static override readonly className: string = 'Flatten';

  override get inputKind() {
    return 'tensor' as const;
  }

  override call(x: Tensor): Tensor {
    // [batch, …] -> [batch, size]
    const first = this.options.dataFormat === 'channelsFirst' && x.rank > 2;
    const y = first ? x.transpose([0, ...x.shape.slice(2).map((_, i) => i + 2), 1]) : x;
    return y.reshape([y.shape[0] ?? 1, sizeOf(y.shape.slice(1))]);
  }
}

/**
 * A layer that makes one axis of all but the batch's: [batch, …] becomes [batch, size].
 *
 * @param options - see {@link FlattenOptions}
 * @source `keras.layers.Flatten`
 *
 * @example
 * flatten().apply(input({ shape: [28, 28] })).shape; // [null, 784]
 */
export function flatten(options?: FlattenOptions): Flatten {
  return new Flatten(options);
}
