import type { Kernels } from '../../engine/engine.ts';
import { arrayFor, type Handle } from './arrays.ts';

/** Arrays from nothing. */
export const createKernels = {
  full: (_inputs, { value }, [output]) => [arrayFor(output).fill(value as never)],
  arange: (_inputs, { start, step }, [output]) => {
    const y = arrayFor(output);
    const whole = y instanceof BigInt64Array;
    for (let i = 0; i < y.length; i++) y[i] = whole ? BigInt(start + i * step) : start + i * step;
    return [y];
  },
} satisfies Partial<Kernels<Handle>>;
