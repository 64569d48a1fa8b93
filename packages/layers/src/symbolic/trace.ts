import { type DType, evalShape, type Shape, ShapeError, type Tensor } from '@mariana/tensor';
import { leavesOfStructure, mapStructure, type Structure } from '../base/structure.ts';
import type { PartialShape } from '../options/shapes.ts';
import { formatPartial } from './symbolic-tensor.ts';

/** Shape and dtype of a tensor, some sizes of which may not be known. */
export interface PartialAbstract {
  readonly shape: PartialShape;
  readonly dtype: DType;
}

/**
 * What stands for unknown sizes in each of the two traces: the batch (the first axis), and every other axis. They can
 * be halved again and again, and no two of the four are equal, so that a mismatch shows in one trace or the other.
 */
const placeholders = [
  { batch: 12, other: 48 },
  { batch: 24, other: 96 },
] as const;

/** Whether a value has a shape and a dtype. */
export function isAbstract(value: unknown): value is PartialAbstract {
  const { shape, dtype } = (value ?? {}) as { readonly shape?: unknown; readonly dtype?: unknown };
  return Array.isArray(shape) && typeof dtype === 'string'; // inputs and outputs may be named shape and dtype
}

/**
 * The shapes that a function would return for shapes of which some sizes are not known.
 *
 * The function is traced twice, with different sizes in the place of the unknown ones; sizes of the results that differ
 * between the two are unknown too. Within a trace all first axes of unknown size are equal, as the batch's are, and so
 * are all other unknown ones. Where everything is known one trace is enough.
 */
export function traceShapes(
  owner: string,
  fn: (inputs: Structure<Tensor>) => Structure<Tensor>,
  inputs: Structure<PartialAbstract>,
): Structure<PartialAbstract> {
  const leaves = leavesOfStructure(inputs, isAbstract);
  const known = leaves.every(({ shape }) => !shape.includes(null));
  const traces = placeholders.slice(0, known ? 1 : 2).map((sizes) => {
    const abstract = leaves.map(({ shape, dtype }) => ({ shape: fill(shape, sizes), dtype, placeholders: !known }));
    return evalShape(
      (...tensors) => {
        let next = 0;
        return fn(mapStructure(inputs, isAbstract, () => tensors[next++] as Tensor));
      },
      ...abstract,
    );
  });
  const first = traces[0] as Structure<Tensor>;
  const second = leavesOfStructure<Tensor>(traces[1] ?? first, isAbstract);
  let next = 0;
  return mapStructure(first, isAbstract, ({ shape, dtype }: Tensor) => ({
    shape: merge(owner, shape, second[next++]?.shape ?? []),
    dtype,
  }));
}

function fill(shape: PartialShape, sizes: { readonly batch: number; readonly other: number }): Shape {
  return shape.map((size, axis) => size ?? (axis === 0 ? sizes.batch : sizes.other));
}

function merge(owner: string, first: Shape, second: Shape): PartialShape {
  if (first.length !== second.length) {
    throw new ShapeError(owner, 'the number of axes of its output depends on sizes that are not known', {
      got: `${formatPartial(first)} and ${formatPartial(second)} for different sizes`,
      expected: 'the same number of axes whatever the sizes',
    });
  }
  return first.map((size, axis) => (size === second[axis] ? size : null));
}
