import type { TypedArray } from '../../dtype.ts';
import type { Kernels } from '../../engine/engine.ts';
import { DTypeError } from '../../errors.ts';
import type { ConvParams } from '../../ops/convolution.ts';
import { type Shape, sizeOf } from '../../shape.ts';
import { arrayFor, type Handle, numbersOf } from './arrays.ts';
import { eachTap } from './windows.ts';

/**
 * Visits every multiplication of a convolution, as runs: one input channel with all output channels of its group.
 *
 * @param visit - given where the element of x lies, and where the runs of kernel and of y begin
 */
function eachRun(
  x: Shape,
  kernel: Shape,
  y: Shape,
  { groups, ...params }: ConvParams,
  visit: (x: number, kernel: number, y: number, run: number) => void,
): void {
  const [batch, inChannels, outChannels] = [x[0]!, x.at(-1)!, y.at(-1)!];
  const [input, window, output] = [x.slice(1, -1), kernel.slice(0, -2), y.slice(1, -1)];
  const [perGroup, run] = [inChannels / groups, outChannels / groups];
  const [inputSize, outputSize] = [sizeOf(input), sizeOf(output)];
  for (let b = 0; b < batch; b++) {
    eachTap({ input, window, output, ...params }, (o, i, tap) => {
      const xAt = (b * inputSize + i) * inChannels;
      const yAt = (b * outputSize + o) * outChannels;
      for (let channel = 0; channel < inChannels; channel++) {
        const group = Math.floor(channel / perGroup);
        const row = tap * perGroup + (channel % perGroup);
        visit(xAt + channel, row * outChannels + group * run, yAt + group * run, run);
      }
    });
  }
}

/** Sums in float64, rounded to the output's dtype at the end. */
function sumsFor(op: string, to: TypedArray, sum: (sums: Float64Array) => void): [Handle] {
  if (to instanceof BigInt64Array) {
    throw new DTypeError(op, 'int64 is not convolved', { fix: "Cast to a float dtype first: x.cast('float64')" });
  }
  const sums = to instanceof Float64Array ? to : new Float64Array(to.length);
  sum(sums);
  if (sums !== to) to.set(sums);
  return [to];
}

/** Convolution and its gradients: the same multiplications, summed into another of the three. */
export const convolutionKernels = {
  conv: ([x, kernel], params, [output]) => {
    const [from, weights] = [numbersOf(x), numbersOf(kernel)];
    return sumsFor('conv', arrayFor(output), (y) => {
      eachRun(x.shape, kernel.shape, output.shape, params, (xAt, kernelAt, yAt, run) => {
        const v = from[xAt]!;
        for (let c = 0; c < run; c++) y[yAt + c]! += v * weights[kernelAt + c]!;
      });
    });
  },
  convInputGradient: ([dy, kernel], params, [output]) => {
    const [from, weights] = [numbersOf(dy), numbersOf(kernel)];
    return sumsFor('convInputGradient', arrayFor(output), (dx) => {
      eachRun(output.shape, kernel.shape, dy.shape, params, (xAt, kernelAt, yAt, run) => {
        let sum = 0;
        for (let c = 0; c < run; c++) sum += from[yAt + c]! * weights[kernelAt + c]!;
        dx[xAt]! += sum;
      });
    });
  },
  convKernelGradient: ([x, dy], params, [output]) => {
    const [from, gradient] = [numbersOf(x), numbersOf(dy)];
    return sumsFor('convKernelGradient', arrayFor(output), (dKernel) => {
      eachRun(x.shape, output.shape, dy.shape, params, (xAt, kernelAt, yAt, run) => {
        const v = from[xAt]!;
        for (let c = 0; c < run; c++) dKernel[kernelAt + c]! += v * gradient[yAt + c]!;
      });
    });
  },
} satisfies Partial<Kernels<Handle>>;
