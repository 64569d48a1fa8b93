import { type DType, isHalf, type TypedArray } from '../../dtype.ts';
import type { Kernel, Kernels } from '../../engine/engine.ts';
import { roundToHalf } from '../../half.ts';
import type { Handle } from './arrays.ts';

/** Elements as the engine keeps them: those of half types are float32 numbers that the half type has, rounded in place. */
export function stored(elements: TypedArray, dtype: DType): TypedArray {
  return isHalf(dtype) ? roundToHalf(elements as Float32Array, dtype) : elements;
}

/** Kernels whose outputs of half types are rounded: they compute as for float32, and none has to know of it. */
export function roundedKernels(kernels: Kernels<Handle>): Kernels<Handle> {
  const rounded = Object.entries(kernels as Record<string, Kernel<never, Handle>>).map(([name, kernel]) => {
    const run: Kernel<never, Handle> = (inputs, params, outputs) => {
      const handles = kernel(inputs, params, outputs);
      for (let i = 0; i < handles.length; i++) stored(handles[i]!, outputs[i]!.dtype);
      return handles;
    };
    return [name, run];
  });
  return Object.fromEntries(rounded) as Kernels<Handle>;
}
