import type { NativeHandle } from '@mariana/kernels';
import type { TypedArray } from '../../dtype.ts';
import type { Engine, Kernel, Kernels, View } from '../../engine/engine.ts';
import { Storage } from '../../engine/storage.ts';
import type { Several } from '../../primitive.ts';
import { referenceEngine } from '../reference/engine.ts';

/** Runs a kernel of the reference engine on elements read out of the native one. */
function onHost<Params>(
  engine: Engine<NativeHandle>,
  kernel: Kernel<Params, TypedArray>,
): Kernel<Params, NativeHandle> {
  const host = referenceEngine();
  return (inputs, params, outputs) => {
    const copies = inputs.map((view) => copyOf(engine, host, view));
    const results = kernel(copies as unknown as Several<View<TypedArray>>, params, outputs);
    return results.map((elements, i) => engine.upload(elements, outputs[i]!.dtype, outputs[i]!.shape));
  };
}

function copyOf(from: Engine<NativeHandle>, host: Engine, view: View<NativeHandle>): View {
  const { shape, dtype } = view;
  const elements = from.readSync!(view);
  return { shape, dtype, offset: 0, storage: new Storage(host, elements, elements.byteLength) };
}

/**
 * Draws that take words one after the other, or doubles: computed by the functions that define them.
 *
 * @param engine - where keys are read from and numbers go
 * @param kernels - those of the addon, which draw float32 normals themselves
 */
export function hostRandom(
  engine: Engine<NativeHandle>,
  kernels: Pick<Kernels<NativeHandle>, 'randomNormal'>,
): Pick<Kernels<NativeHandle>, 'randomIntegers' | 'randomPermutation' | 'randomNormal'> {
  const host = referenceEngine().kernels;
  const normal = onHost(engine, host.randomNormal);
  return {
    randomIntegers: onHost(engine, host.randomIntegers),
    randomPermutation: onHost(engine, host.randomPermutation),
    randomNormal: (inputs, params, outputs) =>
      (outputs[0].dtype === 'float32' ? kernels.randomNormal : normal)(inputs, params, outputs),
  };
}
