import { bind } from '../bind.ts';
import { ShapeError } from '../errors.ts';
import { primitive, viewPrimitive } from '../primitive.ts';
import { checkAxes, checkAxis, checkShape, formatShape, type Shape, sameShape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor } from './arguments.ts';
import { sumTo } from './sum-to.ts';

/** The same elements, in the same order, in another shape of the same size. */
export const reshapePrimitive = /* @__PURE__ */ viewPrimitive<{ readonly shape: Shape; readonly from: Shape }>(
  'reshape',
  {
    output: ([x], { shape }) => ({ shape, dtype: x.dtype }),
    vjp: ({ from }, _residuals, dy) => [reshape(dy, from)],
    view: () => 0,
    cost: () => 0,
  },
);

/** Axes in another order: output axis i is input axis `permutation[i]`. */
export const transposePrimitive = /* @__PURE__ */ primitive<{ readonly permutation: readonly number[] }>('transpose', {
  output: ([x], { permutation }) => ({ shape: permutation.map((axis) => x.shape[axis] as number), dtype: x.dtype }),
  vjp: ({ permutation }, _residuals, dy) => [transpose(dy, inverse(permutation))],
  cost: () => 0,
});

/** Repeats along axes of size 1, and new leading axes, up to `shape`. */
export const broadcastToPrimitive = /* @__PURE__ */ primitive<{ readonly shape: Shape; readonly from: Shape }>(
  'broadcastTo',
  {
    output: ([x], { shape }) => ({ shape, dtype: x.dtype }),
    vjp: ({ from }, _residuals, dy) => [sumTo(dy, from)],
    cost: () => 0,
  },
);

/** The value itself, through which no gradient passes. */
export const stopGradientPrimitive = /* @__PURE__ */ viewPrimitive<Readonly<Record<never, never>>>('stopGradient', {
  output: ([x]) => x,
  view: () => 0,
  cost: () => 0,
});

function inverse(permutation: readonly number[]): number[] {
  const result = new Array<number>(permutation.length);
  permutation.forEach((from, to) => {
    result[from] = to;
  });
  return result;
}

/**
 * The same elements, in the same row-major order, in another shape. Copies nothing.
 *
 * @param x - any shape
 * @param shape - the shape wanted, of the same size; one entry may be −1 and is worked out
 * @returns a tensor that shares `x`'s memory
 * @throws ShapeError if the sizes differ
 * @source `keras.ops.reshape`, `torch.reshape`
 *
 * @example
 * reshape([1, 2, 3, 4, 5, 6], [2, -1]).shape; // [2, 3]
 */
export function reshape(x: TensorLike, shape: Shape): Tensor {
  const t = asTensor('reshape', x);
  const target = inferShape(t, shape);
  return sameShape(t.shape, target) ? t : bind(reshapePrimitive, [t], { shape: target, from: t.shape });
}

function inferShape(x: Tensor, shape: Shape): Shape {
  const open = shape.filter((size) => size === -1).length;
  const known = checkShape(
    'reshape',
    shape.map((size) => (size === -1 ? 1 : size)),
  );
  const rest = sizeOf(known) === 0 ? 0 : x.size / sizeOf(known);
  if (open > 1 || (open === 0 ? sizeOf(known) !== x.size : !Number.isInteger(rest) || sizeOf(known) === 0)) {
    throw new ShapeError('reshape', open > 1 ? 'more than one size is -1' : 'the sizes differ', {
      got: `${formatShape(x.shape)} (${x.size} elements) to ${formatShape(shape)}`,
      expected: 'a shape of the same number of elements, at most one size -1',
    });
  }
  return open === 0 ? shape : shape.map((size) => (size === -1 ? rest : size));
}

/**
 * All elements on one axis, in row-major order. Copies nothing.
 *
 * @param x - any shape
 * @returns a tensor of rank 1
 *
 * @example
 * await flatten([[1, 2], [3, 4]]).array(); // [1, 2, 3, 4]
 */
export function flatten(x: TensorLike): Tensor {
  const t = asTensor('flatten', x);
  return reshape(t, [t.size]);
}

/**
 * The axes in another order.
 *
 * @param x - any shape
 * @param permutation - for each axis of the result, which axis of `x` it is; reversed unless given
 * @returns a tensor with the sizes of `x` in that order
 * @throws ShapeError if it does not name each axis once
 * @source `keras.ops.transpose`, `torch.permute`
 *
 * @example
 * await transpose([[1, 2, 3]]).array(); // [[1], [2], [3]]
 */
