import { bind } from '../bind.ts';
import { ShapeError } from '../errors.ts';
import { type Abstract, fusedPrimitive, type Primitive, primitive } from '../primitive.ts';
import { formatShape, type Shape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { biasOf } from './affine.ts';
import { promotedFloating } from './arguments.ts';
import { zeros } from './create.ts';
import {
  applyEpilogue,
  checkActivation,
  type EpilogueActivation,
  type EpilogueParams,
  epilogueGradient,
  epilogueSaves,
} from './epilogue.ts';
import { sumTo } from './sum-to.ts';
import { checkFits, type Padding, type Pairs, paddingPairs, perAxis, spatialOf, windowsAlong } from './windows.ts';

/** How a kernel is moved over the spatial axes: one entry for each. */
export interface ConvParams {
  readonly strides: readonly number[];
  /** Zeros before and behind each axis. */
  readonly padding: Pairs;
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

/** With what follows the sums. */
export interface AffineConvParams extends ConvParams, EpilogueParams {}

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

/** activation(conv(x, kernel) + bias). Inputs: x, kernel, bias [out]. */
export const affineConvPrimitive: Primitive<AffineConvParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<AffineConvParams>('affineConv', {
    output: ([x, kernel], params) => ({ shape: convShape(x.shape, kernel.shape, params), dtype: x.dtype }),
    saves: epilogueSaves,
    vjp: (params, { inputs: [x, kernel], outputs: [y], wanted }, dy) => {
      const { activation: _, ...moves } = params;
      const dz = epilogueGradient(params, y, dy);
      return [
        wanted[0] ? bind(convInputGradientPrimitive, [dz, kernel], { ...moves, inputShape: x.shape }) : undefined,
        wanted[1] ? bind(convKernelGradientPrimitive, [x, dz], { ...moves, kernelShape: kernel.shape }) : undefined,
        wanted[2] ? sumTo(dz, [kernel.shape.at(-1)!]) : undefined,
      ];
    },
    decompose: (params, [x, kernel, bias]) => {
      const { activation: _, ...moves } = params;
      return [applyEpilogue(params, bind(convPrimitive, [x, kernel], moves), bias)];
    },
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

/** Options of {@link conv}. Lists have one entry for each spatial axis. */
export interface ConvOptions {
  /**
   * How far the kernel moves each time.
   * @defaultValue 1
   */
  strides?: number | readonly number[] | undefined;
  /**
   * Zeros around the spatial axes.
   * @defaultValue 'valid'
   */
  padding?: Padding | undefined;
  /**
   * The distance between neighbouring taps of the kernel.
   * @defaultValue 1
   */
  dilation?: number | readonly number[] | undefined;
  /**
   * Channels are split into this many groups, each convolved by itself.
   * @defaultValue 1
   */
  groups?: number | undefined;
  /** [outChannels], added to the sums; nothing unless given. */
  bias?: TensorLike | undefined;
  /**
   * What is applied to the sums at last.
   * @defaultValue 'linear'
   */
  activation?: EpilogueActivation | undefined;
}

/**
 * A convolution over 1, 2 or 3 spatial axes (as deep learning has it: the kernel is not flipped).
 *
 * y[b, p, o] = Σ_{w, i} x[b, p · stride + w · dilation − before, i] · kernel[w, i, o], and with `bias` and `activation`
 * activation(y + bias), in the same pass.
 *
 * @param x - [batch, ...spatial, inChannels]
 * @param kernel - [...window, inChannels / groups, outChannels]
 * @param options - see {@link ConvOptions}
 * @returns [batch, ...windows, outChannels] in a float dtype
 * @throws ShapeError if the kernel does not fit `x`, spans more than the axes with their padding, or `groups` does not divide
 * the channels
 * @throws ArgumentError if an option is not one of the choices
 * @source `keras.ops.conv`, `torch.nn.functional.conv2d`
 *
 * @example
 * await conv([[[1], [2], [3]]], [[[1]], [[10]]]).array(); // [[[21], [32]]]
 */
export function conv(x: TensorLike, kernel: TensorLike, options: ConvOptions = {}): Tensor {
  const { strides = 1, padding = 'valid', dilation = 1, groups = 1, bias } = options;
  const activation = checkActivation('conv', options.activation ?? 'linear');
  const [t, k] = promotedFloating('conv', x, kernel);
  const spatial = spatialOf('conv', t.shape);
  checkKernel(t.shape, k.shape, groups);
  const steps = perAxis('conv', 'strides', strides, spatial.length);
  const gaps = perAxis('conv', 'dilation', dilation, spatial.length);
  const window = k.shape.slice(0, -2);
  const pairs = paddingPairs('conv', padding, spatial, window, steps, gaps);
  if (padding !== 'same') checkFits('conv', spatial, window, pairs, gaps);
  const moves = { strides: steps, padding: pairs, dilation: gaps, groups };
  if (bias === undefined && activation === 'linear') return bind(convPrimitive, [t, k], moves);
  const channels = k.shape.at(-1)!;
  const b = bias === undefined ? zeros([channels], { dtype: t.dtype }) : biasOf('conv', bias, t.dtype, channels);
  return bind(affineConvPrimitive, [t, k, b], { ...moves, activation });
}

function checkKernel(x: Shape, kernel: Shape, groups: number): void {
  const [inputs, outputs] = [x.at(-1)!, kernel.at(-1)!];
  if (kernel.length !== x.length || kernel.at(-2)! * groups !== inputs || outputs % groups !== 0) {
    throw new ShapeError('conv', 'the kernel does not fit x', {
      got: `x ${formatShape(x)}, kernel ${formatShape(kernel)} and groups ${groups}`,
      expected: 'a kernel [...window, inChannels / groups, outChannels], groups dividing both',
    });
  }
}
