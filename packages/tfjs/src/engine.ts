import type { DType, Engine, Kernels, Shape, TypedArray, Usage, View } from '@mariana/tensor';
import { referenceEngine } from '@mariana/tensor';
import type { DataId, Device } from './device.ts';
import { heldDTypes } from './dtypes.ts';
import { choiceKernels } from './kernels/choice.ts';
import { convolutionKernels } from './kernels/convolution.ts';
import { elementwiseKernels } from './kernels/elementwise.ts';
import { fusedKernels } from './kernels/fused.ts';
import { hostKernels } from './kernels/host.ts';
import { matmulKernels } from './kernels/matmul.ts';
import { movementKernels } from './kernels/movement.ts';
import { poolingKernels } from './kernels/pooling.ts';
import { reduceKernels } from './kernels/reduce.ts';

/** Every kernel: the backend's where it has one that does as the reference engine does, else the reference engine's. */
function allKernels(device: Device): Kernels<DataId> {
  const host = hostKernels(device, referenceEngine() as Engine<TypedArray>);
  return {
    ...host,
    ...elementwiseKernels(device, host),
    ...choiceKernels(device, host),
    ...movementKernels(device, host),
    ...reduceKernels(device, host),
    ...matmulKernels(device, host),
    ...convolutionKernels(device, host),
    ...poolingKernels(device, host),
    ...fusedKernels(device, host),
  };
}

/** The engine over a TensorFlow.js backend. A storage's handle is one of the backend's data ids. */
export class TfjsEngine implements Engine<DataId> {
  readonly name = 'tfjs';
  readonly description: string;
  readonly dtypes = heldDTypes;
  readonly views = false;
  readonly kernels: Kernels<DataId>;
  readonly usage: Usage = { bytes: 0, buffers: 0, tensors: 0 };
  readonly readSync?: ((view: View<DataId>) => TypedArray) | undefined;
  readonly #device: Device;

  constructor(device: Device, description: string) {
    this.#device = device;
    this.description = description;
    this.kernels = allKernels(device);
    this.readSync = device.name === 'webgpu' ? undefined : (view) => device.readSync(view);
  }

  upload(data: TypedArray, dtype: DType, shape: Shape): DataId {
    return this.#device.upload(data, dtype, shape);
  }

  read(view: View<DataId>): Promise<TypedArray> {
    return this.#device.read(view);
  }

  free(handle: DataId): void {
    this.#device.free(handle);
  }

  /** How many arrays the backend holds. They are as many as `usage.buffers` unless something leaks. */
  get arrays(): number {
    return this.#device.arrays;
  }
}
