import type { Kernels } from '@mariana/tensor';
import { sizeOf } from '@mariana/tensor';
import type { DataId, Device, Info } from '../device.ts';
import { readAfresh } from './matmul.ts';
import { areFloat, areFloatOrInt32, nativeWhere } from './native.ts';

/** Reductions on the backend. */
export function reduceKernels(device: Device, host: Kernels<DataId>): Partial<Kernels<DataId>> {
  return {
    sum: nativeWhere(device, host.sum, areFloatOrInt32, ([x], { axes }) =>
      leading(x, axes) && device.name === 'wasm'
        ? sumOfRows(device, x, axes.length)
        : device.run('Sum', { x: inParts(device, x, axes) }, { axis: axes, keepDims: false }),
    ),
    prod: nativeWhere(device, host.prod, areFloat, ([x], { axes }) =>
      device.run('Prod', { x }, { axis: axes, keepDims: false }),
    ),
    max: nativeWhere(device, host.max, areFloat, ([x], { axes }) =>
      device.run('Max', { x }, { reductionIndices: axes, axis: axes, keepDims: false }),
    ),
    min: nativeWhere(device, host.min, areFloat, ([x], { axes }) =>
      device.run('Min', { x }, { axis: axes, keepDims: false }),
    ),
  };
}

/** Whether a float array is reduced over its first axes and something is left. */
function leading({ shape, dtype }: Info, axes: readonly number[]): boolean {
  return dtype === 'float32' && axes.length < shape.length && axes.every((axis, i) => axis === i);
}

/** Sums over leading axes as a product with ones: wasm would transpose first, which takes ten times as long. */
function sumOfRows(device: Device, x: Info, count: number): Info {
  const rows = sizeOf(x.shape.slice(0, count));
  const rest = x.shape.slice(count);
  const ones = device.constant(new Array<number>(rows).fill(1), 'float32', [1, 1, rows]);
  const flat = device.reshaped(x, [1, rows, sizeOf(rest)]);
  const sums = device.run(
    'BatchMatMul',
    { a: ones, b: readAfresh(device, flat) },
    { transposeA: false, transposeB: false },
  );
  return { ...sums, shape: rest };
}

/** How many numbers wasm may add one after the other: it adds in float32, and what is lost grows with their number. */
const longest = 4096;

/**
 * For wasm, a long array that is summed as a whole, with the sums of its parts in its place: as many parts as elements
 * in each, or as near to that as its size allows.
 */
function inParts(device: Device, x: Info, axes: readonly number[]): Info {
  const size = sizeOf(x.shape);
  if (device.name !== 'wasm' || x.dtype !== 'float32' || axes.length < x.shape.length || size <= longest) return x;
  let parts = Math.floor(Math.sqrt(size));
  while (size % parts !== 0) parts -= 1;
  const rows = device.reshaped(x, [parts, size / parts]);
  const sums = device.temporary('Sum', { x: rows }, { axis: [1], keepDims: false });
  return { ...sums, shape: [...x.shape.slice(1).fill(1), parts] };
}
