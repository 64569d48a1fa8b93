import type { Tensor } from '@mariana/tensor';
import { Layer } from '../base/layer.ts';
import { layerOptions } from '../base/options.ts';
import { checkSpatialRank, dataFormatOption } from '../convolution/data-format.ts';
import type { OptionsOf } from '../options/declaration.ts';
import { boolean } from '../options/numbers.ts';
import type { SpatialRank } from '../options/per-axis.ts';

export const globalPoolingOptions = /* @__PURE__ */ layerOptions({
  /**
   * Where the channels stand in the input.
   * @defaultValue 'channelsLast'
   */
  dataFormat: /* @__PURE__ */ dataFormatOption(),
  /**
   * Whether the spatial axes stay, with size 1.
   * @defaultValue false
   */
  keepDims: /* @__PURE__ */ boolean(false),
});

/** Options of the global poolings: {@link globalAveragePooling2d} and its kin. */
export interface GlobalPoolingOptions extends OptionsOf<typeof globalPoolingOptions> {}

/** One number for each channel. */
abstract class GlobalPooling extends Layer.with(globalPoolingOptions) {
  /** How many spatial axes there are. */
  protected abstract readonly rank: SpatialRank;

  protected abstract reduce(x: Tensor, options: { axis: readonly number[]; keepDims: boolean }): Tensor;

  override get inputKind() {
    return 'tensor' as const;
  }

  override call(x: Tensor): Tensor {
    const { dataFormat, keepDims } = this.options;
    checkSpatialRank(`${this.className} '${this.name}'`, x.shape, this.rank, dataFormat);
    const first = dataFormat === 'channelsLast' ? 1 : 2;
    const axis = Array.from({ length: this.rank }, (_, i) => first + i);
    return this.reduce(x, { axis, keepDims }); // [batch, channels]
  }
}

/** The mean of each channel. */
export abstract class GlobalAveragePooling extends GlobalPooling {
  protected override reduce(x: Tensor, options: { axis: readonly number[]; keepDims: boolean }): Tensor {
    return x.mean(options);
  }
}

/** The largest element of each channel. */
export abstract class GlobalMaxPooling extends GlobalPooling {
  protected override reduce(x: Tensor, options: { axis: readonly number[]; keepDims: boolean }): Tensor {
    return x.max(options);
  }
}
