import type { Shape } from '../shape.ts';

/** Columns of the longest line, as in NumPy. */
export const lineWidth = 75;

/** How many elements are shown at each end of an axis that is not shown whole. */
export const edge = 3;

/**
 * Elements in brackets, one pair for each axis, rows below one another; "..." stands where an axis was cut.
 *
 * @param elements - in row-major order, all of one width
 * @param shape - how many of them there are along each axis
 * @param isCut - for each axis, whether only {@link edge} elements at either end are among them
 * @source `numpy.array2string` with `separator=', '`
 */
export function layOut(elements: readonly string[], shape: Shape, isCut: readonly boolean[]): string {
  const rank = shape.length;
  let next = 0;
  const write = (axis: number): string => {
    if (axis === rank) return elements[next++] as string;
    const items = Array.from({ length: shape[axis] as number }, () => write(axis + 1));
    if (isCut[axis]) items.splice(edge, 0, '...');
    const indent = ' '.repeat(axis + 1);
    if (axis === rank - 1) return `[${wrapped(items, indent, lineWidth - axis - 1)}]`;
    return `[${items.join(`,${'\n'.repeat(rank - 1 - axis)}${indent}`)}]`;
  };
  return write(0);
}

/** Items of one row, on as many lines as they need. */
function wrapped(items: readonly string[], indent: string, width: number): string {
  const lines: string[] = [];
  let line = indent;
  items.forEach((item, i) => {
    if (line.length + item.length > width && line.length > indent.length) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += i < items.length - 1 ? `${item}, ` : item;
  });
  return [...lines, line].join('\n').slice(indent.length);
}
