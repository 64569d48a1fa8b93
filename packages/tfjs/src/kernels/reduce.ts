import type { Kernels } from '@mariana/tensor';
import { sizeOf } from '@mariana/tensor';
import type { DataId, Device, Info } from '../device.ts';
import { areFloat, areFloatOrInt32, nativeWhere } from './native.ts';

/** Reductions on the backend. */
export function reduceKernels(device: Device, host: Kernels<DataId>): Partial<Kernels<DataId>> {
  return {
    sum: nativeWhere(device, host.sum, areFloatOrInt32, ([x], { axes }) =>
      leading(x, axes) && device.name === 'wasm'
        ? sumOfRows(device, x, axes.length)
        : device.run('Sum', { x }, { axis: axes, keepDims: false }),
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
  const sums = device.run('BatchMatMul', { a: ones, b: flat }, { transposeA: false, transposeB: false });
  return { ...sums, shape: rest };
}
