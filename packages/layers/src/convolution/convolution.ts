import { ArgumentError, conv, evalLevel, type Shape, ShapeError, type Tensor } from '@mariana/tensor';
import { activationOption, epilogueOf } from '../activations/activation.ts';
import { Layer } from '../base/layer.ts';
import { layerOptions } from '../base/options.ts';
import type { Weight } from '../base/weight.ts';
import { lastDim } from '../core/last-dim.ts';
import { initializerOption } from '../initializers/option.ts';
import type { OptionsOf } from '../options/declaration.ts';
import { boolean, positiveInteger } from '../options/numbers.ts';
import { perSpatialAxis, type SpatialRank } from '../options/per-axis.ts';
import type { PartialShape } from '../options/shapes.ts';
import { choice } from '../options/strings.ts';
import { regularizerOption } from '../regularizers/option.ts';
import { formatPartial } from '../symbolic/symbolic-tensor.ts';
import {
  checkSpatialRank,
  checkWindow,
  dataFormatOption,
  fromChannelsLast,
  shapeWithChannelsLast,
  toChannelsLast,
} from './data-format.ts';

type ConvolutionPadding = 'valid' | 'same' | 'causal';

/** The options of a convolution over so many spatial axes. */
export function convolutionOptions<const Padding extends ConvolutionPadding>(
  rank: SpatialRank,
  paddings: readonly (Padding | 'valid')[],
) {
  return layerOptions({
    /** The number of output channels. */
    filters: positiveInteger(),
    /** The size of the window: one number, or one for each spatial axis. */
    kernelSize: perSpatialAxis(rank),
    /**
     * How far the window moves each time: one number, or one for each spatial axis. Above 1 only where `dilationRate` is 1.
     * @defaultValue 1
     */
    strides: perSpatialAxis(rank, 1),
    /**
     * What stands around the input: nothing ('valid'), or so many zeros that the output is as long as the input divided by
     * the strides ('same'). Over one axis also 'causal': zeros before the first step alone, so that no output sees a later
     * input.
     * @defaultValue 'valid'
     */
    padding: choice<Padding | 'valid'>(paddings, 'valid'),
    /**
     * Where the channels stand in input and output.
     * @defaultValue 'channelsLast'
     */
    dataFormat: dataFormatOption(),
    /**
     * The distance between neighbouring taps of the window: one number, or one for each spatial axis.
     * @defaultValue 1
     */
    dilationRate: perSpatialAxis(rank, 1),
    /**
     * Channels are split into this many groups, each convolved by itself.
     * @defaultValue 1
     */
    groups: positiveInteger(1),
    /**
     * What is applied to the output: a name, or a function of a tensor.
     * @defaultValue 'linear'
     */
    activation: activationOption('linear'),
    /**
     * Whether a bias is added.
     * @defaultValue true
     */
    useBias: boolean(true),
    /**
     * The first values of the kernel.
     * @defaultValue 'glorotUniform'
     */
    kernelInitializer: initializerOption('glorotUniform'),
    /**
     * The first values of the bias.
     * @defaultValue 'zeros'
     */
    biasInitializer: initializerOption('zeros'),
    /**
     * A penalty on the kernel.
     * @defaultValue undefined
     */
    kernelRegularizer: regularizerOption(),
    /**
     * A penalty on the bias.
     * @defaultValue undefined
     */
    biasRegularizer: regularizerOption(),
  });
}

const anyConvolution = /* @__PURE__ */ convolutionOptions(2, ['valid', 'same', 'causal']);

/** y = activation(x ∗ kernel + bias), over as many spatial axes as the kernel's size names. */
export abstract class Convolution extends Layer.with(anyConvolution) {
  /** [...window, input channels / groups, filters] */
  declare kernel: Weight;
  /** [filters] */
  declare bias: Weight | undefined;

  constructor(options: OptionsOf<typeof anyConvolution>) {
    super(options);
    const { filters, groups, strides, dilationRate } = this.options;
    if (filters % groups !== 0) {
      throw new ArgumentError(this.#label, 'groups does not divide filters', {
        got: `groups ${groups} and filters ${filters}`,
        expected: 'a divisor of filters',
      });
    }
    if (Math.max(...strides) > 1 && Math.max(...dilationRate) > 1) {
      throw new ArgumentError(this.#label, 'strides and dilationRate are both above 1', {
        got: `strides ${formatPartial(strides)} and dilationRate ${formatPartial(dilationRate)}`,
        expected: 'one of them to be 1',
      });
    }
  }

  override get inputKind() {
    return 'tensor' as const;
  }

  override build(inputShape: PartialShape): void {
    const { filters, kernelSize, groups, useBias, dataFormat, ...options } = this.options;
    checkSpatialRank(this.#label, inputShape, kernelSize.length as SpatialRank, dataFormat);
    const shape = shapeWithChannelsLast(inputShape, dataFormat);
    const channels = lastDim(this.#label, shape);
    if (channels % groups !== 0) {
      throw new ShapeError(this.#label, 'groups does not divide the input channels', {
        got: `groups ${groups} for an input ${formatPartial(inputShape)} with ${channels} channels`,
        expected: 'a divisor of them',
      });
    }
    this.#checkWindow(shape);
    this.kernel = this.weight('kernel', [...kernelSize, channels / groups, filters], {
      initializer: options.kernelInitializer,
      regularizer: options.kernelRegularizer,
    });
    if (!useBias) return;
    this.bias = this.weight('bias', [filters], {
      initializer: options.biasInitializer,
      regularizer: options.biasRegularizer,
    });
  }

  override call(x: Tensor): Tensor {
    const { strides, dilationRate: dilation, groups, dataFormat, activation } = this.options;
    checkSpatialRank(this.#label, x.shape, strides.length as SpatialRank, dataFormat);
    const input = toChannelsLast(x, dataFormat); // [batch, ...spatial, channels]
    // While shapes are traced, sizes may be placeholders; those that are known were checked when the layer was built.
    if (evalLevel() === undefined) this.#checkWindow(input.shape);
    const padding = this.#zeros();
    const end = epilogueOf(activation);
    const options = { strides, padding, dilation, groups, bias: this.bias?.value, activation: end };
    const y = fromChannelsLast(conv(input, this.kernel.value, options), dataFormat); // [batch, ...windows, filters]
    return end === undefined ? activation(y) : y;
  }

  #zeros(): 'valid' | 'same' | [number, number][] {
    const { padding } = this.options;
    return padding === 'causal' ? this.#reach().map((reach) => [reach - 1, 0]) : padding;
  }

  /** How many elements the dilated window spans on each axis. */
  #reach(): number[] {
    const { kernelSize, dilationRate } = this.options;
    return kernelSize.map((size, axis) => (size - 1) * (dilationRate[axis] as number) + 1);
  }

  #checkWindow(shape: PartialShape | Shape): void {
    if (this.options.padding === 'valid') checkWindow(this.#label, shape.slice(1, -1), this.#reach());
  }

  get #label(): string {
    return `${this.className} '${this.name}'`;
  }
}
