import type { NativeHandle, NativeKernels } from '@mariana/kernels';
import { allocateArray, dtypes, type TypedArray } from '../../dtype.ts';
import type { Engine, Kernel, Kernels, View } from '../../engine/engine.ts';
import { Scalars } from '../../engine/scalars.ts';
import { sizeOf } from '../../shape.ts';
import { nativeError } from './errors.ts';
import { parameters } from './params.ts';
import { numberOf, type Parameter, Recorder } from './record.ts';
import { Spares } from './spares.ts';

type Table = Record<string, Kernel<unknown, NativeHandle>>;

/** A function for each kernel of the addon. */
function kernelsOf(kernels: NativeKernels, spares: Spares): Kernels<NativeHandle> {
  const recorder = new Recorder(kernels, spares);
  const table: Table = {};
  const none: readonly Parameter[] = [];
  kernels.ops.forEach((op, number) => {
    const params = (parameters as Record<string, ((params: unknown) => Parameter[]) | undefined>)[op];
    table[op] =
      params === undefined
        ? (inputs, _params, outputs, places) => recorder.run(op, number, inputs, none, outputs, places)
        : (inputs, given, outputs, places) => recorder.run(op, number, inputs, params(given), outputs, places);
  });
  // Which kernels the addon has is known when it is loaded; a test holds it to the list of primitives.
  return table as unknown as Kernels<NativeHandle>;
}

/**
 * The engine on our C++ kernels.
 *
 * @param kernels - the addon
 * @returns the engine
 */
export function nativeEngine(kernels: NativeKernels): Engine<NativeHandle> {
  const readSync = (view: View<NativeHandle>): TypedArray => {
    try {
      const elements = allocateArray(view.dtype, sizeOf(view.shape));
      kernels.read(view.storage.handle, numberOf[view.dtype], view.offset, elements);
      return elements;
    } catch (error) {
      throw nativeError({ op: 'data', inputs: [], params: [], outputs: [view] }, error);
    }
  };
  const spares = new Spares();
  const scalars = new Scalars();
  return {
    name: 'native',
    description: `native (${kernels.instructionSet()}, ${kernels.threads()} threads)`,
    dtypes: new Set(dtypes),
    views: true,
    collects: true,
    immediate: true,
    kernels: kernelsOf(kernels, spares),
    scalars,
    get usage() {
      const [bytes, buffers, tensors] = kernels.usage();
      // What waits to be used again is not held by tensors.
      return { bytes: bytes - scalars.bytes, buffers: buffers - scalars.buffers, tensors: tensors - scalars.buffers };
    },
    upload(data, dtype, shape) {
      try {
        return kernels.upload(data, numberOf[dtype], spares.take());
      } catch (error) {
        throw nativeError({ op: 'upload', inputs: [], params: [], outputs: [{ shape, dtype }] }, error);
      }
    },
    read: (view) => Promise.resolve(readSync(view)),
    readSync,
    free(handle) {
      if (kernels.free(handle)) spares.put(handle);
    },
    share: (handle) => kernels.share(handle, spares.take()),
  };
}
