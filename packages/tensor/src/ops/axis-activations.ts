import { ShapeError } from '../errors.ts';
import { scope } from '../scope.ts';
import { checkAxis, formatShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { floating } from './arguments.ts';
import { arange } from './create.ts';
import { cumSum } from './cumulative.ts';
import { roundedOnce } from './half-steps.ts';
import { logicalNot } from './logic.ts';
import type { AxisOption } from './reduce-options.ts';
import { reshape, stopGradient } from './reshape.ts';
import { sort } from './sort.ts';
import { split } from './split.ts';
import { where } from './where.ts';

/**
 * The gated linear unit: one half of an axis times the sigmoid of the other half.
 *
 * @param x - any shape, of an even size along the axis; whole numbers become float32
 * @param options - `axis`: the last unless given
 * @returns a float tensor of half that size along the axis
 * @throws ShapeError if the axis does not exist or its size is odd
 * @source Dauphin et al., arXiv:1612.08083; `keras.activations.glu`, `torch.nn.functional.glu`
 *
 * @example
 * await glu([3, 5, 0, 1000]).array(); // [1.5, 5]
 */
export function glu(x: TensorLike, { axis = -1 }: AxisOption = {}): Tensor {
  const t = floating('glu', x);
  const along = checkAxis('glu', axis, t.rank);
  if ((t.shape[along] as number) % 2 !== 0) {
    throw new ShapeError('glu', 'the axis cannot be halved', {
      got: `axis ${along} of shape ${formatShape(t.shape)}`,
      expected: 'an even size',
    });
  }
  return scope(() => {
    const [values, gates] = split(t, 2, { axis: along }) as [Tensor, Tensor];
    return roundedOnce([values, gates], (value, gate) => value.mul(gate.sigmoid()));
  });
}

/**
 * Probabilities of which many are exactly 0: the point of the simplex that is nearest to x.
 *
 * @param x - any shape of rank 1 or more; whole numbers become float32
 * @param options - `axis`: along which the results sum to 1; the last unless given
 * @returns a float tensor of `x`'s shape
 * @throws ShapeError if there is no such axis
 * @source Martins and Astudillo, arXiv:1602.02068; `keras.activations.sparsemax`
 *
 * @example
 * await sparsemax([1, 0.5, -1]).array(); // [0.75, 0.25, 0]
 */
export function sparsemax(x: TensorLike, { axis = -1 }: AxisOption = {}): Tensor {
  const t = floating('sparsemax', x);
  const along = checkAxis('sparsemax', axis, t.rank);
  if (t.size === 0) return t;
  return scope(() =>
    roundedOnce([t], (wide) => {
      const over = { axis: along, keepDims: true };
      const low = wide.sub(stopGradient(wide.max(over))); // the result does not change, and sums stay exact
      const isOut = outside(stopGradient(low), along); // false for NaN, which stays
      const count = logicalNot(isOut).cast(wide.dtype).sum(over);
      const excess = where(isOut, 0, low).sum(over).sub(1).div(count);
      return where(isOut, 0, low.sub(excess));
    }),
  );
}

/** Which elements become 0: all but the k greatest, k the last rank at which 1 + k·z exceeds the sum of z so far. */
function outside(x: Tensor, axis: number): Tensor {
  const over = { axis, keepDims: true };
  const sorted = sort(x, { axis, descending: true });
  const sums = cumSum(sorted, { axis });
  const size = x.shape[axis] as number;
  const ranks = reshape(
    arange(1, size + 1, 1, { dtype: x.dtype }),
    x.shape.map((_, place) => (place === axis ? size : 1)),
  );
  const isIn = sorted.mul(ranks).add(1).greater(sums);
  const count = isIn.cast(x.dtype).sum(over);
  // Sums of numbers up to 0 fall: the least sum within the support is that of the whole support.
  const total = where(isIn, sums, 0).min(over);
  return x.lessEqual(total.sub(1).div(count));
}
