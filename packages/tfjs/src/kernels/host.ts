import type { Kernel, Kernels, Several, TypedArray, View } from '@mariana/tensor';
import { type Engine, Storage, sizeOf } from '@mariana/tensor';
import type { DataId, Device } from '../device.ts';

/**
 * The reference engine's kernels on the host, for what a backend lacks or does otherwise: elements are read, computed
 * and written back.
 */
export function hostKernels(device: Device, reference: Engine<TypedArray>): Kernels<DataId> {
  const kernels: Record<string, Kernel<unknown, DataId>> = {};
  for (const [name, kernel] of Object.entries(reference.kernels)) {
    kernels[name] = onHost(device, reference, kernel as Kernel<unknown, TypedArray>);
  }
  return kernels as unknown as Kernels<DataId>;
}

function onHost(
  device: Device,
  reference: Engine<TypedArray>,
  kernel: Kernel<unknown, TypedArray>,
): Kernel<unknown, DataId> {
  return (inputs, params, outputs) => {
    const views = inputs.map((input) => hostView(device, reference, input));
    const results = kernel(views as unknown as Several<View<TypedArray>>, params, outputs);
    for (const { storage } of views) storage.release();
    return results.map((elements, i) => {
      const { dtype, shape } = outputs[i]!;
      // Kernels may return one array for several purposes, longer than this output.
      const size = sizeOf(shape);
      return device.upload(elements.length === size ? elements : elements.subarray(0, size), dtype, shape);
    });
  };
}

function hostView(device: Device, reference: Engine<TypedArray>, input: View<DataId>): View<TypedArray> {
  const { shape, dtype } = input;
  return { shape, dtype, offset: 0, storage: new Storage(reference, device.peek(input), 0) };
}
