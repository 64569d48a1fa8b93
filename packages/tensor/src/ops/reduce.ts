import { bind } from '../bind.ts';
import { ShapeError } from '../errors.ts';
import { type Primitive, primitive, type Saves } from '../primitive.ts';
import { checkAxes, checkAxis, formatShape, reducedShape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor } from './arguments.ts';
import { cast } from './cast.ts';
import { cumProd } from './cumulative.ts';
import type { ArgReduceOptions, ReduceOptions } from './reduce-options.ts';
import { broadcastTo, flatten, reshape, transpose } from './reshape.ts';

interface AxesParams {
  /** Sorted; they are dropped from the shape. */
  readonly axes: readonly number[];
}

interface AxisParams {
  readonly axis: number;
}

function reduction(
  name: string,
  vjp?: (axes: readonly number[], x: Tensor, y: Tensor, dy: Tensor) => Tensor,
  saves?: Saves,
): Primitive<AxesParams, 'required'> {
  return primitive<AxesParams>(name, {
    output: ([x], { axes }) => ({ shape: reducedShape(x.shape, axes, false), dtype: x.dtype }),
    saves,
    vjp: vjp && (({ axes }, { inputs: [x], outputs: [y] }, dy) => [vjp(axes, x, y, dy)]),
    cost: ([x]) => sizeOf(x.shape),
  });
}

function argReduction(name: string): Primitive<AxisParams, 'required'> {
  return primitive<AxisParams>(name, {
    output: ([x], { axis }) => ({ shape: reducedShape(x.shape, [axis], false), dtype: 'int32' }),
    cost: ([x]) => sizeOf(x.shape),
  });
}

/** The sum over axes; 0 over none. */
export const sumPrimitive = /* @__PURE__ */ reduction('sum', (axes, x, _y, dy) =>
  broadcastTo(reshape(dy, reducedShape(x.shape, axes, true)), x.shape),
);
/** The product over axes; 1 over none. */
export const prodPrimitive = /* @__PURE__ */ reduction('prod', prodGradient, { inputs: [0] });
/** The greatest over axes; NaN if there is one. Equal ones share the gradient. */
export const maxPrimitive = /* @__PURE__ */ reduction('max', extremeGradient, { inputs: [0], outputs: [0] });
/** The least over axes; NaN if there is one. Equal ones share the gradient. */
export const minPrimitive = /* @__PURE__ */ reduction('min', extremeGradient, { inputs: [0], outputs: [0] });
/** Whether at least one is true. */
export const anyPrimitive = /* @__PURE__ */ reduction('any');
/** Whether all are true. */
export const allPrimitive = /* @__PURE__ */ reduction('all');
/** Where the greatest is: the first one; a NaN counts as the greatest. */
export const argMaxPrimitive = /* @__PURE__ */ argReduction('argMax');
/** Where the least is: the first one; a NaN counts as the least. */
export const argMinPrimitive = /* @__PURE__ */ argReduction('argMin');

/** Each element's gradient is the product of the others: what came before it times what comes after. No division by 0. */
function prodGradient(axes: readonly number[], x: Tensor, y: Tensor, dy: Tensor): Tensor {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const rows = reshape(transpose(x, order), [...y.shape, sizeOf(axes.map((axis) => x.shape[axis] as number))]);
  const before = cumProd(rows, { axis: -1, exclusive: true });
  const after = cumProd(rows, { axis: -1, exclusive: true, reverse: true });
  const others = before.mul(after).mul(reshape(dy, [...y.shape, 1]));
  const moved = reshape(
    others,
    order.map((axis) => x.shape[axis] as number),
  );
  return transpose(
    moved,
    x.shape.map((_, axis) => order.indexOf(axis)),
  );
}

function extremeGradient(axes: readonly number[], x: Tensor, y: Tensor, dy: Tensor): Tensor {
  const shape = reducedShape(x.shape, axes, true);
  const winners = cast(x.equal(reshape(y, shape)), x.dtype);
  return winners.mul(reshape(dy, shape).div(winners.sum({ axis: axes, keepDims: true })));
}

/** Small whole numbers and bools as the int32 in which they are summed. */
export function accumulated(x: Tensor): Tensor {
  return x.dtype === 'bool' || x.dtype === 'uint8' || x.dtype === 'int8' ? cast(x, 'int32') : x;
}

/** Checks the axes and binds; with no axis to reduce, `x` itself. */
function reduce(op: string, of: Primitive<AxesParams, 'required'>, x: Tensor, options: ReduceOptions): Tensor {
  const axes = checkAxes(op, options.axis, x.rank);
  if (axes.length === 0) return x;
  const y = bind(of, [x], { axes });
  return options.keepDims ? reshape(y, reducedShape(x.shape, axes, true)) : y;
}

/** Refuses to reduce axes without elements, for what has no value there. */
function checkFilled(op: string, x: Tensor, axis: number | readonly number[] | undefined): void {
  const axes = checkAxes(op, axis, x.rank);
  if (axes.every((place) => x.shape[place] !== 0)) return;
  throw new ShapeError(op, 'there is no element to choose from', {
    got: `shape ${formatShape(x.shape)} over axes ${formatShape(axes)}`,
    expected: 'at least one element on each axis',
  });
}

/**
 * The sum over axes.
 *
 * @param x - any shape; bool and 8-bit numbers are summed as int32
 * @param options - see {@link ReduceOptions}
 * @returns the sums, in `x`'s dtype (or int32); 0 over no elements
 * @throws ShapeError if an axis does not exist or is named twice
 * @source `keras.ops.sum`, `torch.sum`
 *
 * @example
 * await sum([[1, 2], [3, 4]], { axis: 0 }).array(); // [4, 6]
 */
