import { bind } from '../bind.ts';
import { ShapeError } from '../errors.ts';
import { type Abstract, type Primitive, primitive } from '../primitive.ts';
import { broadcastShapes, formatShape, type Shape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { numeric, promoted } from './arguments.ts';
import { cast } from './cast.ts';
import { reshape } from './reshape.ts';
import { sumTo } from './sum-to.ts';

/** Which operands of a matrix product are transposed in their last two axes. */
export interface MatmulParams {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Options of {@link matmul}. */
export interface MatmulOptions {
  /**
   * Whether the last two axes of `a` change places first. Costs nothing: no transposed copy is made.
   * @defaultValue false
   */
  transposeA?: boolean | undefined;
  /**
   * The same for `b`.
   * @defaultValue false
   */
  transposeB?: boolean | undefined;
}

/** Matrix products: a [...batch, m, k] · b [...batch, k, n] -> [...batch, m, n], sizes as they are after transposition. */
export const matmulPrimitive: Primitive<MatmulParams, 'required'> = /* @__PURE__ */ primitive<MatmulParams>('matmul', {
  output: ([a, b], { transposeA, transposeB }) => ({
    shape: [...batchShape(a.shape, b.shape), a.shape.at(transposeA ? -1 : -2)!, b.shape.at(transposeB ? -2 : -1)!],
    dtype: a.dtype,
  }),
  saves: { inputs: [0, 1] },
  vjp: ({ transposeA: tA, transposeB: tB }, { inputs: [a, b], wanted }, dy) => [
    // y = a b: da = dy bᵀ, db = aᵀ dy; where an operand was transposed, so is its gradient's product.
    wanted[0] ? sumTo(tA ? product(b, dy, tB, true) : product(dy, b, false, !tB), a.shape) : undefined,
    wanted[1] ? sumTo(tB ? product(dy, a, true, tA) : product(a, dy, !tA, false), b.shape) : undefined,
  ],
  cost: ([a, b], { transposeB }) => {
    const columns = b.shape.at(transposeB ? -2 : -1)!;
    return sizeOf(batchShape(a.shape, b.shape)) * a.shape.at(-1)! * a.shape.at(-2)! * columns;
  },
});

function batchShape(a: Shape, b: Shape): Shape {
  return broadcastShapes('matmul', a.slice(0, -2), b.slice(0, -2));
}

function product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  return bind(matmulPrimitive, [a, b], { transposeA, transposeB });
}

/**
 * The matrix product of `a` and `b` over their last two axes; leading axes are batches and broadcast.
 *
 * y[…, i, j] = Σ_k a[…, i, k] · b[…, k, j]. A vector is taken as a row on the left and as a column on the right,
 * and its axis is absent from the result. Products of bytes are summed in int32.
 *
 * @param a - [...batch, m, k], or [...batch, k, m] with `transposeA`, or [k]
 * @param b - [...batch, k, n], or [...batch, n, k] with `transposeB`, or [k]
 * @param options - see {@link MatmulOptions}
 * @returns [...batch, m, n] in the dtype to which the two promote
 * @throws ShapeError if the inner sizes differ or the batches do not broadcast
 * @throws DTypeError if both are bool
 * @source `keras.ops.matmul`, `torch.matmul`
 *
 * @example
 * await matmul([[1, 2], [3, 4]], [[1, 0], [0, 2]]).array(); // [[1, 4], [3, 8]]
 * await matmul([[1, 2]], [[3, 4]], { transposeB: true }).array(); // [[11]]
 */
export function matmul(
  a: TensorLike,
  b: TensorLike,
  { transposeA = false, transposeB = false }: MatmulOptions = {},
): Tensor {
  const [x, y] = multipliable('matmul', a, b);
  if (x.rank === 0 || y.rank === 0) {
    throw new ShapeError('matmul', 'an operand is a scalar', {
      got: `a ${formatShape(x.shape)} and b ${formatShape(y.shape)}`,
      expected: 'at least one axis each',
      fix: 'Use mul',
    });
  }
  const params = { transposeA: transposeA && x.rank > 1, transposeB: transposeB && y.rank > 1 };
  const left = x.rank === 1 ? reshape(x, [1, x.size]) : x;
  const right = y.rank === 1 ? reshape(y, [y.size, 1]) : y;
  checkInner(x, y, left, right, params);
  const result = multiply(left, right, params);
  if (x.rank > 1 && y.rank > 1) return result;
  const lead = result.shape.slice(0, -2);
  const rows = x.rank > 1 ? [result.shape.at(-2)!] : [];
  const columns = y.rank > 1 ? [result.shape.at(-1)!] : [];
  return reshape(result, [...lead, ...rows, ...columns]);
}

/** Operands in the dtype of their product. */
function multipliable(op: string, a: TensorLike, b: TensorLike): [a: Tensor, b: Tensor] {
  const [x, y] = promoted(op, a, b);
  const narrow = x.dtype === 'uint8' || x.dtype === 'int8';
  return narrow ? [cast(x, 'int32'), cast(y, 'int32')] : [numeric(op, x), numeric(op, y)];
}

/** One product of [...batch, m, k] with a single [k, n] is one product of tall matrices, which is faster both ways. */
function multiply(a: Tensor, b: Tensor, params: MatmulParams): Tensor {
  if (a.rank === 2 || b.rank !== 2 || params.transposeA) return bind(matmulPrimitive, [a, b], params);
  const inner = a.shape.at(-1)!;
  const rows = a.shape.slice(0, -1);
  const tall = bind(matmulPrimitive, [reshape(a, [sizeOf(rows), inner]), b], params);
  return reshape(tall, [...rows, tall.shape[1]!]);
}

function checkInner(a: Tensor, b: Tensor, left: Abstract, right: Abstract, params: MatmulParams): void {
  const innerA = left.shape.length - (params.transposeA ? 2 : 1);
  const innerB = right.shape.length - (params.transposeB ? 1 : 2);
  const size = left.shape[innerA];
  if (size === right.shape[innerB]) return;
  const otherA = left.shape[left.shape.length - (params.transposeA ? 1 : 2)];
  const otherB = right.shape[right.shape.length - (params.transposeB ? 2 : 1)];
  const flagB = b.rank > 1 && otherB === size ? `{ transposeB: ${!params.transposeB} }` : undefined;
  const flagA = a.rank > 1 && otherA === right.shape[innerB] ? `{ transposeA: ${!params.transposeA} }` : undefined;
  const fix = flagB ?? flagA;
  throw new ShapeError('matmul', 'inner sizes differ', {
    got: `a ${formatShape(a.shape)} and b ${formatShape(b.shape)}`,
    expected: `a.shape[${Math.min(innerA, a.rank - 1)}] = b.shape[${Math.min(innerB, b.rank - 1)}]`,
    fix: fix && `Pass ${fix}`,
  });
}

/**
 * The inner product of two vectors, Σ aᵢ bᵢ.
 *
 * @param a - [n]
 * @param b - [n]
 * @returns a scalar in the dtype to which the two promote
 * @throws ShapeError if they are not vectors of one length
 * @source `torch.dot`
 *
 * @example
 * await dot([1, 2, 3], [4, 5, 6]).item(); // 32
 */
export function dot(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = promoted('dot', a, b);
  if (x.rank !== 1 || y.rank !== 1 || x.size !== y.size) {
    throw new ShapeError('dot', 'the operands are not vectors of one length', {
      got: `a ${formatShape(x.shape)} and b ${formatShape(y.shape)}`,
      expected: 'two shapes [n]',
      fix: x.rank > 1 || y.rank > 1 ? 'Use matmul' : undefined,
    });
  }
  return matmul(x, y);
}

/**
 * The outer product of two vectors, aᵢ bⱼ.
 *
 * @param a - [m]; more axes are flattened
 * @param b - [n]; more axes are flattened
 * @returns [m, n] in the dtype to which the two promote
 * @source `keras.ops.outer`, `torch.outer`
 *
 * @example
 * await outer([1, 2], [3, 4]).array(); // [[3, 4], [6, 8]]
 */
export function outer(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = promoted('outer', a, b);
  return reshape(x, [x.size, 1]).mul(reshape(y, [1, y.size]));
}
