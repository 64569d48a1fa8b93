import { type Shape, sizeOf } from '../../src/shape.ts';
import type { Chance } from './chance.ts';

/** What shapes may be like. */
export interface Limits {
  /** Whether an axis may have no elements. True, unless given. */
  readonly empty?: boolean | undefined;
  /** The most elements; unless given, 2000, or now and then very many on one axis. */
  readonly most?: number | undefined;
}

/** The size of an axis: often one that no vector fits, now and then 0 and 1, seldom long. */
export function axisSize(chance: Chance, { empty = true }: Limits = {}): number {
  const kind = chance.unit();
  if (kind < 0.04) return empty ? 0 : 1;
  if (kind < 0.18) return 1;
  if (kind < 0.93) return chance.whole(2, 9);
  return chance.whole(10, 70);
}

/** A shape of any rank in a range, of which now and then an axis is long enough to be split among threads. */
export function anyShape(chance: Chance, low = 0, high = 5, limits: Limits = {}): Shape {
  const rank = chance.whole(low, high);
  if (rank > 0 && limits.most === undefined && chance.happens(0.01)) {
    const long = chance.whole(0, rank - 1);
    return chance.times(rank, (axis) => (axis === long ? chance.whole(2000, 30_000) : 1 + Number(chance.happens(0.1))));
  }
  const shape = chance.times(rank, () => axisSize(chance, limits));
  const { most = 2000 } = limits;
  for (let axis = 0; sizeOf(shape) > most; axis++) shape[axis % rank] = Math.min(2, shape[axis % rank] as number);
  return shape;
}

/** A shape that broadcasts to another: fewer axes, and some of size 1. */
export function narrower(chance: Chance, shape: Shape): Shape {
  const kind = chance.unit();
  if (kind < 0.4) return shape;
  if (kind < 0.5) return [];
  const kept = shape.slice(chance.happens(0.5) ? 0 : chance.whole(0, shape.length));
  return kept.map((size) => (chance.happens(0.3) ? 1 : size));
}

/** Shapes that broadcast with each other. */
export function broadcastable(chance: Chance, count: number): Shape[] {
  const shape = anyShape(chance);
  return chance.times(count, () => narrower(chance, shape));
}

/** A shape with at least one axis, and one of its axes. */
export function withAxis(chance: Chance, limits: Limits = {}): { shape: Shape; axis: number } {
  const shape = anyShape(chance, 1, 4, limits);
  return { shape, axis: chance.whole(0, shape.length - 1) };
}