export function transpose(x: TensorLike, permutation?: readonly number[]): Tensor {
  const t = asTensor('transpose', x);
  const order = permutation ?? t.shape.map((_, axis) => t.rank - 1 - axis);
  const axes = order.map((axis) => checkAxis('transpose', axis, t.rank));
  if (axes.length !== t.rank || new Set(axes).size !== t.rank) {
    throw new ShapeError('transpose', 'permutation does not name each axis once', {
      got: `${formatShape(order)} for shape ${formatShape(t.shape)}`,
      expected: `the axes 0 to ${t.rank - 1} in some order`,
    });
  }
  if (axes.every((axis, i) => axis === i)) return t;
  return bind(transposePrimitive, [t], { permutation: axes });
}

/**
 * New axes of size 1.
 *
 * @param x - any shape
 * @param axis - where they stand in the result; negative ones count from its end
 * @returns a tensor that shares `x`'s memory
 * @throws ShapeError if an axis does not fit
 * @source `keras.ops.expand_dims`, `torch.unsqueeze`
 *
 * @example
 * expandDims([1, 2], 0).shape; // [1, 2]
 */
export function expandDims(x: TensorLike, axis: number | readonly number[]): Tensor {
  const t = asTensor('expandDims', x);
  const count = typeof axis === 'number' ? 1 : axis.length;
  const places = checkAxes('expandDims', axis, t.rank + count);
  const sizes = [...t.shape];
  for (const place of places) sizes.splice(place, 0, 1);
  return reshape(t, sizes);
}

/**
 * Drops axes of size 1.
 *
 * @param x - any shape
 * @param axis - which ones; all of size 1 unless given
 * @returns a tensor that shares `x`'s memory
 * @throws ShapeError if a named axis has another size
 * @source `keras.ops.squeeze`, `torch.squeeze`
 *
 * @example
 * squeeze([[[1, 2]]]).shape; // [2]
 */
export function squeeze(x: TensorLike, axis?: number | readonly number[]): Tensor {
  const t = asTensor('squeeze', x);
  const named = axis === undefined ? [] : checkAxes('squeeze', axis, t.rank);
  for (const place of named) {
    if (t.shape[place] !== 1) {
      throw new ShapeError('squeeze', 'an axis to drop has another size than 1', {
        got: `axis ${place} of shape ${formatShape(t.shape)}`,
        expected: 'size 1',
      });
    }
  }
  return reshape(
    t,
    t.shape.filter((size, place) => (axis === undefined ? size !== 1 : !named.includes(place))),
  );
}

/**
 * Repeats elements along axes of size 1, and along new leading axes, up to a shape.
 *
 * @param x - a shape that broadcasts to `shape`
 * @param shape - the shape wanted
 * @returns a tensor of that shape
 * @throws ShapeError if `x` does not broadcast to it
 * @source `keras.ops.broadcast_to`, `torch.broadcast_to`
 *
 * @example
 * await broadcastTo([1, 2], [2, 2]).array(); // [[1, 2], [1, 2]]
 */
export function broadcastTo(x: TensorLike, shape: Shape): Tensor {
  const t = asTensor('broadcastTo', x);
  checkShape('broadcastTo', shape);
  if (sameShape(t.shape, shape)) return t;
  const lead = shape.length - t.rank;
  if (lead < 0 || t.shape.some((size, axis) => size !== 1 && size !== shape[lead + axis])) {
    throw new ShapeError('broadcastTo', 'the shape does not broadcast to the one wanted', {
      got: `${formatShape(t.shape)} to ${formatShape(shape)}`,
      expected: 'sizes that are 1 or the same, aligned at the last axis',
    });
  }
  return bind(broadcastToPrimitive, [t], { shape, from: t.shape });
}

/**
 * The same value, through which no gradient passes: for gradients it is a constant.
 *
 * @param x - any shape
 * @returns a tensor that shares `x`'s memory
 * @source `keras.ops.stop_gradient`, `torch.Tensor.detach`
 *
 * @example
 * await grad((x) => x.mul(stopGradient(x)))(tensor(3)).item(); // 3
 */
export function stopGradient(x: TensorLike): Tensor {
  return bind(stopGradientPrimitive, [asTensor('stopGradient', x)], {});
}
