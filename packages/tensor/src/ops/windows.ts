import type { Shape } from '../shape.ts';

/**
 * How often a window fits along each spatial axis.
 *
 * @param spatial - sizes of the axes
 * @param window - sizes of the window
 * @param strides - how far the window moves each time
 * @param padding - how far each axis is extended before and behind
 * @param dilation - the distance between neighbouring taps of the window; 1 unless given
 */
export function windowsAlong(
  spatial: Shape,
  window: Shape,
  strides: readonly number[],
  padding: readonly (readonly [low: number, high: number])[],
  dilation?: readonly number[],
): number[] {
  return spatial.map((size, axis) => {
    const [low, high] = padding[axis]!;
    const reach = (window[axis]! - 1) * (dilation?.[axis] ?? 1) + 1;
    return Math.max(0, Math.floor((size + low + high - reach) / strides[axis]!) + 1);
  });
}
