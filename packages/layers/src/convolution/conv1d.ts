import type { OptionsOf } from '../options/declaration.ts';
import { Convolution, convolutionOptions } from './convolution.ts';

export const conv1dOptions = /* @__PURE__ */ convolutionOptions(1, ['valid', 'same', 'causal']);

/** Options of {@link conv1d}. */
export interface Conv1DOptions extends OptionsOf<typeof conv1dOptions> {}

/** A convolution over sequences: y = activation(x ∗ kernel + bias). */
export class Conv1D extends Convolution {
  static override readonly className: string = 'Conv1D';
  static override readonly declaration = conv1dOptions;

  constructor(options: Conv1DOptions) {
    super(options);
  }
}

/**
 * A convolution layer over sequences: a window moves over the steps of a sequence, and each filter is a weighted sum of what it
 * sees, found by training.
 *
 * It takes [batch, steps, channels] and gives [batch, windows, filters].
 * Its kernel has shape [size, channels / groups, filters], its bias [filters]. The kernel is not flipped.
 *
 * @param options - see {@link Conv1DOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input does not fit, `groups` does not divide the channels, or the window is too large
 * @source `keras.layers.Conv1D`, `torch.nn.Conv1d` (whose channels stand first)
 *
 * @example
 * const layer = conv1d({ filters: 1, kernelSize: 2, kernelInitializer: 'ones' });
 * await layer.apply([[[1], [2], [3]]]).array(); // [[[3], [5]]]
 */
export function conv1d(options: Conv1DOptions): Conv1D {
  return new Conv1D(options);
}
