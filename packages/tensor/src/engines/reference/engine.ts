import { allocateArray, type DType } from '../../dtype.ts';
import type { Engine, Kernels } from '../../engine/engine.ts';
import { elementsOf, type Handle } from './arrays.ts';
import { binaryKernels, whereKernel } from './binary.ts';
import { castKernel } from './cast.ts';
import { convolutionKernels } from './convolution.ts';
import { createKernels } from './create.ts';
import { cumulativeKernels } from './cumulative.ts';
import { indexingKernels } from './indexing.ts';
import { layoutKernels } from './layout.ts';
import { matmulKernel } from './matmul.ts';
import { poolingKernels } from './pooling.ts';
import { randomKernels } from './random.ts';
import { reduceKernels } from './reduce.ts';
import { sortKernels } from './sort.ts';
import { unaryKernels } from './unary.ts';

/** Every kernel. One that is missing does not compile. */
const kernels: Kernels<Handle> = {
  ...unaryKernels,
  ...binaryKernels,
  ...reduceKernels,
  ...layoutKernels,
  ...indexingKernels,
  ...sortKernels,
  ...cumulativeKernels,
  ...convolutionKernels,
  ...poolingKernels,
  ...createKernels,
  ...randomKernels,
  cast: castKernel,
  where: whereKernel,
  matmul: matmulKernel,
};

const dtypes: readonly DType[] = ['bool', 'uint8', 'int8', 'int32', 'int64', 'float32', 'float64'];

/**
 * The engine in plain TypeScript: it runs everywhere, has every primitive and every dtype, and computes in float64,
 * rounding only what it stores. It is what the others are compared with, and the last resort where none of them loads.
 *
 * @returns an engine of its own: tensors of two reference engines do not mix
 *
 * @example
 * setEngine(referenceEngine());
 * await add([1, 2], 3).array(); // [4, 5]
 */
export function referenceEngine(): Engine<Handle> {
  return {
    name: 'reference',
    description: 'reference (plain TypeScript, one thread)',
    dtypes: new Set(dtypes),
    views: true,
    kernels,
    usage: { bytes: 0, buffers: 0 },
    upload(data, dtype) {
      const copy = allocateArray(dtype, data.length);
      copy.set(data as never);
      return copy;
    },
    read: (view) => Promise.resolve(elementsOf(view).slice()),
    readSync: (view) => elementsOf(view).slice(),
    free() {},
  };
}
