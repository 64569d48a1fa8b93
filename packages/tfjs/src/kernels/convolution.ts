import type { Abstract, Kernels, View } from '@mariana/tensor';
import type { DataId, Device, Info } from '../device.ts';
import { areFloat, nativeWhere } from './native.ts';
import { padded } from './padding.ts';

/** How a convolution's window moves, over two axes. */
interface Moves {
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly (readonly [low: number, high: number])[];
  readonly groups: number;
}

const two = ({ shape }: Abstract) => shape.length === 4;
const whole = (inputs: readonly View<DataId>[], { groups }: Moves) =>
  areFloat(inputs) && inputs.every(two) && groups === 1;
/** Each channel by itself: what backends call depthwise. */
const byChannel = (x: View<DataId>, { groups }: Moves) => groups > 1 && groups === x.shape[3];

/**
 * Convolutions over two axes on the backend. Their gradients are convolutions too, so that a backend needs no kernels for
 * them; other numbers of axes, and groups of several channels, are the host's.
 */
export function convolutionKernels(device: Device, host: Kernels<DataId>): Partial<Kernels<DataId>> {
  return {
    conv: nativeWhere(
      device,
      host.conv,
      (inputs, params) =>
        areFloat(inputs) && inputs.every(two) && (params.groups === 1 || byChannel(inputs[0], params)),
      ([x, filter], { groups, padding, strides, dilation }) => {
        const input = padded(device, x, [0, 0], ...padding, [0, 0]);
        const attrs = { strides, dilations: dilation, pad: 'valid', dataFormat: 'NHWC' };
        if (groups === 1) return device.run('Conv2D', { x: input, filter }, attrs);
        const [height, width, , out] = filter.shape as [number, number, number, number];
        const each = device.reshaped(filter, [height, width, groups, out / groups]);
        return device.run('DepthwiseConv2dNative', { x: input, filter: each }, attrs);
      },
    ),
    convInputGradient: nativeWhere(device, host.convInputGradient, whole, ([dy, filter], params) =>
      inputGradient(device, dy, filter, params),
    ),
    convKernelGradient: nativeWhere(device, host.convKernelGradient, whole, ([x, dy], params) =>
      kernelGradient(device, x, dy, params),
    ),
  };
}

/** dy with gaps of the strides between its elements, convolved with the kernel turned round, from out to in. */
function inputGradient(
  device: Device,
  dy: Info,
  filter: Info,
  { strides, dilation, padding, inputShape }: Moves & { readonly inputShape: readonly number[] },
): Info {
  const edges = [0, 1].map((axis): [number, number] => {
    const reach = (filter.shape[axis]! - 1) * dilation[axis]!;
    const spread = (dy.shape[axis + 1]! - 1) * strides[axis]! + 1;
    const low = reach - padding[axis]![0];
    return [low, inputShape[axis + 1]! + reach - spread - low];
  });
  const gaps = [0, strides[0]! - 1, strides[1]! - 1, 0];
  const input = padded(device, withGaps(device, dy, gaps), [0, 0], edges[0]!, edges[1]!, [0, 0]);
  const turned = device.temporary('Reverse', { x: filter }, { dims: [0, 1] });
  const back = device.temporary('Transpose', { x: turned }, { perm: [0, 1, 3, 2] });
  const attrs = { strides: [1, 1], dilations: dilation, pad: 'valid', dataFormat: 'NHWC' };
  return device.run('Conv2D', { x: input, filter: back }, attrs);
}

/** x convolved with dy, batch and channels exchanged: strides become distances between taps, and the other way round. */
function kernelGradient(
  device: Device,
  x: Info,
  dy: Info,
  { strides, dilation, padding, kernelShape }: Moves & { readonly kernelShape: readonly number[] },
): Info {
  const edges = [0, 1].map((axis): [number, number] => {
    const [low] = padding[axis]!;
    const used = (dy.shape[axis + 1]! - 1) * strides[axis]! + (kernelShape[axis]! - 1) * dilation[axis]! + 1;
    return [low, used - x.shape[axis + 1]! - low];
  });
  const input = padded(device, x, [0, 0], edges[0]!, edges[1]!, [0, 0]);
  const channels = device.temporary('Transpose', { x: input }, { perm: [3, 1, 2, 0] }); // [in, h, w, batch]
  const filter = device.temporary('Transpose', { x: dy }, { perm: [1, 2, 0, 3] }); // [out h, out w, batch, out]
  const attrs = { strides: dilation, dilations: strides, pad: 'valid', dataFormat: 'NHWC' };
  const gradient = device.temporary('Conv2D', { x: channels, filter }, attrs); // [in, window h, window w, out]
  return device.run('Transpose', { x: gradient }, { perm: [1, 2, 0, 3] });
}

/** Zeros between the elements of each axis, by padding an axis of size 1 behind it. */
function withGaps(device: Device, x: Info, gaps: readonly number[]): Info {
  let spread = x;
  gaps.forEach((gap, axis) => {
    if (gap === 0) return;
    const shape = spread.shape;
    const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    const outer = shape.slice(0, axis + 1).reduce((a, b) => a * b, 1);
    const apart = padded(device, device.reshaped(spread, [outer, 1, inner]), [0, 0], [0, gap], [0, 0]);
    const size = shape[axis]! * (gap + 1);
    const joined = device.reshaped(apart, [...shape.slice(0, axis), size, ...shape.slice(axis + 1)]);
    // The last element has no gap behind it.
    const edges = shape.map((_, i): [number, number] => [0, i === axis ? -gap : 0]);
    spread = padded(device, joined, ...edges);
  });
  return spread;
}
