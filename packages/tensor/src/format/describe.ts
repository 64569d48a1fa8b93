import type { Tensor } from '../tensor.ts';
import { readEdges } from './edges.ts';
import { formatElements } from './elements.ts';
import { layOut } from './layout.ts';
import { type Printed, titleOf } from './printed.ts';

/** What a tensor is: dtype, shape, the transform that it lives in, and its values. */
export function describeTensor(x: Tensor): Printed {
  const title = titleOf('Tensor', x);
  return describeValues(x.level === undefined ? title : `${title} in ${x.level.label}`, x);
}

/** A title with the values of a tensor where they can be read at once, or why they are not there. It never throws. */
export function describeValues(title: string, x: Tensor): Printed {
  try {
    const values = valuesOf(bottom(x));
    return typeof values === 'string' ? { title, values } : { title: `${title} (${values.missing})` };
  } catch (error) {
    return { title: `${title} (${error instanceof Error ? error.message : String(error)})` };
  }
}

function valuesOf(x: Tensor): string | { missing: string } {
  if (x.level !== undefined) return { missing: 'no values: only its shape is traced' };
  if (x.isDisposed) return { missing: 'disposed' };
  if (x.size === 0) return '[]';
  if (x.engine.readSync === undefined) return { missing: 'its values can only be awaited: await x.array()' };
  const edges = readEdges(x);
  if (edges === undefined) return { missing: 'too many axes to show its values' };
  return layOut(formatElements(edges.data, x.dtype), edges.shape, edges.isCut);
}

/** The tensor that one inside a transform stands on; itself where there is none. */
function bottom(x: Tensor): Tensor {
  let found = x;
  for (let next: Tensor | undefined = x; next !== undefined; next = next.level?.under(next)) found = next;
  return found;
}
