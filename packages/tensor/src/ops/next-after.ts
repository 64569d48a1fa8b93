import { scope } from '../scope.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { promotedFloating } from './arguments.ts';
import { abs, sign } from './arithmetic.ts';
import { cast } from './cast.ts';
import { equal, greater, isInf, less } from './compare.ts';
import { formatOf, greatestOf } from './float-parts.ts';
import { stopGradient } from './reshape.ts';
import { where } from './where.ts';

/**
 * The neighbours of finite numbers: `direction` is 1 for the greater one, −1 for the smaller one.
 *
 * A little more than half the spacing is added, and rounding to the nearest does the rest (Rump, Zimmermann, Boldo and
 * Melquiond: Computing predecessor and successor in rounding to nearest, 2009). Where that half would itself be rounded,
 * numbers are scaled up first; nearest to 0, neighbours are the least number apart.
 */
function neighbour(x: Tensor, direction: Tensor): Tensor {
  const [bits, least] = formatOf(x);
  const size = abs(x);
  const scale = cast(where(less(size, 2 ** (2 * bits + least)), 2 ** bits, 1), x.dtype);
  const large = x.mul(scale);
  const step = abs(large).mul(2 ** -bits * (1 + 2 ** (1 - bits)));
  const far = large.add(direction.mul(step)).div(scale);
  const near = x.add(direction.mul(2 ** least));
  const next = where(less(size, 2 ** (bits + least)), near, far);
  return where(equal(next, 0), x.mul(0), next); // 0 has the sign of the number it is reached from
}

/**
 * The next number after `x` towards `y` in their dtype, elementwise: `y` where they are equal, NaN where one is NaN. Its
 * gradient is 0.
 *
 * @param x - any shape; whole numbers become float32
 * @param y - a shape that broadcasts with `x`'s
 * @returns a float tensor of the broadcast shape
 * @throws ShapeError if the shapes do not broadcast
 * @source `numpy.nextafter`, `torch.nextafter`
 *
 * @example
 * await nextAfter(tensor([1, 1], { dtype: 'float64' }), [2, 0]).array(); // [1.0000000000000002, 0.9999999999999999]
 */
export function nextAfter(x: TensorLike, y: TensorLike): Tensor {
  const [from, to] = promotedFloating('nextAfter', x, y);
  return scope(() => {
    const [a, b] = [stopGradient(from), stopGradient(to)];
    const direction = cast(greater(b, a), a.dtype).sub(cast(less(b, a), a.dtype));
    const infinite = isInf(a);
    const next = neighbour(where(infinite, 0, a), direction);
    const moved = where(infinite, sign(a).mul(greatestOf(a)), next);
    return where(equal(direction, 0), where(equal(a, b), b, Number.NaN), moved);
  });
}
