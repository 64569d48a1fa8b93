import { bind, bindAll } from '../bind.ts';
import { fusedPrimitive, type Primitive } from '../primitive.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import {
  affine,
  affineGradients,
  affineOf,
  type NormalizationOptions,
  type NormalizationParams,
  present,
  standardized,
  standardizedGradient,
  statisticsDType,
} from './normalization-parts.ts';
import { overLastAxis } from './normalized-axes.ts';

/**
 * Inputs: x [..., channels], gamma [channels] and beta [channels] where the parameters say so. Outputs: y, and for each
 * row the mean and 1 / √(variance + ε), which the gradient takes and nobody else sees.
 */
export const layerNormalizationPrimitive: Primitive<NormalizationParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<NormalizationParams>('layerNormalization', {
    output: ([x]) => {
      const row = { shape: x.shape.slice(0, -1), dtype: statisticsDType(x.dtype) };
      return [{ shape: x.shape, dtype: x.dtype }, row, row];
    },
    differentiable: () => 1,
    saves: { inputs: [0, 1], outputs: [1, 2] },
    vjp: (params, { inputs: [x, ...rest], outputs: [, mean, inverse] }, dy) => {
      const [gamma] = affineOf(params, rest);
      return bindAll(layerNormalizationGradientPrimitive, present(x, mean, inverse, dy, gamma), params);
    },
    decompose: ({ epsilon, ...params }, [x, ...rest]) => {
      const { normalized, mean, inverse } = standardized(wide(x), [x.rank - 1], epsilon);
      return [affine(normalized, ...affineOf(params, rest)).cast(x.dtype), mean.squeeze(-1), inverse.squeeze(-1)];
    },
    cost: ([x]) => 6 * sizeOf(x.shape),
  });

/**
 * Inputs: x, its mean and 1 / √(variance + ε) by row, dy, and gamma where there is one. Outputs: dx, then dgamma and dbeta
 * where the parameters say so.
 *
 * The decomposition works mean and variance out again: gradients of gradients then pass to x alone.
 */
export const layerNormalizationGradientPrimitive: Primitive<NormalizationParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<NormalizationParams>('layerNormalizationGradient', {
    output: ([x], { scale, center }) => {
      const like = { shape: x.shape, dtype: x.dtype };
      const channel = { shape: x.shape.slice(-1), dtype: x.dtype };
      return [like, ...(scale ? [channel] : []), ...(center ? [channel] : [])];
    },
    decompose: ({ epsilon, ...params }, [x, , , dy, gamma]) => {
      const parts = standardized(wide(x), [x.rank - 1], epsilon);
      const wideDy = wide(dy as Tensor);
      const dx = standardizedGradient(affine(wideDy, gamma, undefined), parts, [x.rank - 1]);
      return [dx, ...affineGradients(wideDy, parts.normalized, params)].map((t) => t.cast(x.dtype));
    },
    cost: ([x]) => 12 * sizeOf(x.shape),
  });

function wide(x: Tensor): Tensor {
  return x.cast(statisticsDType(x.dtype));
}

/** Options of {@link layerNormalization}. */
export interface LayerNormalizationOptions extends NormalizationOptions {
  /**
   * The axis or axes over which mean and variance are taken.
   * @defaultValue -1
   */
  axis?: number | readonly number[] | undefined;
}

/**
 * Layer normalization: γ · (x − mean) / √(variance + ε) + β, with mean and variance of each example by itself.
 *
 * @param x - float, any shape of rank 1 or more; whole numbers become float32
 * @param gamma - the scale, of the sizes of the normalized axes; none unless given
 * @param beta - the offset, likewise
 * @param options - see {@link LayerNormalizationOptions}
 * @returns a tensor of `x`'s shape and dtype
 * @throws ShapeError if an axis does not exist, or gamma or beta do not fit
 * @source Ba et al.: Layer normalization (2016); `keras.ops.layer_normalization`, `torch.nn.functional.layer_norm`
 *
 * @example
 * await layerNormalization([[1, 3], [10, 30]], [1, 1], [0, 5], { epsilon: 0 }).array(); // [[-1, 6], [-1, 6]]
 */
export function layerNormalization(
  x: TensorLike,
  gamma?: TensorLike,
  beta?: TensorLike,
  { axis = -1, epsilon = 1e-3 }: LayerNormalizationOptions = {},
): Tensor {
  return overLastAxis('layerNormalization', x, axis, { gamma, beta }, (rows, [scale, offset]) =>
    bind(layerNormalizationPrimitive, present(rows, scale, offset), {
      epsilon,
      scale: scale !== undefined,
      center: offset !== undefined,
    }),
  );
}
