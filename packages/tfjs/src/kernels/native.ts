import { type Abstract, type Kernel, type Several, sizeOf, type View } from '@mariana/tensor';
import type { DataId, Device, Info } from '../device.ts';

/** A kernel in terms of the backend's own. */
type Body<Params> = (inputs: Several<Info>, params: Params, outputs: Several<Abstract>) => Info;

/** Whether a body serves these inputs. */
type Condition<Params> = (inputs: Several<View<DataId>>, params: Params) => boolean;

/** Makes a kernel of ours with one output from the backend's, and frees what it needed in between. */
export function native<Params>(device: Device, body: Body<Params>): Kernel<Params, DataId> {
  return (inputs, params, outputs) => {
    try {
      const infos = inputs.map((input) => device.info(input)) as unknown as Several<Info>;
      return [device.handle(body(infos, params, outputs))];
    } finally {
      device.freeTemporaries();
    }
  };
}

/**
 * A kernel that runs on the backend where it can and on the host elsewhere. Backends misread arrays without elements,
 * so these are always the host's.
 */
export function nativeWhere<Params>(
  device: Device,
  host: Kernel<Params, DataId>,
  serves: Condition<Params>,
  body: Body<Params>,
): Kernel<Params, DataId> {
  const run = native(device, body);
  return (inputs, params, outputs) =>
    areFilled(inputs) && areFilled(outputs) && serves(inputs, params)
      ? run(inputs, params, outputs)
      : host(inputs, params, outputs);
}

function areFilled(arrays: readonly Abstract[]): boolean {
  return arrays.every(({ shape }) => sizeOf(shape) > 0);
}

/** Whether all inputs are float32. */
export function areFloat(inputs: readonly Abstract[]): boolean {
  return inputs.every(({ dtype }) => dtype === 'float32');
}

/** Whether all inputs are of dtypes that the backend holds as they are, so that its arithmetic is ours. */
export function areFloatOrInt32(inputs: readonly Abstract[]): boolean {
  return inputs.every(({ dtype }) => dtype === 'float32' || dtype === 'int32');
}
