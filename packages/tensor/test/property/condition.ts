import { isFloating, isHalf, type TypedArray } from '../../src/dtype.ts';
import { withEngine } from '../../src/engine/current.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { scope } from '../../src/scope.ts';
import type { Tensor } from '../../src/tensor.ts';
import type { Drawn } from '../../src/testing/engine-suite/drawn.ts';
import { vjp } from '../../src/transforms/grad.ts';
import type { Case } from './case.ts';
import { fill } from './elements.ts';
import { place } from './place.ts';

/** What a case computes of its inputs and, where gradients are compared, of the outputs' gradients. */
export type Compute = (one: Case, inputs: readonly Tensor[], cotangents: readonly Tensor[]) => readonly Tensor[];

/**
 * The condition of an element y: Σ |∂y/∂x| · |x| over all inputs x. It is how far y moves, in units of a rounding, where each
 * input moves by one rounding in the worst direction. Of a sum it is the sum of the sizes of its terms, whatever cancels.
 *
 * @param reference - the engine whose gradients are taken
 * @param output - which of the results
 * @param element - which of its elements
 */
export function conditionOf(reference: Engine, one: Case, compute: Compute, output: number, element: number): number {
  const { inputs, cotangents = [] } = one;
  const drawn = [...inputs, ...cotangents].map(widened);
  return withEngine(reference, () => {
    let condition = 0;
    scope(() => {
      const all = drawn.map((each) => place(reference, each, 0));
      const moving = [...all.keys()].filter((i) => isFloating((all[i] as Tensor).dtype));
      const run = (...given: Tensor[]) => {
        const list = all.map((tensor, i) => given[moving.indexOf(i)] ?? tensor);
        return compute(one, list.slice(0, inputs.length), list.slice(inputs.length))[output] as Tensor;
      };
      const { value, pull, dispose } = vjp(run, ...moving.map((i) => all[i] as Tensor));
      const slopes = pull(place(reference, unit(value, element), 0));
      for (const [k, slope] of slopes.entries()) {
        condition += sumOfSizes(slope.dataSync(), (drawn[moving[k] as number] as Drawn).data);
      }
      dispose();
    });
    return condition;
  });
}

/** Half types as float32, in which they are computed: the slopes must not overflow. */
function widened(input: Drawn): Drawn {
  return isHalf(input.dtype) ? { ...input, dtype: 'float32' } : input;
}

/** 1 at an element, 0 elsewhere. */
function unit({ shape, dtype }: Tensor, element: number): Drawn {
  return fill(shape, dtype, (i) => Number(i === element));
}

/** Σ |a · b| of what is finite. */
function sumOfSizes(a: TypedArray, b: TypedArray): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) {
    const size = Math.abs(Number(a[i]) * Number(b[i]));
    if (Number.isFinite(size)) total += size;
  }
  return total;
}
