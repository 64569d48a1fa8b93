import type { Kernels } from '../../engine/engine.ts';
import { fillIntegers, fillPermutation } from '../../random/integers.ts';
import { fillNormal } from '../../random/normal.ts';
import { fillBits } from '../../random/philox.ts';
import { fillUniform, uniformBits } from '../../random/uniform.ts';
import { arrayFor, type Handle, numbersOf } from './arrays.ts';

/** Random numbers: those of src/random, which define what every engine draws. */
export const randomKernels = {
  randomBits: ([key], _params, [output]) => {
    const y = arrayFor(output) as Int32Array;
    fillBits(y, numbersOf(key));
    return [y];
  },
  randomUniform: ([key], _params, [output]) => {
    const y = arrayFor(output) as Float32Array | Float64Array;
    fillUniform(y, numbersOf(key), uniformBits(output.dtype));
    return [y];
  },
  randomNormal: ([key], { truncated }, [output]) => {
    const y = arrayFor(output) as Float32Array | Float64Array;
    fillNormal(y, numbersOf(key), truncated);
    return [y];
  },
  randomIntegers: ([key], { min, max }, [output]) => {
    const y = arrayFor(output) as Int32Array | BigInt64Array;
    fillIntegers(y, numbersOf(key), min, max);
    return [y];
  },
  randomPermutation: ([key], _params, [output]) => {
    const y = arrayFor(output) as Int32Array;
    fillPermutation(y, numbersOf(key));
    return [y];
  },
} satisfies Partial<Kernels<Handle>>;
