import { scope } from '../scope.ts';
import { checkAxes, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { floating } from './arguments.ts';
import { channelVector } from './normalization-parts.ts';
import { reshape, transpose } from './reshape.ts';

type Vectors = readonly (Tensor | undefined)[];

/**
 * Runs a normalization of rows over other axes: they are moved to the end and made one, and afterwards moved back.
 *
 * @param vectors - gamma, beta and the like by name, each of the sizes of the axes
 * @param normalize - from x [..., channels] and the vectors, in order, [channels], to a result of x's shape
 */
export function overLastAxis(
  op: string,
  given: TensorLike,
  axis: number | readonly number[],
  vectors: Readonly<Record<string, TensorLike | undefined>>,
  normalize: (x: Tensor, vectors: Vectors) => Tensor,
): Tensor {
  return scope(() => {
    const x = floating(op, given);
    const axes = checkAxes(op, axis, x.rank);
    const sizes = axes.map((place) => x.shape[place] as number);
    const flat = Object.entries(vectors).map(([name, value]) => channelVector(op, name, value, sizes, x));
    if (x.size === 0) return x;
    const others = x.shape.map((_, place) => place).filter((place) => !axes.includes(place));
    const order = [...others, ...axes];
    const isLast = order.every((place, i) => place === i);
    const moved = isLast ? x : transpose(x, order);
    const rows = reshape(moved, [...others.map((place) => x.shape[place] as number), sizeOf(sizes)]);
    const result = reshape(normalize(rows, flat), moved.shape);
    if (isLast) return result;
    return transpose(
      result,
      order.map((_, place) => order.indexOf(place)),
    );
  });
}
