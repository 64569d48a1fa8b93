import type { Shape } from '../../shape.ts';

/** How a window moves over the spatial axes, and which sizes those have. */
export interface Windows {
  /** Sizes of the input's, the window's and the output's spatial axes. */
  readonly input: Shape;
  readonly window: Shape;
  readonly output: Shape;
  readonly strides: readonly number[];
  readonly padding: readonly (readonly [low: number, high: number])[];
  readonly dilation?: readonly number[] | undefined;
}

/**
 * Visits every meeting of an output position with a tap of its window that lies inside of the input.
 *
 * @param visit - given the three positions, each counted in row-major order over its spatial axes
 */
export function eachTap(windows: Windows, visit: (output: number, input: number, tap: number) => void): void {
  tapsAlong(windows, 0, 0, 0, 0, visit);
}

/** One axis after the other: each position so far is extended by every one along this axis. */
function tapsAlong(
  windows: Windows,
  axis: number,
  output: number,
  input: number,
  tap: number,
  visit: (output: number, input: number, tap: number) => void,
): void {
  if (axis === windows.input.length) {
    visit(output, input, tap);
    return;
  }
  const size = windows.input[axis]!;
  const dilation = windows.dilation?.[axis] ?? 1;
  for (let o = 0; o < windows.output[axis]!; o++) {
    const begin = o * windows.strides[axis]! - windows.padding[axis]![0];
    for (let w = 0; w < windows.window[axis]!; w++) {
      const i = begin + w * dilation;
      if (i < 0 || i >= size) continue;
      tapsAlong(
        windows,
        axis + 1,
        output * windows.output[axis]! + o,
        input * size + i,
        tap * windows.window[axis]! + w,
        visit,
      );
    }
  }
}
