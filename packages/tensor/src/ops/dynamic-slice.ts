import { bind } from '../bind.ts';
import { ShapeError } from '../errors.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { checkShape, formatShape, type Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor, indices, promoted } from './arguments.ts';
import { zeros } from './create.ts';
import { type NoParams, noParams } from './elementwise.ts';

/** A box of fixed sizes from a place that is known only when it runs. Inputs: x, starts (int32 or int64, one an axis). */
export const dynamicSlicePrimitive: Primitive<{ readonly sizes: Shape }, 'required'> = /* @__PURE__ */ primitive<{
  readonly sizes: Shape;
}>('dynamicSlice', {
  output: ([x], { sizes }) => ({ shape: sizes, dtype: x.dtype }),
  saves: { inputs: [1] },
  vjp: (_params, { inputs: [x, starts] }, dy) => [
    bind(dynamicUpdateSlicePrimitive, [zeros(x.shape, { dtype: x.dtype }), dy, starts], noParams),
    undefined,
  ],
  cost: () => 0,
});

/** x with a box replaced. Inputs: x, update, starts (int32 or int64, one an axis). */
export const dynamicUpdateSlicePrimitive: Primitive<NoParams, 'required'> = /* @__PURE__ */ primitive<NoParams>(
  'dynamicUpdateSlice',
  {
    output: ([x]) => ({ shape: x.shape, dtype: x.dtype }),
    saves: { inputs: [2] },
    vjp: (_params, { inputs: [, update, starts], wanted }, dy) => {
      const nothing = () => zeros(update.shape, { dtype: update.dtype });
      return [
        wanted[0] ? bind(dynamicUpdateSlicePrimitive, [dy, nothing(), starts], noParams) : undefined,
        wanted[1] ? bind(dynamicSlicePrimitive, [dy, starts], { sizes: update.shape }) : undefined,
        undefined,
      ];
    },
    cost: ([, update]) => update.shape.reduce((a, b) => a * b, 1),
  },
);

/** Start positions as the primitives take them: int32 or int64, one an axis. */
function startsOf(op: string, starts: TensorLike, rank: number): Tensor {
  const t = indices(op, starts);
  if (t.rank !== 1 || t.size !== rank) {
    throw new ShapeError(op, 'starts does not hold one position for each axis', {
      got: `starts of shape ${formatShape(t.shape)}`,
      expected: `shape [${rank}]`,
    });
  }
  return t;
}

function checkFits(op: string, x: Tensor, sizes: Shape): void {
  if (sizes.length === x.rank && sizes.every((size, axis) => size <= x.shape[axis]!)) return;
  throw new ShapeError(op, 'the box does not fit into x', {
    got: `a box of ${formatShape(sizes)} for x of ${formatShape(x.shape)}`,
    expected: 'a size for each axis, none larger than x has',
  });
}

/**
 * A box of fixed sizes whose place is a tensor: one trace serves every place.
 *
 * @param x - any shape
 * @param starts - [rank], whole numbers; moved as far as needed for the box to lie inside `x`
 * @param sizes - the sizes of the box
 * @returns a tensor of shape `sizes` and `x`'s dtype
 * @throws ShapeError if the box is larger than `x` or `starts` does not have one entry an axis
 * @source `jax.lax.dynamic_slice`
 *
 * @example
 * await dynamicSlice([1, 2, 3, 4], [1], [2]).array(); // [2, 3]
 */
export function dynamicSlice(x: TensorLike, starts: TensorLike, sizes: Shape): Tensor {
  const t = asTensor('dynamicSlice', x);
  checkFits('dynamicSlice', t, checkShape('dynamicSlice', sizes));
  return bind(dynamicSlicePrimitive, [t, startsOf('dynamicSlice', starts, t.rank)], { sizes });
}

/**
 * `x` with a box of its elements replaced, the place being a tensor.
 *
 * @param x - any shape
 * @param update - the new elements, of `x`'s rank and nowhere larger
 * @param starts - [rank], whole numbers; moved as far as needed for the box to lie inside `x`
 * @returns a tensor of the shape of `x`, in the dtype to which `x` and `update` promote
 * @throws ShapeError if `update` is larger than `x` or `starts` does not have one entry an axis
 * @source `jax.lax.dynamic_update_slice`
 *
 * @example
 * await dynamicUpdateSlice([1, 2, 3, 4], [0, 0], [1]).array(); // [1, 0, 0, 4]
 */
export function dynamicUpdateSlice(x: TensorLike, update: TensorLike, starts: TensorLike): Tensor {
  const [t, u] = promoted('dynamicUpdateSlice', x, update);
  checkFits('dynamicUpdateSlice', t, u.shape);
  const places = startsOf('dynamicUpdateSlice', starts, t.rank);
  return bind(dynamicUpdateSlicePrimitive, [t, u, places], noParams);
}
