import type { TypedArray } from '../../dtype.ts';
import type { Kernels } from '../../engine/engine.ts';
import type { AveragePoolParams, PoolParams } from '../../ops/pooling.ts';
import { poolShape } from '../../ops/pooling.ts';
import { type Shape, sizeOf } from '../../shape.ts';
import { arrayFor, elementsOf, type Handle, numbersOf } from './arrays.ts';
import { eachTap } from './windows.ts';

/** Visits, for every window and channel, each element in it: where both lie in y and in x. */
function eachInWindow(x: Shape, params: PoolParams, visit: (y: number, x: number) => void): void {
  const y = poolShape(x, params);
  const [input, output, channels] = [x.slice(1, -1), y.slice(1, -1), x.at(-1)!];
  const [inputSize, outputSize] = [sizeOf(input), sizeOf(output)];
  const windows = { input, output, window: params.window, strides: params.strides, padding: params.padding };
  for (let b = 0; b < x[0]!; b++) {
    eachTap(windows, (o, i) => {
      const [yAt, xAt] = [(b * outputSize + o) * channels, (b * inputSize + i) * channels];
      for (let c = 0; c < channels; c++) visit(yAt + c, xAt + c);
    });
  }
}

/** For each window and channel, where its first maximum lies in x; NaN is the greatest. */
function winners(x: TypedArray, shape: Shape, params: PoolParams): Int32Array {
  const at = new Int32Array(sizeOf(poolShape(shape, params))).fill(-1);
  eachInWindow(shape, params, (o, i) => {
    const best = at[o]! < 0 ? undefined : x[at[o]!]!;
    if (best === undefined || x[i]! > best || (Number.isNaN(x[i]!) && !Number.isNaN(best))) at[o] = i;
  });
  return at;
}

/** How many elements each window's mean is taken of; one list for all of a batch and its channels. */
function countsOf(shape: Shape, params: AveragePoolParams): Float64Array {
  const counts = new Float64Array(sizeOf(poolShape(shape, params)));
  if (params.countPadding) return counts.fill(sizeOf(params.window));
  eachInWindow(shape, params, (o) => {
    counts[o]! += 1;
  });
  return counts;
}

/** Pooling and its gradients. */
export const poolingKernels = {
  maxPool: ([x], params, [output]) => {
    const y = arrayFor(output);
    const from = elementsOf(x);
    const at = winners(from, x.shape, params);
    for (let o = 0; o < y.length; o++) y[o] = from[at[o]!]!;
    return [y];
  },
  maxPoolGradient: ([x, dy], params, [output]) => {
    const dx = arrayFor(output);
    const gradient = numbersOf(dy);
    const at = winners(elementsOf(x), x.shape, params);
    const sums = new Float64Array(dx.length);
    for (let o = 0; o < at.length; o++) sums[at[o]!]! += gradient[o]!;
    dx.set(sums as never);
    return [dx];
  },
  averagePool: ([x], params, [output]) => {
    const y = arrayFor(output);
    const from = numbersOf(x);
    const counts = countsOf(x.shape, params);
    const sums = new Float64Array(y.length);
    eachInWindow(x.shape, params, (o, i) => {
      sums[o]! += from[i]!;
    });
    for (let o = 0; o < y.length; o++) y[o] = sums[o]! / counts[o]!;
    return [y];
  },
  averagePoolGradient: ([dy], params, [output]) => {
    const dx = arrayFor(output);
    const gradient = numbersOf(dy);
    const counts = countsOf(output.shape, params);
    const sums = new Float64Array(dx.length);
    eachInWindow(output.shape, params, (o, i) => {
      sums[i]! += gradient[o]! / counts[o]!;
    });
    dx.set(sums as never);
    return [dx];
  },
} satisfies Partial<Kernels<Handle>>;
