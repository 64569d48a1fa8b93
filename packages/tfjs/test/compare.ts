import type { Engine } from '@mariana/tensor';
import { engineInUse, scope, setEngine, type Tensor, type TypedArray } from '@mariana/tensor';

/** Results as plain data. */
interface Outcome {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly elements: TypedArray;
}

/** What a computation gives on an engine. */
export function outcomesOn(engine: Engine, compute: () => Tensor | readonly Tensor[]): Outcome[] {
  const before = engineInUse();
  setEngine(engine);
  try {
    let outcomes: Outcome[] = [];
    scope(() => {
      const results = compute();
      outcomes = [results].flat().map((result) => {
        const { shape, dtype } = result as Tensor;
        return { shape, dtype, elements: (result as Tensor).dataSync() };
      });
    });
    return outcomes;
  } finally {
    if (before !== undefined) setEngine(before);
  }
}

/** The first difference in words, or undefined. */
export function difference(actual: Outcome[], expected: Outcome[]): string | undefined {
  for (const [i, { shape, dtype, elements }] of expected.entries()) {
    const other = actual[i]!;
    if (`${other.shape}` !== `${shape}` || other.dtype !== dtype) {
      return `${other.dtype} [${other.shape}], expected ${dtype} [${shape}]`;
    }
    if (other.elements.constructor !== elements.constructor) return `a ${other.elements.constructor.name}`;
    const scale = greatest(elements);
    for (let k = 0; k < elements.length; k++) {
      const [a, b] = [Number(other.elements[k]), Number(elements[k])];
      if (!close(a, b, scale)) return `${a} at ${k}, expected ${b}`;
    }
  }
  return undefined;
}

/** The greatest size among elements that are all finite, up to which sums of them may have cancelled; else 1. */
function greatest(elements: TypedArray): number {
  let most = 1;
  for (const element of elements) most = Math.max(most, Math.abs(Number(element)));
  return most < 1e4 ? most : 1;
}

/** Within float32's rounding of a few steps; results below the least normal number may be 0. */
function close(a: number, b: number, scale: number): boolean {
  if (Object.is(a, b) || a === b) return true;
  return Math.abs(a - b) <= 1.2e-38 + 2e-6 * Math.max(scale, Math.abs(b));
}
