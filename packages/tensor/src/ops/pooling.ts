import { bind } from '../bind.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { type Shape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { takeAlongAxis } from './gather.ts';
import { concat } from './join.ts';
import { argMax } from './reduce.ts';
import { expandDims, squeeze } from './reshape.ts';
import { padPrimitive, slicePrimitive } from './slice.ts';
import { windowsAlong } from './windows.ts';

/** How a window is moved over the spatial axes: one entry for each. */
export interface PoolParams {
  readonly window: Shape;
  readonly strides: readonly number[];
  /** How far each axis is extended before and behind; less than the window. */
  readonly padding: readonly (readonly [low: number, high: number])[];
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

/** The elements of `values` where, in each window, `x` has its first maximum. */
function atMaxima(x: Tensor, values: Tensor, params: PoolParams): Tensor {
  const winners = argMax(windowsOf(x, -Infinity, params), { axis: 0 }); // [batch, ...out, channels]
  const picked = takeAlongAxis(windowsOf(values, 0, params), expandDims(winners, 0), { axis: 0 });
  return squeeze(picked, 0);
}

/** Every window's elements: [window size, batch, ...out, channels]. One strided slice for each place in the window. */
function windowsOf(x: Tensor, value: number, params: PoolParams): Tensor {
  const shape = poolShape(x.shape, params);
  const { window, padding } = params;
  const low = [0, ...padding.map(([before]) => before), 0];
  const high = [0, ...padding.map(([, behind]) => behind), 0];
  const padded = bind(padPrimitive, [x], { low, high, interior: low.map(() => 0), value });
  const steps = [1, ...params.strides, 1];
  const slices = placesIn(window).map((place) => {
    const starts = [0, ...place, 0];
    return expandDims(bind(slicePrimitive, [padded], { starts, sizes: shape, steps }), 0);
  });
  return concat(slices, { axis: 0 });
}

/** All positions in a box, in row-major order. */
function placesIn(box: Shape): number[][] {
  let places: number[][] = [[]];
  for (const size of box) {
    places = places.flatMap((place) => Array.from({ length: size }, (_, i) => [...place, i]));
  }
  return places;
}
