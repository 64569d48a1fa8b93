import type { Initializer, Weight } from '@mariana/layers';
import { matmul, type Shape, sizeOf, type Tensor } from '@mariana/tensor';

/**
 * x · kernel + bias over several axes at once.
 *
 * @param x - […, ...from], where the last `axes` axes are projected
 * @param kernel - [...from, ...to]
 * @param bias - [...to]
 * @returns […, ...to]
 */
export function project(x: Tensor, kernel: Weight, bias: Weight | undefined, axes: number): Tensor {
  const lead: Shape = x.shape.slice(0, x.rank - axes);
  const to = kernel.shape.slice(axes);
  const [rows, inner, columns] = [sizeOf(lead), sizeOf(kernel.shape.slice(0, axes)), sizeOf(to)];
  // One large product, whatever the axes are.
  const product = matmul(x.reshape([rows, inner]), kernel.value.reshape([inner, columns]));
  const sum = bias === undefined ? product : product.add(bias.value.reshape([columns]));
  return sum.reshape([...lead, ...to]);
}

/**
 * The initializer of a kernel [...from, ...to]: one that is scaled by inputs and outputs is told which axes are which.
 *
 * @param initializer - any; one that knows its axes, or does not ask for them, stays as it is
 */
export function withAxes(initializer: Initializer, from: number, to: number): Initializer {
  const { options } = initializer;
  if (!('inputAxes' in options) || options.inputAxes !== undefined || options.outputAxes !== undefined)
    return initializer;
  const Class = initializer.constructor as new (options: object) => Initializer;
  const axes = Array.from({ length: from + to }, (_, axis) => axis);
  return new Class({ ...options, inputAxes: axes.slice(0, from), outputAxes: axes.slice(from) });
}
