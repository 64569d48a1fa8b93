import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bindAll, tensor, useEngine } from '../../src/index.ts';
import { batchNormalizationGradientPrimitive } from '../../src/ops/batch-normalization.ts';
import { draw } from '../../src/testing/engine-suite/drawn.ts';
import { testedSets } from './instruction-sets.ts';
import { addon } from './observed-calls.ts';

// Sums of thousands of terms that cancel, in float64, where no wider type holds what additions lose.

await useEngine('native');
const kernels = addon();
const chosen = kernels.instructionSet();
const [rows, channels, epsilon] = [20_000, 3, 1e-3];
const [x, dy] = [draw([rows, channels], 'float64', -3, 3), draw([rows, channels], 'float64', -3, 3)];
const means = [0.1, -0.2, 0.3];
const variances = [3, 2.9, 3.1];

/** The gradients of gamma and beta, [2, channels]. */
function affineGradients(): readonly number[] {
  const on = (data: ArrayLike<unknown>, shape: readonly number[]) =>
    tensor(Float64Array.from(data as ArrayLike<number>), { shape, dtype: 'float64' });
  const vectors = [means, variances].map((row) => on(row, [channels]));
  const inputs = [on(x.data, x.shape), ...vectors, on(dy.data, dy.shape), on([1, 1, 1], [channels])];
  const [, ...found] = bindAll(batchNormalizationGradientPrimitive, inputs, { epsilon, scale: true, center: true });
  return found.flatMap((t) => Array.from(t.dataSync() as Float64Array));
}

/** A sum with what each addition loses (Neumaier 1974). */
function sumOf(terms: readonly number[]): number {
  let [sum, lost] = [0, 0];
  for (const term of terms) {
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** The same from the formulas: Σ dy · (x − mean) / √(variance + ε), and Σ dy. */
function exactGradients(): readonly number[] {
  const column = (channel: number, of: (at: number) => number) =>
    sumOf(Array.from({ length: rows }, (_, row) => of(row * channels + channel)));
  const inverse = variances.map((variance) => 1 / Math.sqrt(variance + epsilon));
  const scale = (c: number) =>
    column(c, (at) => Number(dy.data[at]) * ((Number(x.data[at]) - (means[c] as number)) * (inverse[c] as number)));
  return [...[0, 1, 2].map(scale), ...[0, 1, 2].map((c) => column(c, (at) => Number(dy.data[at])))];
}

describe.each(testedSets(kernels))('on %s', (set) => {
  beforeAll(() => void kernels.chooseInstructionSet(set));
  afterAll(() => void kernels.chooseInstructionSet(chosen));

  test('batch normalization: gradients of gamma and beta keep their digits', () => {
    const expected = exactGradients();
    const found = affineGradients();
    expect(found).toHaveLength(expected.length);
    expected.forEach((exact, i) => {
      expect(Math.abs((found[i] as number) - exact)).toBeLessThanOrEqual(4 * 2 ** -52 * Math.abs(exact));
    });
  });
});
