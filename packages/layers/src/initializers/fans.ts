import { type Shape, sizeOf } from '@mariana/tensor';

/** How many inputs and outputs a unit of a weight has. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * The fans of a weight: its last two sizes, times the size of the window that the axes before span.
 *
 * @param shape - of the weight; one axis counts both ways, none as 1
 * @param inputAxes - the axes that count as inputs, where they are not the usual ones; together with `outputAxes`
 * @param outputAxes - the axes that count as outputs
 * @source `compute_fans` in `keras.src.initializers.random_initializers`
 *
 * @example
 * computeFans([3, 3, 16, 32]); // { fanIn: 144, fanOut: 288 }
 */
export function computeFans(shape: Shape, inputAxes?: readonly number[], outputAxes?: readonly number[]): Fans {
  if (inputAxes !== undefined && outputAxes !== undefined) {
    const product = (axes: readonly number[]) => axes.reduce((size, axis) => size * (shape.at(axis) ?? 1), 1);
    return { fanIn: product(inputAxes), fanOut: product(outputAxes) };
  }
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const window = sizeOf(shape.slice(0, -2));
  return { fanIn: window * (shape.at(-2) as number), fanOut: window * (shape.at(-1) as number) };
}
