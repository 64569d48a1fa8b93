import { allocateArray, dtypes } from '../../dtype.ts';
import type { Engine, Kernels } from '../../engine/engine.ts';
import { Scalars } from '../../engine/scalars.ts';
import { elementsOf, type Handle } from './arrays.ts';
import { binaryKernels, whereKernel } from './binary.ts';
import { castKernel } from './cast.ts';
import { convolutionKernels } from './convolution.ts';
import { createKernels } from './create.ts';
import { cumulativeKernels } from './cumulative.ts';
import { roundedKernels, stored } from './half.ts';
import { indexingKernels } from './indexing.ts';
import { layoutKernels } from './layout.ts';
import { matmulKernel } from './matmul.ts';
import { poolingKernels } from './pooling.ts';
import { randomKernels } from './random.ts';
import { reduceKernels } from './reduce.ts';
import { sortKernels } from './sort.ts';
import { unaryKernels } from './unary.ts';

/** Every kernel. One that is missing does not compile. */
const kernels: Kernels<Handle> = /* @__PURE__ */ roundedKernels({
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
});

/**
 * The engine in plain TypeScript: it runs everywhere, has every primitive and every dtype, and computes in float64,
 * rounding only what it stores (what goes to a half type to float32 first). It is what the others are compared with, and
 * the last resort where none of them loads.
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
    usage: { bytes: 0, buffers: 0, tensors: 0 },
    immediate: true,
    scalars: new Scalars(),
    upload(data, dtype) {
      const copy = allocateArray(dtype, data.length);
      copy.set(data as never);
      return stored(copy, dtype);
    },
    read: (view) => Promise.resolve(elementsOf(view).slice()),
    readSync: (view) => elementsOf(view).slice(),
    free() {},
  };
}
