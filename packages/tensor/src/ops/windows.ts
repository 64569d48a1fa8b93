import { ArgumentError, ShapeError } from '../errors.ts';
import { formatShape, type Shape } from '../shape.ts';
import { evalLevel } from '../transforms/abstract-level.ts';

/** How far each spatial axis is extended before and behind. */
export type Pairs = readonly (readonly [low: number, high: number])[];

/**
 * What stands around the spatial axes: nothing; so much that the result is as long as the input divided by the stride
 * (rounded up); the same number everywhere; or [before, behind] for each axis.
 */
export type Padding = 'valid' | 'same' | number | Pairs;

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
  padding: Pairs,
  dilation?: readonly number[],
): number[] {
  return spatial.map((size, axis) => {
    const [low, high] = padding[axis]!;
    const reach = (window[axis]! - 1) * (dilation?.[axis] ?? 1) + 1;
    return Math.max(0, Math.floor((size + low + high - reach) / strides[axis]!) + 1);
  });
}

/**
 * Checks that a window fits into the padded axes: else there is no result at all. While shapes are traced, sizes may stand
 * for unknown ones, into which it may fit.
 *
 * @param op - for the error
 */
export function checkFits(
  op: string,
  spatial: Shape,
  window: Shape,
  padding: Pairs,
  dilation?: readonly number[],
): void {
  const reach = window.map((size, axis) => (size - 1) * (dilation?.[axis] ?? 1) + 1);
  const padded = spatial.map((size, axis) => size + padding[axis]![0] + padding[axis]![1]);
  if (reach.every((length, axis) => length <= padded[axis]!) || evalLevel()?.placeholders) return;
  throw new ShapeError(op, 'the window is larger than the padded input', {
    got: `a window that spans ${formatShape(reach)} on spatial axes of ${formatShape(padded)} with their padding`,
    expected: 'a window that fits',
    fix: "Pass { padding: 'same' }",
  });
}

/** Entries for each spatial axis from one number for all, or one each. */
export function perAxis(op: string, name: string, value: number | readonly number[], count: number): readonly number[] {
  const list = typeof value === 'number' ? Array.from({ length: count }, () => value) : value;
  if (list.length === count && list.every((entry) => Number.isInteger(entry) && entry >= 1)) return list;
  throw new ArgumentError(op, `${name} does not fit the spatial axes`, {
    got: formatShape(list),
    expected: `a whole number of 1 or more, or ${count} of them`,
  });
}

/** The padding in numbers. */
export function paddingPairs(
  op: string,
  padding: Padding,
  spatial: Shape,
  window: Shape,
  strides: readonly number[],
  dilation?: readonly number[],
): Pairs {
  if (padding === 'valid') return spatial.map(() => [0, 0]);
  if (padding === 'same') {
    return spatial.map((size, axis) => {
      const reach = (window[axis]! - 1) * (dilation?.[axis] ?? 1) + 1;
      const results = Math.ceil(size / strides[axis]!);
      const missing = Math.max(0, (results - 1) * strides[axis]! + reach - size);
      return [Math.floor(missing / 2), Math.ceil(missing / 2)];
    });
  }
  const pairs: Pairs = typeof padding === 'number' ? spatial.map(() => [padding, padding]) : padding;
  const fits = pairs.length === spatial.length;
  if (fits && pairs.every((pair) => pair.length === 2 && pair.every((n) => Number.isInteger(n) && n >= 0)))
    return pairs;
  throw new ArgumentError(op, 'padding is not one of the choices', {
    got: JSON.stringify(padding),
    expected: `'valid', 'same', a whole number of 0 or more, or ${spatial.length} pairs [before, behind] of them`,
  });
}

/** The spatial sizes of [batch, ...spatial, channels], of which there are 1 to 3. */
export function spatialOf(op: string, x: Shape): Shape {
  if (x.length >= 3 && x.length <= 5) return x.slice(1, -1);
  throw new ShapeError(op, 'x does not have 1 to 3 spatial axes', {
    got: formatShape(x),
    expected: '[batch, ...spatial, channels]',
    fix: x.length === 2 ? 'Add an axis: expandDims(x, 0)' : undefined,
  });
}
