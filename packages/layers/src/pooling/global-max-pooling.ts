import { GlobalMaxPooling, type GlobalPoolingOptions } from './global-pooling.ts';

/** The largest element of each channel of sequences. */
export class GlobalMaxPooling1D extends GlobalMaxPooling {
  static override readonly className: string = 'GlobalMaxPooling1D';
  protected override readonly rank = 1;
}

/**
 * A layer that keeps the largest element of each channel over sequences, however large they are.
 *
 * It takes [batch, steps, channels] and gives [batch, channels].
 *
 * @param options - see {@link GlobalPoolingOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input does not fit
 * @source `keras.layers.GlobalMaxPooling1D`
 *
 * @example
 * await globalMaxPooling1d().apply([[[1, 5], [3, 2]]]).array(); // [[3, 5]]
 */
export function globalMaxPooling1d(options?: GlobalPoolingOptions): GlobalMaxPooling1D {
  return new GlobalMaxPooling1D(options);
}

/** The largest element of each channel of images. */
export class GlobalMaxPooling2D extends GlobalMaxPooling {
  static override readonly className: string = 'GlobalMaxPooling2D';
  protected override readonly rank = 2;
}

/**
 * A layer that keeps the largest element of each channel over images, however large they are.
 *
 * It takes [batch, height, width, channels] and gives [batch, channels].
 *
 * @param options - see {@link GlobalPoolingOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input does not fit
 * @source `keras.layers.GlobalMaxPooling2D`
 *
 * @example
 * globalMaxPooling2d().apply(input({ shape: [null, null, 32] })).shape; // [null, 32]
 */
export function globalMaxPooling2d(options?: GlobalPoolingOptions): GlobalMaxPooling2D {
  return new GlobalMaxPooling2D(options);
}

/** The largest element of each channel of volumes. */
export class GlobalMaxPooling3D extends GlobalMaxPooling {
  static override readonly className: string = 'GlobalMaxPooling3D';
  protected override readonly rank = 3;
}

/**
 * A layer that keeps the largest element of each channel over volumes, however large they are.
 *
 * It takes [batch, depth, height, width, channels] and gives [batch, channels].
 *
 * @param options - see {@link GlobalPoolingOptions}
 * @throws ArgumentError if an option is not allowed
 * @throws ShapeError if the input does not fit
 * @source `keras.layers.GlobalMaxPooling3D`
 *
 * @example
 * globalMaxPooling3d({ keepDims: true }).apply(input({ shape: [8, 26, 26, 4] })).shape; // [null, 1, 1, 1, 4]
 */
export function globalMaxPooling3d(options?: GlobalPoolingOptions): GlobalMaxPooling3D {
  return new GlobalMaxPooling3D(options);
}
