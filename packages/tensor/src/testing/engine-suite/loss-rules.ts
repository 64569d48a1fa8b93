import { binaryCrossEntropy } from '../../ops/binary-cross-entropy.ts';
import { tensor } from '../../ops/create.ts';
import { sigmoidCrossEntropy, softmaxCrossEntropy } from '../../ops/cross-entropy.ts';
import { concat } from '../../ops/join.ts';
import type { Tensor } from '../../tensor.ts';
import { vjp } from '../../transforms/grad.ts';
import { f, i, type Rule } from './rule.ts';

/** A function's results and its gradient, one after the other. */
function withGradient(of: (x: Tensor) => Tensor, x: Tensor): Tensor {
  const { value, pull } = vjp(of, x);
  const [slope] = pull(tensor(new Array<number>(value.size).fill(1), { shape: value.shape, dtype: value.dtype }));
  return concat([value, slope as Tensor].map((t) => t.reshape([t.size])));
}

const rows = [
  [0, -Infinity, 0],
  [0, -Infinity, 0],
];
const ln2 = Math.LN2;

const losses: readonly Omit<Rule, 'dtypes'>[] = [
  {
    name: 'softmaxCrossEntropy: a logit of −∞ excludes a class, whose share is 0 or the loss infinite',
    compute: () =>
      withGradient(
        (x) =>
          softmaxCrossEntropy(x, [
            [1, 0, 0],
            [0.5, 0.5, 0],
          ]),
        tensor(rows),
      ),
    expected: [ln2, Infinity, -0.5, 0, 0.5, 0, -0.5, 0.5],
  },
  {
    name: 'softmaxCrossEntropy of classes: a logit of −∞ excludes a class',
    compute: () => withGradient((x) => softmaxCrossEntropy(x, i(0, 1)), tensor(rows)),
    expected: [ln2, Infinity, -0.5, 0, 0.5, 0.5, -1, 0.5],
  },
  {
    name: 'sigmoidCrossEntropy of infinite logits: 0 where the target agrees',
    compute: () => {
      const logits = f(Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity);
      return withGradient((x) => sigmoidCrossEntropy(x, f(1, 0, 0.5, 0, 1, 0.5)), logits);
    },
    expected: [0, Infinity, Infinity, 0, Infinity, Infinity, 0, 1, 0.5, 0, -1, -0.5],
  },
  {
    name: 'sigmoidCrossEntropy: NaN stays, also beside a target that agrees',
    compute: () => sigmoidCrossEntropy(f(Number.NaN, Number.NaN, 0), f(1, 0, Number.NaN)),
    expected: [Number.NaN, Number.NaN, Number.NaN],
  },
  {
    name: 'binaryCrossEntropy with ε of 0: certain probabilities',
    compute: () => binaryCrossEntropy(f(0, 1, 1, 0), f(0, 1, 0, 0.5), { epsilon: 0 }),
    expected: [0, 0, Infinity, Infinity],
  },
];

/** Losses of infinite logits and certain probabilities: 0 · ∞ is not NaN where nothing is weighed. */
export const lossRules: readonly Rule[] = losses.map((rule) => ({ ...rule, dtypes: [] }));
