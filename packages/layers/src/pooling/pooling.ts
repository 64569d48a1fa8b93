import { averagePool, evalLevel, maxPool, type Tensor } from '@mariana/tensor';
import { Layer } from '../base/layer.ts';
import { layerOptions } from '../base/options.ts';
import {
  checkSpatialRank,
  checkWindow,
  dataFormatOption,
  fromChannelsLast,
  shapeWithChannelsLast,
  toChannelsLast,
} from '../convolution/data-format.ts';
import { optional } from '../options/option.ts';
import { perSpatialAxis, type SpatialRank } from '../options/per-axis.ts';
import type { PartialShape } from '../options/shapes.ts';
import { choice } from '../options/strings.ts';

/** The options of a pooling over so many spatial axes. */
export function poolingOptions(rank: SpatialRank) {
  return layerOptions({
    /**
     * The size of the window: one number, or one for each spatial axis.
     * @defaultValue 2
     */
    poolSize: perSpatialAxis(rank, 2),
    /**
     * How far the window moves each time: one number, or one for each spatial axis; by its own size unless given.
     * @defaultValue undefined
     */
    strides: optional(perSpatialAxis(rank)),
    /**
     * What happens at the border: windows that do not fit are left out ('valid'), or the output is as long as the input
     * divided by the strides ('same'), where windows hold only what is inside of the input.
     * @defaultValue 'valid'
     */
    padding: choice(['valid', 'same'], 'valid'),
    /**
     * Where the channels stand in input and output.
     * @defaultValue 'channelsLast'
     */
    dataFormat: dataFormatOption(),
  });
}

const anyPooling = /* @__PURE__ */ poolingOptions(2);

/** One number for each window of each channel. */
abstract class Pooling extends Layer.with(anyPooling) {
  /** What is made of a window: x [batch, ...spatial, channels] -> [batch, ...windows, channels]. */
  protected abstract pool(x: Tensor): Tensor;

  override get inputKind() {
    return 'tensor' as const;
  }

  override build(inputShape: PartialShape): void {
    this.#check(inputShape, shapeWithChannelsLast(inputShape, this.options.dataFormat));
  }

  override call(x: Tensor): Tensor {
    const { dataFormat } = this.options;
    const input = toChannelsLast(x, dataFormat);
    // While shapes are traced, sizes may be placeholders; those that are known were checked when the layer was built.
    if (evalLevel() === undefined) this.#check(x.shape, input.shape);
    return fromChannelsLast(this.pool(input), dataFormat);
  }

  #check(given: PartialShape, last: PartialShape): void {
    const { poolSize, padding, dataFormat } = this.options;
    const label = `${this.className} '${this.name}'`;
    checkSpatialRank(label, given, poolSize.length as SpatialRank, dataFormat);
    if (padding === 'valid') checkWindow(label, last.slice(1, -1), poolSize);
  }
}

/** The largest element of each window. */
export abstract class MaxPooling extends Pooling {
  protected override pool(x: Tensor): Tensor {
    const { poolSize, strides, padding } = this.options;
    return maxPool(x, poolSize, { strides, padding });
  }
}

/** The mean of each window. */
export abstract class AveragePooling extends Pooling {
  protected override pool(x: Tensor): Tensor {
    const { poolSize, strides, padding } = this.options;
    return averagePool(x, poolSize, { strides, padding });
  }
}
