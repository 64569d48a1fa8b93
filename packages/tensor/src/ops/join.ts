import { bind } from '../bind.ts';
import { promote } from '../dtype.ts';
import { ArgumentError, ShapeError } from '../errors.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { checkAxis, formatShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor } from './arguments.ts';
import { cast } from './cast.ts';
import { expandDims } from './reshape.ts';
import { slicePrimitive } from './slice.ts';

/** Options of operations that join tensors. */
export interface JoinOptions {
  /**
   * The axis along which they are joined.
   * @defaultValue 0
   */
  axis?: number | undefined;
}

/** Tensors behind each other along an axis. */
export const concatPrimitive: Primitive<{ readonly axis: number }, 'required'> = /* @__PURE__ */ primitive<{
  readonly axis: number;
}>('concat', {
  output: (inputs, { axis }) => ({
    shape: inputs[0].shape.map((size, i) => (i === axis ? inputs.reduce((sum, x) => sum + x.shape[axis]!, 0) : size)),
    dtype: inputs[0].dtype,
  }),
  vjp: ({ axis }, { inputs, wanted }, dy) => {
    let position = 0;
    return inputs.map(({ shape }, i) => {
      const starts = shape.map((_, a) => (a === axis ? position : 0));
      position += shape[axis]!;
      return wanted[i] ? bind(slicePrimitive, [dy], { starts, sizes: shape, steps: shape.map(() => 1) }) : undefined;
    });
  },
  cost: () => 0,
});

/** The arguments of a join: at least one, in one dtype. */
function joined(op: string, tensors: readonly TensorLike[]): Tensor[] {
  if (!Array.isArray(tensors) || tensors.length === 0) {
    throw new ArgumentError(op, 'there is nothing to join', {
      got: Array.isArray(tensors) ? 'an empty array' : 'something else than an array',
      expected: 'an array of at least one tensor',
    });
  }
  const list = tensors.map((x) => asTensor(op, x));
  const dtype = list.map((x) => x.dtype).reduce(promote);
  return list.map((x) => cast(x, dtype));
}

function checkSizes(op: string, tensors: readonly Tensor[], axis: number | undefined): void {
  const first = tensors[0]!.shape;
  tensors.forEach(({ shape }, i) => {
    if (shape.length === first.length && shape.every((size, a) => a === axis || size === first[a])) return;
    throw new ShapeError(op, 'the shapes do not fit together', {
      got: `${formatShape(first)} first and ${formatShape(shape)} at index ${i}`,
      expected: axis === undefined ? 'one shape for all' : `one size for all on every axis but ${axis}`,
    });
  });
}

/**
 * Tensors behind each other along an axis that they have.
 *
 * @param tensors - at least one; sizes are equal but for `axis`
 * @param options - see {@link JoinOptions}
 * @returns a tensor whose size on `axis` is the sum of theirs, in the dtype to which they promote
 * @throws ShapeError if sizes differ on another axis
 * @source `keras.ops.concatenate`, `torch.cat`
 *
 * @example
 * await concat([[1, 2], [3]]).array(); // [1, 2, 3]
 */
export function concat(tensors: readonly TensorLike[], { axis = 0 }: JoinOptions = {}): Tensor {
  const list = joined('concat', tensors);
  const place = checkAxis('concat', axis, list[0]!.rank);
  checkSizes('concat', list, place);
  return list.length === 1 ? list[0]! : bind(concatPrimitive, list, { axis: place });
}

/**
 * Tensors behind each other along a new axis.
 *
 * @param tensors - at least one, of one shape
 * @param options - see {@link JoinOptions}; the axis is one of the result
 * @returns a tensor with one axis more, in the dtype to which they promote
 * @throws ShapeError if shapes differ
 * @source `keras.ops.stack`, `torch.stack`
 *
 * @example
 * await stack([[1, 2], [3, 4]], { axis: 1 }).array(); // [[1, 3], [2, 4]]
 */
export function stack(tensors: readonly TensorLike[], { axis = 0 }: JoinOptions = {}): Tensor {
  const list = joined('stack', tensors);
  const place = checkAxis('stack', axis, list[0]!.rank + 1);
  checkSizes('stack', list, undefined);
  return concat(
    list.map((x) => expandDims(x, place)),
    { axis: place },
  );
}
