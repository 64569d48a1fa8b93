import type { OptionsOf } from '../options/declaration.ts';
import { AveragePooling, poolingOptions } from './pooling.ts';

export const averagePooling1dOptions = /* @__PURE__ */ poolingOptions(1);

/** Options of {@link averagePooling1d}. */
export interface AveragePooling1DOptions extends OptionsOf<typeof averagePooling1dOptions> {}

/** The mean of each window of sequences. */
export class AveragePooling1D extends AveragePooling {
  static override readonly className: string = 'AveragePooling1D';
  static override readonly declaration = averagePooling1dOptions;
}

/**
 * A layer that keeps the mean of each window over sequences: neighbouring values are smoothed and thinned out.
 *
 * It takes [batch, steps, channels] and gives [batch, windows, channels].
 *
 * @param options - see {@link AveragePooling1DOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input does not fit
 * @source `keras.layers.AveragePooling1D`, `torch.nn.AvgPool1d` (which counts the padding unless told)
 *
 * @example
 * await averagePooling1d().apply([[[1], [3], [2], [0]]]).array(); // [[[2], [1]]]
 */
export function averagePooling1d(options?: AveragePooling1DOptions): AveragePooling1D {
  return new AveragePooling1D(options);
}

export const averagePooling2dOptions = /* @__PURE__ */ poolingOptions(2);

/** Options of {@link averagePooling2d}. */
export interface AveragePooling2DOptions extends OptionsOf<typeof averagePooling2dOptions> {}

/** The mean of each window of images. */
export class AveragePooling2D extends AveragePooling {
  static override readonly className: string = 'AveragePooling2D';
  static override readonly declaration = averagePooling2dOptions;
}

/**
 * A layer that keeps the mean of each window over images: neighbouring values are smoothed and thinned out.
 *
 * It takes [batch, height, width, channels] and gives [batch, new height, new width, channels].
 *
 * @param options - see {@link AveragePooling2DOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input does not fit
 * @source `keras.layers.AveragePooling2D`, `torch.nn.AvgPool2d` (which counts the padding unless told)
 *
 * @example
 * averagePooling2d({ poolSize: 3, padding: 'same' }).apply(input({ shape: [7, 7, 2] })).shape; // [null, 3, 3, 2]
 */
export function averagePooling2d(options?: AveragePooling2DOptions): AveragePooling2D {
  return new AveragePooling2D(options);
}

export const averagePooling3dOptions = /* @__PURE__ */ poolingOptions(3);

/** Options of {@link averagePooling3d}. */
export interface AveragePooling3DOptions extends OptionsOf<typeof averagePooling3dOptions> {}

/** The mean of each window of volumes. */
export class AveragePooling3D extends AveragePooling {
  static override readonly className: string = 'AveragePooling3D';
  static override readonly declaration = averagePooling3dOptions;
}

/**
 * A layer that keeps the mean of each window over volumes: neighbouring values are smoothed and thinned out.
 *
 * It takes [batch, depth, height, width, channels] and gives [batch, new depth, new height, new width, channels].
 *
 * @param options - see {@link AveragePooling3DOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input does not fit
 * @source `keras.layers.AveragePooling3D`, `torch.nn.AvgPool3d` (which counts the padding unless told)
 *
 * @example
 * averagePooling3d().apply(input({ shape: [8, 26, 26, 4] })).shape; // [null, 4, 13, 13, 4]
 */
export function averagePooling3d(options?: AveragePooling3DOptions): AveragePooling3D {
  return new AveragePooling3D(options);
}
