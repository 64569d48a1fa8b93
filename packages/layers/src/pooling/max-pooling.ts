import type { OptionsOf } from '../options/declaration.ts';
import { MaxPooling, poolingOptions } from './pooling.ts';

export const maxPooling1dOptions = /* @__PURE__ */ poolingOptions(1);

/** Options of {@link maxPooling1d}. */
export interface MaxPooling1DOptions extends OptionsOf<typeof maxPooling1dOptions> {}

/** The largest element of each window of sequences. */
export class MaxPooling1D extends MaxPooling {
  static override readonly className: string = 'MaxPooling1D';
  static override readonly declaration = maxPooling1dOptions;
}

/**
 * A layer that keeps the largest element of each window over sequences: where something was found matters less than that it was found.
 *
 * It takes [batch, steps, channels] and gives [batch, windows, channels].
 *
 * @param options - see {@link MaxPooling1DOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input does not fit
 * @source `keras.layers.MaxPooling1D`, `torch.nn.MaxPool1d`
 *
 * @example
 * await maxPooling1d().apply([[[1], [3], [2], [0]]]).array(); // [[[3], [2]]]
 */
export function maxPooling1d(options?: MaxPooling1DOptions): MaxPooling1D {
  return new MaxPooling1D(options);
}

export const maxPooling2dOptions = /* @__PURE__ */ poolingOptions(2);

/** Options of {@link maxPooling2d}. */
export interface MaxPooling2DOptions extends OptionsOf<typeof maxPooling2dOptions> {}

/** The largest element of each window of images. */
export class MaxPooling2D extends MaxPooling {
  static override readonly className: string = 'MaxPooling2D';
  static override readonly declaration = maxPooling2dOptions;
}

/**
 * A layer that keeps the largest element of each window over images: where something was found matters less than that it was found.
 *
 * It takes [batch, height, width, channels] and gives [batch, new height, new width, channels].
 *
 * @param options - see {@link MaxPooling2DOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input does not fit
 * @source `keras.layers.MaxPooling2D`, `torch.nn.MaxPool2d`
 *
 * @example
 * maxPooling2d().apply(input({ shape: [26, 26, 32] })).shape; // [null, 13, 13, 32]
 */
export function maxPooling2d(options?: MaxPooling2DOptions): MaxPooling2D {
  return new MaxPooling2D(options);
}

export const maxPooling3dOptions = /* @__PURE__ */ poolingOptions(3);

/** Options of {@link maxPooling3d}. */
export interface MaxPooling3DOptions extends OptionsOf<typeof maxPooling3dOptions> {}

/** The largest element of each window of volumes. */
export class MaxPooling3D extends MaxPooling {
  static override readonly className: string = 'MaxPooling3D';
  static override readonly declaration = maxPooling3dOptions;
}

/**
 * A layer that keeps the largest element of each window over volumes: where something was found matters less than that it was found.
 *
 * It takes [batch, depth, height, width, channels] and gives [batch, new depth, new height, new width, channels].
 *
 * @param options - see {@link MaxPooling3DOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input does not fit
 * @source `keras.layers.MaxPooling3D`, `torch.nn.MaxPool3d`
 *
 * @example
 * maxPooling3d().apply(input({ shape: [8, 26, 26, 4] })).shape; // [null, 4, 13, 13, 4]
 */
export function maxPooling3d(options?: MaxPooling3DOptions): MaxPooling3D {
  return new MaxPooling3D(options);
}
