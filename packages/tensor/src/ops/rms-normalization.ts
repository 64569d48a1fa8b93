import { bind, bindAll } from '../bind.ts';
import { fusedPrimitive, type Primitive } from '../primitive.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { rsqrt } from './exponential.ts';
import { affine, affineGradients, type NormalizationParams, present, statisticsDType } from './normalization-parts.ts';
import { overLastAxis } from './normalized-axes.ts';

/** What the kernels are told. */
export type RMSNormalizationParams = Pick<NormalizationParams, 'epsilon' | 'scale'>;

/**
 * Inputs: x [..., channels], and gamma [channels] where the parameters say so. Outputs: y, and for each row
 * 1 / √(mean of squares + ε), which the gradient takes.
 */
export const rmsNormalizationPrimitive: Primitive<RMSNormalizationParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<RMSNormalizationParams>('rmsNormalization', {
    output: ([x]) => [
      { shape: x.shape, dtype: x.dtype },
      { shape: x.shape.slice(0, -1), dtype: statisticsDType(x.dtype) },
    ],
    differentiable: () => 1,
    saves: { inputs: [0, 1], outputs: [1] },
    vjp: (params, { inputs: [x, gamma], outputs: [, inverse] }, dy) =>
      bindAll(rmsNormalizationGradientPrimitive, present(x, inverse, dy, params.scale ? gamma : undefined), params),
    decompose: ({ epsilon, scale }, [x, gamma]) => {
      const { normalized, inverse } = shrunk(x, epsilon);
      return [affine(normalized, scale ? gamma : undefined, undefined).cast(x.dtype), inverse.squeeze(-1)];
    },
    cost: ([x]) => 4 * sizeOf(x.shape),
  });

/**
 * Inputs: x, 1 / √(mean of squares + ε) by row, dy, and gamma where there is one. Outputs: dx, and dgamma where the
 * parameters say so. The decomposition works the mean out again, so that gradients of gradients pass to x alone.
 */
export const rmsNormalizationGradientPrimitive: Primitive<RMSNormalizationParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<RMSNormalizationParams>('rmsNormalizationGradient', {
    output: ([x], { scale }) => [
      { shape: x.shape, dtype: x.dtype },
      ...(scale ? [{ shape: x.shape.slice(-1), dtype: x.dtype }] : []),
    ],
    decompose: ({ epsilon, scale }, [x, , dy, gamma]) => {
      const { normalized, inverse } = shrunk(x, epsilon);
      const wideDy = dy.cast(inverse.dtype);
      const g = affine(wideDy, gamma, undefined);
      const along = g.mul(normalized).mean({ axis: -1, keepDims: true });
      const dx = g.sub(normalized.mul(along)).mul(inverse);
      return [dx, ...affineGradients(wideDy, normalized, { scale, center: false })].map((t) => t.cast(x.dtype));
    },
    cost: ([x]) => 8 * sizeOf(x.shape),
  });

/** x / √(mean of squares + ε), and the factor, with an axis of size 1. */
function shrunk(x: Tensor, epsilon: number): { normalized: Tensor; inverse: Tensor } {
  const wide = x.cast(statisticsDType(x.dtype));
  const inverse = rsqrt(wide.square().mean({ axis: -1, keepDims: true }).add(epsilon));
  return { normalized: wide.mul(inverse), inverse };
}

/** Options of {@link rmsNormalization}. */
export interface RMSNormalizationOptions {
  /**
   * The axis or axes over which the mean of squares is taken.
   * @defaultValue -1
   */
  axis?: number | readonly number[] | undefined;
  /**
   * Added to the mean of squares, which keeps the divisor from 0.
   * @defaultValue 1e-6
   */
  epsilon?: number | undefined;
}

/**
 * Root mean square normalization: γ · x / √(mean(x²) + ε). No mean is taken off.
 *
 * @param x - float, any shape of rank 1 or more; whole numbers become float32
 * @param gamma - the scale, of the sizes of the normalized axes; none unless given
 * @param options - see {@link RMSNormalizationOptions}
 * @returns a tensor of `x`'s shape and dtype
 * @throws ShapeError if an axis does not exist, or gamma does not fit
 * @source Zhang and Sennrich: Root mean square layer normalization (2019); `keras.ops.rms_normalization`,
 * `torch.nn.functional.rms_norm`
 *
 * @example
 * await rmsNormalization([3, -3], [1, 2], { epsilon: 0 }).array(); // [1, -2]
 */
export function rmsNormalization(
  x: TensorLike,
  gamma?: TensorLike,
  { axis = -1, epsilon = 1e-6 }: RMSNormalizationOptions = {},
): Tensor {
  return overLastAxis('rmsNormalization', x, axis, { gamma }, (rows, [scale]) =>
    bind(rmsNormalizationPrimitive, present(rows, scale), { epsilon, scale: scale !== undefined }),
  );
}
