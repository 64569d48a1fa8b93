import { bind } from '../bind.ts';
import type { Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { takeAlongAxis } from './gather.ts';
import { concat } from './join.ts';
import { type PoolParams, poolShape } from './pooling.ts';
import { argMax } from './reduce.ts';
import { expandDims, squeeze } from './reshape.ts';
import { padPrimitive, slicePrimitive } from './slice.ts';

/** The elements of `values` where, in each window, `x` has its first maximum. */
export function atMaxima(x: Tensor, values: Tensor, params: PoolParams): Tensor {
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
