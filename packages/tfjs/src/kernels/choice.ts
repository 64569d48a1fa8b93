import type { Abstract, Kernels } from '@mariana/tensor';
import { broadcastShapes, sizeOf } from '@mariana/tensor';
import type { DataId, Device } from '../device.ts';
import { broadcastBinary, collapse } from './elementwise.ts';
import { spread } from './movement.ts';
import { areFloat, nativeWhere } from './native.ts';

const collapses = ([a, b]: readonly Abstract[]) => collapse(a!.shape, b!.shape) !== undefined;

/** Choices between elements, and changes of their dtype. */
export function choiceKernels(device: Device, host: Kernels<DataId>): Partial<Kernels<DataId>> {
  // wasm's comparison loses a NaN on the right; a single number can be looked at before.
  const keepsNaN = ({ shape }: Abstract) => device.name !== 'wasm' || sizeOf(shape) === 1;
  const extreme = (name: 'Maximum' | 'Minimum', rest: Kernels<DataId>['maximum']) =>
    nativeWhere(
      device,
      rest,
      (inputs) =>
        areFloat(inputs) &&
        collapses(inputs) &&
        keepsNaN(inputs[1]) &&
        (device.name !== 'wasm' || !Number.isNaN(device.number(device.info(inputs[1])))),
      ([a, b]) => broadcastBinary(device, name, a, b),
    );
  return {
    maximum: extreme('Maximum', host.maximum),
    minimum: extreme('Minimum', host.minimum),
    where: nativeWhere(
      device,
      host.where,
      ([condition, a, b]) => areFloat([a, b]) && broadcastShapes('where', condition.shape, a.shape).length <= 4,
      ([condition, t, e], _params, [{ shape }]) =>
        device.run('Select', {
          condition: spread(device, condition, shape),
          t: spread(device, t, shape),
          e: spread(device, e, shape),
        }),
    ),
    cast: nativeWhere(
      device,
      host.cast,
      // Of what is no number in the other dtype the backends make each something else.
      (_inputs, { from, to }) => to === 'float32' || (to === 'int32' && from !== 'float32'),
      ([x], _params, [{ dtype }]) => device.run('Cast', { x }, { dtype: dtype as 'float32' | 'int32' }),
    ),
  };
}
