import { bind } from '../bind.ts';
import { ArgumentError } from '../errors.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { formatShape, type Shape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { floating, numeric } from './arguments.ts';
import { atMaxima } from './pooling-maxima.ts';
import { checkFits, type Padding, type Pairs, paddingPairs, perAxis, spatialOf, windowsAlong } from './windows.ts';

/** How a window is moved over the spatial axes: one entry for each. */
export interface PoolParams {
  readonly window: Shape;
  readonly strides: readonly number[];
  /** How far each axis is extended before and behind; less than the window. */
  readonly padding: Pairs;
}

/** With the choice of what an average is divided by at the border. */
export interface AveragePoolParams extends PoolParams {
  /** Whether elements of the padding count. */
  readonly countPadding: boolean;
}

/** With the shape of the input whose gradient it is. */
export interface AveragePoolGradientParams extends AveragePoolParams {
  readonly inputShape: Shape;
}

/** The largest element of each window: x [batch, ...spatial, channels]; the padding never wins. */
export const maxPoolPrimitive: Primitive<PoolParams, 'required'> = /* @__PURE__ */ primitive<PoolParams>('maxPool', {
  output: ([x], params) => ({ shape: poolShape(x.shape, params), dtype: x.dtype }),
  saves: { inputs: [0] },
  vjp: (params, { inputs: [x] }, dy) => [bind(maxPoolGradientPrimitive, [x, dy], params)],
  cost: ([x], params) => sizeOf(poolShape(x.shape, params)) * sizeOf(params.window),
});

/** The gradient of maxPool's x: dy goes to the first maximum of its window. Inputs: x, dy. */
export const maxPoolGradientPrimitive: Primitive<PoolParams, 'required'> = /* @__PURE__ */ primitive<PoolParams>(
  'maxPoolGradient',
  {
    output: ([x]) => ({ shape: x.shape, dtype: x.dtype }),
    saves: { inputs: [0] },
    // It is linear in dy and does not change with small changes of x.
    vjp: (params, { inputs: [x], wanted }, dx) => [undefined, wanted[1] ? atMaxima(x, dx, params) : undefined],
    cost: ([, dy], params) => sizeOf(dy.shape) * sizeOf(params.window),
  },
);

/** The mean of each window: x [batch, ...spatial, channels]. */
export const averagePoolPrimitive: Primitive<AveragePoolParams, 'required'> =
  /* @__PURE__ */ primitive<AveragePoolParams>('averagePool', {
    output: ([x], params) => ({ shape: poolShape(x.shape, params), dtype: x.dtype }),
    vjp: (params, { inputs: [x] }, dy) => [
      bind(averagePoolGradientPrimitive, [dy], { ...params, inputShape: x.shape }),
    ],
    cost: ([x], params) => sizeOf(poolShape(x.shape, params)) * sizeOf(params.window),
  });

/** The gradient of averagePool's x. Input: dy. */
export const averagePoolGradientPrimitive: Primitive<AveragePoolGradientParams, 'required'> =
  /* @__PURE__ */ primitive<AveragePoolGradientParams>('averagePoolGradient', {
    output: ([dy], { inputShape }) => ({ shape: inputShape, dtype: dy.dtype }),
    vjp: ({ inputShape: _, ...params }, _residuals, dx) => [bind(averagePoolPrimitive, [dx], params)],
    cost: ([dy], params) => sizeOf(dy.shape) * sizeOf(params.window),
  });

/** The shape of a pooling's result. */
export function poolShape(x: Shape, { window, strides, padding }: PoolParams): Shape {
  return [x[0]!, ...windowsAlong(x.slice(1, -1), window, strides, padding), x.at(-1)!];
}

/** Options of {@link maxPool}. Lists have one entry for each spatial axis. */
export interface PoolOptions {
  /** How far the window moves each time; by its own size unless given. */
  strides?: number | readonly number[] | undefined;
  /**
   * How the spatial axes are extended; less than the window.
   * @defaultValue 'valid'
   */
  padding?: Padding | undefined;
}

/** Options of {@link averagePool}. */
export interface AveragePoolOptions extends PoolOptions {
  /**
   * Whether elements of the padding count in the divisor.
   * @defaultValue false
   */
  countPadding?: boolean | undefined;
}

function poolParams(
  op: string,
  x: Tensor,
  window: number | readonly number[],
  { strides, padding = 'valid' }: PoolOptions,
): PoolParams {
  const spatial = spatialOf(op, x.shape);
  const sizes = perAxis(op, 'window', window, spatial.length);
  const steps = perAxis(op, 'strides', strides ?? sizes, spatial.length);
  const pairs = paddingPairs(op, padding, spatial, sizes, steps);
  if (pairs.some((pair, axis) => Math.max(...pair) >= sizes[axis]!)) {
    throw new ArgumentError(op, 'the padding is as large as the window', {
      got: `padding ${JSON.stringify(pairs)} for a window of ${formatShape(sizes)}`,
      expected: 'less on each side than the window is long',
    });
  }
  if (padding !== 'same') checkFits(op, spatial, sizes, pairs);
  return { window: sizes, strides: steps, padding: pairs };
}

/**
 * The largest element of each window over 1, 2 or 3 spatial axes. The gradient goes to the first of equal ones.
 *
 * @param x - [batch, ...spatial, channels]
 * @param window - the size of the window: one number, or one for each spatial axis
 * @param options - see {@link PoolOptions}
 * @returns [batch, ...windows, channels] in `x`'s dtype
 * @throws ShapeError if `x` does not have 1 to 3 spatial axes, or the window is larger than they are with their padding
 * @throws ArgumentError if an option is not one of the choices
 * @source `keras.ops.max_pool`, `torch.nn.functional.max_pool2d`
 *
 * @example
 * await maxPool([[[1], [3], [2], [0]]], 2).array(); // [[[3], [2]]]
 */
export function maxPool(x: TensorLike, window: number | readonly number[], options: PoolOptions = {}): Tensor {
  const t = numeric('maxPool', x);
  return bind(maxPoolPrimitive, [t], poolParams('maxPool', t, window, options));
}

/**
 * The mean of each window over 1, 2 or 3 spatial axes.
 *
 * @param x - [batch, ...spatial, channels]
 * @param window - the size of the window: one number, or one for each spatial axis
 * @param options - see {@link AveragePoolOptions}
 * @returns [batch, ...windows, channels] in a float dtype
 * @throws ShapeError if `x` does not have 1 to 3 spatial axes, or the window is larger than they are with their padding
 * @throws ArgumentError if an option is not one of the choices
 * @source `keras.ops.average_pool`; `torch.nn.functional.avg_pool2d`, whose padding counts unless told
 *
 * @example
 * await averagePool([[[1], [3], [2], [0]]], 2).array(); // [[[2], [1]]]
 */
export function averagePool(
  x: TensorLike,
  window: number | readonly number[],
  { countPadding = false, ...options }: AveragePoolOptions = {},
): Tensor {
  const t = floating('averagePool', x);
  return bind(averagePoolPrimitive, [t], { ...poolParams('averagePool', t, window, options), countPadding });
}
