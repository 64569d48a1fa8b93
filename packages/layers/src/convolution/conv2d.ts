import type { OptionsOf } from '../options/declaration.ts';
import { Convolution, convolutionOptions } from './convolution.ts';

export const conv2dOptions = /* @__PURE__ */ convolutionOptions(2, ['valid', 'same']);

/** Options of {@link conv2d}. */
export interface Conv2DOptions extends OptionsOf<typeof conv2dOptions> {}

/** A convolution over images: y = activation(x ∗ kernel + bias). */
export class Conv2D extends Convolution {
  static override readonly className: string = 'Conv2D';
  static override readonly declaration = conv2dOptions;

  constructor(options: Conv2DOptions) {
    super(options);
  }
}

/**
 * A convolution layer over images: a window moves over the rows and columns of an image, and each filter is a weighted sum of what it
 * sees, found by training.
 *
 * It takes [batch, height, width, channels] and gives [batch, new height, new width, filters].
 * Its kernel has shape [rows, columns, channels / groups, filters], its bias [filters]. The kernel is not flipped.
 *
 * @param options - see {@link Conv2DOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input does not fit, `groups` does not divide the channels, or the window is too large
 * @source `keras.layers.Conv2D`, `torch.nn.Conv2d` (whose channels stand first)
 *
 * @example
 * const layer = conv2d({ filters: 32, kernelSize: 3, activation: 'relu' });
 * layer.apply(input({ shape: [28, 28, 1] })).shape; // [null, 26, 26, 32]
 */
export function conv2d(options: Conv2DOptions): Conv2D {
  return new Conv2D(options);
}
