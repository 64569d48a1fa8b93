import { bind } from '../bind.ts';
import { type Abstract, type Primitive, primitive } from '../primitive.ts';
import { type Shape, sizeOf } from '../shape.ts';
import { windowsAlong } from './windows.ts';

/** How a kernel is moved over the spatial axes: one entry for each. */
export interface ConvParams {
  readonly strides: readonly number[];
  /** Zeros before and behind each axis. */
  readonly padding: readonly (readonly [low: number, high: number])[];
  /** The distance between neighbouring taps of the kernel. */
  readonly dilation: readonly number[];
  /** Channels are split into this many groups, each convolved by itself. */
  readonly groups: number;
}

/** With the shape of the input whose gradient it is. */
export interface ConvInputGradientParams extends ConvParams {
  readonly inputShape: Shape;
}

/** With the shape of the kernel whose gradient it is. */
export interface ConvKernelGradientParams extends ConvParams {
  readonly kernelShape: Shape;
}

// The three are linear in both inputs, and the gradients of each are the other two.

/** x [batch, ...spatial, in], kernel [...window, in / groups, out] -> [batch, ...out spatial, out]. */
export const convPrimitive: Primitive<ConvParams, 'required'> = /* @__PURE__ */ primitive<ConvParams>('conv', {
  output: ([x, kernel], params) => ({ shape: convShape(x.shape, kernel.shape, params), dtype: x.dtype }),
  saves: { inputs: [0, 1] },
  vjp: (params, { inputs: [x, kernel], wanted }, dy) => [
    wanted[0] ? bind(convInputGradientPrimitive, [dy, kernel], { ...params, inputShape: x.shape }) : undefined,
    wanted[1] ? bind(convKernelGradientPrimitive, [x, dy], { ...params, kernelShape: kernel.shape }) : undefined,
  ],
  cost: ([x, kernel], params) => sizeOf(convShape(x.shape, kernel.shape, params)) * tapsOf(kernel.shape),
});

/** The gradient of conv's x. Inputs: dy, kernel. It is the transposed convolution of dy. */
export const convInputGradientPrimitive: Primitive<ConvInputGradientParams, 'required'> =
  /* @__PURE__ */ primitive<ConvInputGradientParams>('convInputGradient', {
    output: ([dy], { inputShape }) => ({ shape: inputShape, dtype: dy.dtype }),
    saves: { inputs: [0, 1] },
    vjp: ({ inputShape: _, ...params }, { inputs: [dy, kernel], wanted }, dx) => [
      wanted[0] ? bind(convPrimitive, [dx, kernel], params) : undefined,
      wanted[1] ? bind(convKernelGradientPrimitive, [dx, dy], { ...params, kernelShape: kernel.shape }) : undefined,
    ],
    cost: ([dy, kernel]) => sizeOf(dy.shape) * tapsOf(kernel.shape),
  });

/** The gradient of conv's kernel. Inputs: x, dy. */
export const convKernelGradientPrimitive: Primitive<ConvKernelGradientParams, 'required'> =
  /* @__PURE__ */ primitive<ConvKernelGradientParams>('convKernelGradient', {
    output: ([x]: readonly Abstract[], { kernelShape }) => ({ shape: kernelShape, dtype: x!.dtype }),
    saves: { inputs: [0, 1] },
    vjp: ({ kernelShape: _, ...params }, { inputs: [x, dy], wanted }, dKernel) => [
      wanted[0] ? bind(convInputGradientPrimitive, [dy, dKernel], { ...params, inputShape: x.shape }) : undefined,
      wanted[1] ? bind(convPrimitive, [x, dKernel], params) : undefined,
    ],
    cost: ([, dy], { kernelShape }) => sizeOf(dy.shape) * tapsOf(kernelShape),
  });

/** Multiply-adds for one element of the result. */
function tapsOf(kernel: Shape): number {
  return sizeOf(kernel.slice(0, -1));
}

/** The shape of a convolution's result. */
export function convShape(x: Shape, kernel: Shape, { strides, padding, dilation }: ConvParams): Shape {
  const window = kernel.slice(0, -2);
  return [x[0]!, ...windowsAlong(x.slice(1, -1), window, strides, padding, dilation), kernel.at(-1)!];
}