export function sum(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduce('sum', sumPrimitive, accumulated(asTensor('sum', x)), options);
}

/**
 * The product over axes. Its gradient is right also where elements are 0.
 *
 * @param x - any shape; bool and 8-bit numbers are multiplied as int32
 * @param options - see {@link ReduceOptions}
 * @returns the products, in `x`'s dtype (or int32); 1 over no elements
 * @throws ShapeError if an axis does not exist or is named twice
 * @source `keras.ops.prod`, `torch.prod`
 *
 * @example
 * await prod([[1, 2], [3, 4]], { axis: 1 }).array(); // [2, 12]
 */
export function prod(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduce('prod', prodPrimitive, accumulated(asTensor('prod', x)), options);
}

/**
 * The greatest element over axes; NaN if there is one. Equal greatest elements share the gradient.
 *
 * @param x - any shape
 * @param options - see {@link ReduceOptions}
 * @returns the greatest, in `x`'s dtype
 * @throws ShapeError if an axis does not exist, is named twice or has no elements
 * @source `keras.ops.max`, `torch.amax`
 *
 * @example
 * await max([[1, 2], [4, 3]], { axis: 1 }).array(); // [2, 4]
 */
export function max(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return extreme('max', maxPrimitive, anyPrimitive, x, options);
}

/**
 * The least element over axes; NaN if there is one. Equal least elements share the gradient.
 *
 * @param x - any shape
 * @param options - see {@link ReduceOptions}
 * @returns the least, in `x`'s dtype
 * @throws ShapeError if an axis does not exist, is named twice or has no elements
 * @source `keras.ops.min`, `torch.amin`
 *
 * @example
 * await min([[1, 2], [4, 3]], { axis: 1 }).array(); // [1, 3]
 */
export function min(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return extreme('min', minPrimitive, allPrimitive, x, options);
}

/** An extreme of numbers; of bools, the logical reduction that is the same. */
function extreme(
  op: string,
  ofNumbers: Primitive<AxesParams, 'required'>,
  ofBools: Primitive<AxesParams, 'required'>,
  x: TensorLike,
  options: ReduceOptions,
): Tensor {
  const t = asTensor(op, x);
  checkFilled(op, t, options.axis);
  return reduce(op, t.dtype === 'bool' ? ofBools : ofNumbers, t, options);
}

/**
 * Whether at least one element is true over axes. Of other dtypes than bool, true is what is other than 0.
 *
 * @param x - any shape
 * @param options - see {@link ReduceOptions}
 * @returns a bool tensor; false over no elements
 * @throws ShapeError if an axis does not exist or is named twice
 * @source `keras.ops.any`, `torch.any`
 *
 * @example
 * await any([[true, false], [false, false]], { axis: 1 }).array(); // [true, false]
 */
export function any(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduce('any', anyPrimitive, cast(asTensor('any', x), 'bool'), options);
}

/**
 * Whether all elements are true over axes. Of other dtypes than bool, true is what is other than 0.
 *
 * @param x - any shape
 * @param options - see {@link ReduceOptions}
 * @returns a bool tensor; true over no elements
 * @throws ShapeError if an axis does not exist or is named twice
 * @source `keras.ops.all`, `torch.all`
 *
 * @example
 * await all([[true, true], [true, false]], { axis: 1 }).array(); // [true, false]
 */
export function all(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduce('all', allPrimitive, cast(asTensor('all', x), 'bool'), options);
}

/**
 * Where the greatest element is along an axis: the first, if there are several. A NaN counts as the greatest.
 *
 * @param x - any shape
 * @param options - see {@link ArgReduceOptions}
 * @returns int32 positions along the axis; without `axis`, the position among all elements
 * @throws ShapeError if the axis does not exist or has no elements
 * @source `keras.ops.argmax`, `torch.argmax`
 *
 * @example
 * await argMax([[1, 9, 3], [7, 5, 6]], { axis: 1 }).array(); // [1, 0]
 */
export function argMax(x: TensorLike, options: ArgReduceOptions = {}): Tensor {
  return argReduce('argMax', argMaxPrimitive, x, options);
}

/**
 * Where the least element is along an axis: the first, if there are several. A NaN counts as the least.
 *
 * @param x - any shape
 * @param options - see {@link ArgReduceOptions}
 * @returns int32 positions along the axis; without `axis`, the position among all elements
 * @throws ShapeError if the axis does not exist or has no elements
 * @source `keras.ops.argmin`, `torch.argmin`
 *
 * @example
 * await argMin([[1, 9, 3], [7, 5, 6]], { axis: 1 }).array(); // [0, 1]
 */
export function argMin(x: TensorLike, options: ArgReduceOptions = {}): Tensor {
  return argReduce('argMin', argMinPrimitive, x, options);
}

function argReduce(
  op: string,
  of: Primitive<AxisParams, 'required'>,
  x: TensorLike,
  { axis, keepDims = false }: ArgReduceOptions,
): Tensor {
  const given = asTensor(op, x);
  // Bools are ordered as the numbers 0 and 1.
  const ordered = given.dtype === 'bool' ? cast(given, 'int32') : given;
  const t = axis === undefined ? flatten(ordered) : ordered;
  const along = checkAxis(op, axis ?? 0, t.rank);
  checkFilled(op, t, along);
  const y = bind(of, [t], { axis: along });
  if (!keepDims) return y;
  const axes = axis === undefined ? undefined : along;
  return reshape(y, reducedShape(given.shape, checkAxes(op, axes, given.rank), true));
}
