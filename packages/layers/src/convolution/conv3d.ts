import type { OptionsOf } from '../options/declaration.ts';
import { Convolution, convolutionOptions } from './convolution.ts';

export const conv3dOptions = /* @__PURE__ */ convolutionOptions(3, ['valid', 'same']);

/** Options of {@link conv3d}. */
export interface Conv3DOptions extends OptionsOf<typeof conv3dOptions> {}

/** A convolution over volumes: y = activation(x ∗ kernel + bias). */
export class Conv3D extends Convolution {
  static override readonly className: string = 'Conv3D';
  static override readonly declaration = conv3dOptions;

  constructor(options: Conv3DOptions) {
    super(options);
  }
}

/**
 * A convolution layer over volumes: a window moves through a volume, or the frames of a film, and each filter is a weighted sum of what it
 * sees, found by training.
 *
 * It takes [batch, depth, height, width, channels] and gives [batch, new depth, new height, new width, filters].
 * Its kernel has shape [planes, rows, columns, channels / groups, filters], its bias [filters]. The kernel is not flipped.
 *
 * @param options - see {@link Conv3DOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input does not fit, `groups` does not divide the channels, or the window is too large
 * @source `keras.layers.Conv3D`, `torch.nn.Conv3d` (whose channels stand first)
 *
 * @example
 * const layer = conv3d({ filters: 8, kernelSize: [1, 3, 3], padding: 'same' });
 * layer.apply(input({ shape: [4, 16, 16, 1] })).shape; // [null, 4, 16, 16, 8]
 */
export function conv3d(options: Conv3DOptions): Conv3D {
  return new Conv3D(options);
}
