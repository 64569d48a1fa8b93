import type { Kernels, View } from '@mariana/tensor';
import type { DataId, Device } from '../device.ts';
import { areFloat, nativeWhere } from './native.ts';
import { paddedWith } from './padding.ts';

const fits = (inputs: readonly View<DataId>[]) => areFloat(inputs) && inputs[0]!.shape.length === 4;

/** Pooling over two axes on the backend; its gradients are the host's. */
export function poolingKernels(device: Device, host: Kernels<DataId>): Partial<Kernels<DataId>> {
  return {
    maxPool: nativeWhere(device, host.maxPool, fits, ([x], { window, strides, padding }) => {
      const input = paddedWith(device, Number.NEGATIVE_INFINITY, x, [0, 0], ...padding, [0, 0]);
      return device.run('MaxPool', { x: input }, { filterSize: window, strides, pad: 'valid' });
    }),
    averagePool: nativeWhere(
      device,
      host.averagePool,
      // Backends divide by the size of the window; at borders whose padding does not count, another number is needed.
      (inputs, { padding, countPadding }) =>
        fits(inputs) && (countPadding || padding.every(([low, high]) => low === 0 && high === 0)),
      ([x], { window, strides, padding }) => {
        const input = paddedWith(device, 0, x, [0, 0], ...padding, [0, 0]);
        return device.run('AvgPool', { x: input }, { filterSize: window, strides, pad: 'valid' });
      },
    ),
  };
}
