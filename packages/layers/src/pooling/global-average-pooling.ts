import { GlobalAveragePooling, type GlobalPoolingOptions } from './global-pooling.ts';

/** The mean of each channel of sequences. */
export class GlobalAveragePooling1D extends GlobalAveragePooling {
  static override readonly className: string = 'GlobalAveragePooling1D';
  protected override readonly rank = 1;
}

/**
 * A layer that keeps the mean of each channel over sequences, however large they are.
 *
 * It takes [batch, steps, channels] and gives [batch, channels].
 *
 * @param options - see {@link GlobalPoolingOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input does not fit
 * @source `keras.layers.GlobalAveragePooling1D`
 *
 * @example
 * await globalAveragePooling1d().apply([[[1, 5], [3, 3]]]).array(); // [[2, 4]]
 */
export function globalAveragePooling1d(options?: GlobalPoolingOptions): GlobalAveragePooling1D {
  return new GlobalAveragePooling1D(options);
}

/** The mean of each channel of images. */
export class GlobalAveragePooling2D extends GlobalAveragePooling {
  static override readonly className: string = 'GlobalAveragePooling2D';
  protected override readonly rank = 2;
}

/**
 * A layer that keeps the mean of each channel over images, however large they are.
 *
 * It takes [batch, height, width, channels] and gives [batch, channels].
 *
 * @param options - see {@link GlobalPoolingOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input does not fit
 * @source `keras.layers.GlobalAveragePooling2D`
 *
 * @example
 * globalAveragePooling2d().apply(input({ shape: [null, null, 32] })).shape; // [null, 32]
 */
export function globalAveragePooling2d(options?: GlobalPoolingOptions): GlobalAveragePooling2D {
  return new GlobalAveragePooling2D(options);
}

/** The mean of each channel of volumes. */
export class GlobalAveragePooling3D extends GlobalAveragePooling {
  static override readonly className: string = 'GlobalAveragePooling3D';
  protected override readonly rank = 3;
}

/**
 * A layer that keeps the mean of each channel over volumes, however large they are.
 *
 * It takes [batch, depth, height, width, channels] and gives [batch, channels].
 *
 * @param options - see {@link GlobalPoolingOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input does not fit
 * @source `keras.layers.GlobalAveragePooling3D`
 *
 * @example
 * globalAveragePooling3d({ keepDims: true }).apply(input({ shape: [8, 26, 26, 4] })).shape; // [null, 1, 1, 1, 4]
 */
export function globalAveragePooling3d(options?: GlobalPoolingOptions): GlobalAveragePooling3D {
  return new GlobalAveragePooling3D(options);
}
