import { bind } from '../bind.ts';
import { ShapeError } from '../errors.ts';
import { fusedPrimitive, type Primitive } from '../primitive.ts';
import { formatShape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor, promotedFloating } from './arguments.ts';
import { cast } from './cast.ts';
import {
  applyEpilogue,
  checkActivation,
  type EpilogueActivation,
  type EpilogueParams,
  epilogueGradient,
  epilogueSaves,
} from './epilogue.ts';
import { matmul } from './matmul.ts';
import { sum } from './reduce.ts';
import { reshape } from './reshape.ts';

/** x [rows, in], kernel [in, out], bias [out] -> activation(x · kernel + bias) [rows, out]. */
export const affinePrimitive: Primitive<EpilogueParams, 'fused'> = /* @__PURE__ */ fusedPrimitive<EpilogueParams>(
  'affine',
  {
    output: ([x, kernel]) => ({ shape: [x.shape[0]!, kernel.shape[1]!], dtype: x.dtype }),
    saves: epilogueSaves,
    vjp: (params, { inputs: [x, kernel], outputs: [y], wanted }, dy) => {
      const dz = epilogueGradient(params, y, dy);
      return [
        wanted[0] ? matmul(dz, kernel, { transposeB: true }) : undefined,
        wanted[1] ? matmul(x, dz, { transposeA: true }) : undefined,
        wanted[2] ? sum(dz, { axis: 0 }) : undefined,
      ];
    },
    decompose: (params, [x, kernel, bias]) => [applyEpilogue(params, matmul(x, kernel), bias)],
    cost: ([x, kernel]) => x.shape[0]! * sizeOf(kernel.shape),
  },
);

/** Options of {@link affine}. */
export interface AffineOptions {
  /**
   * What is applied to the sums.
   * @defaultValue 'linear'
   */
  activation?: EpilogueActivation | undefined;
}

/**
 * activation(x · kernel + bias): what a dense layer computes, in one pass.
 *
 * @param x - [..., in]
 * @param kernel - [in, out]
 * @param bias - [out]
 * @param options - see {@link AffineOptions}
 * @returns [..., out] in the float dtype to which `x` and `kernel` promote
 * @throws ShapeError if the sizes do not fit
 * @throws ArgumentError if the activation is not one of the choices
 * @source `torch.nn.functional.linear` (whose weight is transposed), `keras.layers.Dense`
 *
 * @example
 * await affine([[1, 2]], [[1, 0], [0, 2]], [10, -10], { activation: 'relu' }).array(); // [[11, 0]]
 */
export function affine(
  x: TensorLike,
  kernel: TensorLike,
  bias: TensorLike,
  { activation = 'linear' }: AffineOptions = {},
): Tensor {
  const params = { activation: checkActivation('affine', activation) };
  const [t, k] = promotedFloating('affine', x, kernel);
  const b = biasOf('affine', bias, t.dtype, k.shape[1]);
  if (k.rank !== 2 || t.rank === 0 || t.shape[t.rank - 1] !== k.shape[0]) {
    throw new ShapeError('affine', 'x and the kernel do not fit', {
      got: `x ${formatShape(t.shape)} and kernel ${formatShape(k.shape)}`,
      expected: 'x [..., in] and a kernel [in, out]',
    });
  }
  if (t.rank === 2) return bind(affinePrimitive, [t, k, b], params);
  // One large product instead of many small ones.
  const lead = t.shape.slice(0, -1);
  const rows = reshape(t, [sizeOf(lead), k.shape[0]!]);
  return reshape(bind(affinePrimitive, [rows, k, b], params), [...lead, k.shape[1]!]);
}

/** A bias of `size` elements in a dtype that holds it. */
export function biasOf(op: string, bias: TensorLike, dtype: Tensor['dtype'], size: number | undefined): Tensor {
  const b = asTensor(op, bias, dtype);
  if (b.rank !== 1 || b.shape[0] !== size) {
    throw new ShapeError(op, 'the bias does not fit the kernel', {
      got: formatShape(b.shape),
      expected: `[${size ?? 'out'}], a number for each output`,
    });
  }
  return cast(b, dtype);
}
