import type { Abstract, Kernel, Kernels, View } from '@mariana/tensor';
import { sizeOf } from '@mariana/tensor';
import type { DataId, Device, Info } from '../device.ts';
import { areFloat, native, nativeWhere } from './native.ts';

type NoParams = Readonly<Record<never, never>>;

/** Kernels of primitives that an engine may leave to their decomposition, where the backend's are exact and faster. */
export function fusedKernels(device: Device, host: Kernels<DataId>): Partial<Kernels<DataId>> {
  const kernels: Partial<Record<keyof Kernels<DataId>, unknown>> = {
    square: nativeWhere<NoParams>(device, squareOnHost(host), areFloat, ([x]) => device.run('Square', { x })),
    relu: nativeWhere<NoParams>(device, reluOnHost(device, host), areFloat, ([x]) => device.run('Relu', { x })),
    rsqrt: native<NoParams>(device, ([x]) => device.run('Rsqrt', { x })),
    softmax: native<{ readonly axis: number }>(device, ([x], { axis }) => softmax(device, x, axis)),
  };
  if (device.name === 'wasm') kernels.clip = clipOnWasm(device, host);
  return kernels as Partial<Kernels<DataId>>;
}

function squareOnHost(host: Kernels<DataId>): Kernel<NoParams, DataId> {
  return ([x], params, outputs) => host.mul([x, x] as never, params, outputs);
}

function reluOnHost(device: Device, host: Kernels<DataId>): Kernel<NoParams, DataId> {
  return ([x], params, outputs) =>
    withScalar(device, x, 0, (zero) => host.maximum([x, zero] as never, params, outputs));
}

/** Calls a kernel of two operands with a number as the second one. */
function withScalar<T>(device: Device, like: View<DataId>, value: number, use: (scalar: View<DataId>) => T): T {
  const { dataId } = device.filled(value, like.dtype, []);
  const storage = { handle: dataId } as View<DataId>['storage'];
  try {
    return use({ shape: [], dtype: like.dtype, offset: 0, storage });
  } finally {
    device.free(dataId);
  }
}

/** Backends take the softmax along the last axis. */
function softmax(device: Device, x: Info, axis: number): Info {
  const last = x.shape.length - 1;
  if (axis === last) return flatSoftmax(device, x);
  const perm = x.shape.map((_, i) => (i === axis ? last : i === last ? axis : i));
  const along = flatSoftmax(device, device.temporary('Transpose', { x }, { perm }));
  device.release(along);
  return device.run('Transpose', { x: { ...along, shape: perm.map((i) => x.shape[i]!) } }, { perm });
}

function flatSoftmax(device: Device, x: Info): Info {
  return device.run('Softmax', { logits: x }, { dim: x.shape.length - 1 });
}

/**
 * wasm's clipping is twenty times faster than its maximum and minimum, but turns NaN into a bound. A finite sum says
 * that there is none.
 */
function clipOnWasm(device: Device, host: Kernels<DataId>): Kernel<{ min: number; max: number }, DataId> {
  const slowly: Kernel<{ min: number; max: number }, DataId> = ([x], { min, max }, outputs) => {
    const [floored] = withScalar(device, x, min, (bound) => host.maximum([x, bound] as never, {}, outputs));
    const storage = { handle: floored } as View<DataId>['storage'];
    try {
      return withScalar(device, x, max, (bound) =>
        host.minimum([{ ...shapeOf(x), storage }, bound] as never, {}, outputs),
      );
    } finally {
      device.free(floored!);
    }
  };
  const holdsNoNaN = ([x]: readonly View<DataId>[]) => {
    const flat = { ...device.info(x!), shape: [sizeOf(x!.shape)] };
    const sum = device.run('Sum', { x: flat }, { axis: [0], keepDims: false });
    const finite = Number.isFinite(device.number(sum));
    device.free(sum.dataId);
    return finite;
  };
  return nativeWhere(
    device,
    slowly,
    (inputs) => areFloat(inputs) && holdsNoNaN(inputs),
    ([x], { min, max }) => device.run('ClipByValue', { x }, { clipValueMin: min, clipValueMax: max }),
  );
}

function shapeOf({ shape, dtype }: Abstract) {
  return { shape, dtype, offset: 0 };
}
