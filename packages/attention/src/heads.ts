import type { PartialShape } from '@mariana/layers';
import { checkAxis, formatShape, type Shape, ShapeError, sizeOf, type Tensor } from '@mariana/tensor';

/** Which axes of [batch, …, dim] attention goes over, and which are left as batch axes. */
export interface HeadLayout {
  /** The axes that attention goes over. */
  readonly attended: readonly number[];
  /** The others, but for the last. */
  readonly others: readonly number[];
  /** Sizes of the attended axes. */
  readonly times: Shape;
  /** Sizes of the others. */
  readonly rest: Shape;
  /** Positions in all: the product of `times`. */
  readonly time: number;
}

/**
 * Checks the option `attentionAxes` for inputs of a shape.
 *
 * @throws ShapeError if there is no axis to attend over, or one is the batch or the last
 */
export function checkAttentionAxes(owner: string, axes: readonly number[] | undefined, shape: PartialShape): void {
  const rank = shape.length;
  const wrong = (axes ?? []).some((axis) => [0, rank - 1].includes(checkAxis(owner, axis, rank, 'attentionAxes')));
  if (rank >= 3 && !wrong) return;
  throw new ShapeError(owner, rank < 3 ? 'the input has no axis to attend over' : 'attentionAxes names a wrong axis', {
    got: rank < 3 ? `rank ${rank}` : `axes ${formatShape(axes ?? [])} of rank ${rank}`,
    expected: rank < 3 ? '[batch, time, dim], or more axes between' : `axes from 1 to ${rank - 2}`,
  });
}

/** How the axes of an input are used. */
export function headLayout(shape: Shape, axes: readonly number[] | undefined): HeadLayout {
  const inner = shape.map((_, axis) => axis).slice(0, -1);
  const attended = axes?.map((axis) => (axis < 0 ? axis + shape.length : axis)) ?? inner.slice(1);
  const others = inner.filter((axis) => !attended.includes(axis));
  const sizes = (list: readonly number[]) => list.map((axis) => shape[axis] as number);
  const times = sizes(attended);
  return { attended, others, times, rest: sizes(others), time: sizeOf(times) };
}

/** [batch, …axes, heads, dim] -> [batch, …others, heads, time, dim] */
export function splitHeads(x: Tensor, { attended, others, rest, time }: HeadLayout): Tensor {
  const heads = x.rank - 2;
  const [count, dim] = [x.shape[heads] as number, x.shape[heads + 1] as number];
  return x.transpose([...others, heads, ...attended, heads + 1]).reshape([...rest, count, time, dim]);
}

/** [batch, …others, heads, time, dim] -> [batch, …axes, heads, dim] */
export function joinHeads(x: Tensor, { attended, others, times, rest }: HeadLayout): Tensor {
  const [heads, dim] = [x.shape[x.rank - 3] as number, x.shape[x.rank - 1] as number];
  // Where each axis of the result stands in [...others, heads, ...attended, dim].
  const stands = [...others, -1, ...attended];
  const order = [...stands.keys()].slice(1).map((axis) => stands.indexOf(axis - 1));
  const last = stands.length;
  return x
    .reshape([...rest, heads, ...times, dim])
    .transpose([...order, stands.indexOf(-1), last])
    .reshape([...order.map((place) => [...rest, heads, ...times][place] as number), heads, dim]);
}
