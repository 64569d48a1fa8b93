import { bind, bindAll } from '../bind.ts';
import { ShapeError } from '../errors.ts';
import { fusedPrimitive, type Primitive } from '../primitive.ts';
import { scope } from '../scope.ts';
import { formatShape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { floating } from './arguments.ts';
import { rsqrt } from './exponential.ts';
import {
  affine,
  affineGradients,
  affineOf,
  channelVector,
  type NormalizationOptions,
  type NormalizationParams,
  present,
  standardized,
  standardizedGradient,
  statisticsDType,
} from './normalization-parts.ts';

/**
 * With statistics from elsewhere. Inputs: x [..., channels], mean and variance [channels], then gamma and beta where the
 * parameters say so. It is differentiated through its parts.
 */
export const batchNormalizationPrimitive: Primitive<NormalizationParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<NormalizationParams>('batchNormalization', {
    output: ([x]) => ({ shape: x.shape, dtype: x.dtype }),
    decompose: ({ epsilon, ...params }, [x, mean, variance, ...rest]) => {
      const dtype = statisticsDType(x.dtype);
      const inverse = rsqrt(variance.cast(dtype).add(epsilon));
      const normalized = x.cast(dtype).sub(mean).mul(inverse);
      return [affine(normalized, ...affineOf(params, rest)).cast(x.dtype)];
    },
    cost: ([x]) => 2 * sizeOf(x.shape),
  });

/**
 * With the batch's own statistics. Inputs: x [..., channels], gamma and beta where the parameters say so. Outputs: y, mean
 * and (population) variance [channels].
 */
export const batchNormalizationTrainingPrimitive: Primitive<NormalizationParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<NormalizationParams>('batchNormalizationTraining', {
    output: ([x]) => {
      const channel = { shape: x.shape.slice(-1), dtype: statisticsDType(x.dtype) };
      return [{ shape: x.shape, dtype: x.dtype }, channel, channel];
    },
    differentiable: () => 1,
    saves: { inputs: [0, 1], outputs: [1, 2] },
    vjp: (params, { inputs: [x, ...rest], outputs: [, mean, variance] }, dy) => {
      const [gamma] = affineOf(params, rest);
      return bindAll(batchNormalizationGradientPrimitive, present(x, mean, variance, dy, gamma), params);
    },
    decompose: ({ epsilon, ...params }, [x, ...rest]) => {
      const { normalized, mean, variance } = standardized(rows(x), [0], epsilon);
      const y = affine(normalized, ...affineOf(params, rest)).cast(x.dtype);
      return [y.reshape(x.shape), mean.squeeze(0), variance.squeeze(0)];
    },
    cost: ([x]) => 6 * sizeOf(x.shape),
  });

/**
 * Inputs: x, its mean and variance by channel, dy, and gamma where there is one. Outputs: dx, then dgamma and dbeta where the
 * parameters say so. The decomposition works mean and variance out again, so that gradients of gradients pass to x alone.
 */
export const batchNormalizationGradientPrimitive: Primitive<NormalizationParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<NormalizationParams>('batchNormalizationGradient', {
    output: ([x], { scale, center }) => {
      const channel = { shape: x.shape.slice(-1), dtype: x.dtype };
      return [{ shape: x.shape, dtype: x.dtype }, ...(scale ? [channel] : []), ...(center ? [channel] : [])];
    },
    decompose: ({ epsilon, ...params }, [x, , , dy, gamma]) => {
      const parts = standardized(rows(x), [0], epsilon);
      const wideDy = rows(dy as Tensor);
      const dx = standardizedGradient(affine(wideDy, gamma, undefined), parts, [0]).reshape(x.shape);
      return [dx, ...affineGradients(wideDy, parts.normalized, params)].map((t) => t.cast(x.dtype));
    },
    cost: ([x]) => 12 * sizeOf(x.shape),
  });

/** [..., channels] -> [rows, channels], in the dtype of statistics. */
function rows(x: Tensor): Tensor {
  const channels = x.shape.at(-1) as number;
  return x.cast(statisticsDType(x.dtype)).reshape([sizeOf(x.shape.slice(0, -1)), channels]);
}

/**
 * Batch normalization with given statistics, as in inference: γ · (x − mean) / √(variance + ε) + β by channel.
 *
 * @param x - float [..., channels]; whole numbers become float32
 * @param mean - [channels]
 * @param variance - [channels]
 * @param gamma - the scale [channels]; none unless given
 * @param beta - the offset [channels]; none unless given
 * @param options - see {@link NormalizationOptions}
 * @returns a tensor of `x`'s shape and dtype
 * @throws ShapeError if x has no axis, or one of the others does not fit its last one
 * @source Ioffe and Szegedy: Batch normalization (2015); `keras.ops.batch_normalization`
 *
 * @example
 * await batchNormalization([[1, 5], [3, 5]], [2, 5], [1, 4], [1, 1], [0, 1], { epsilon: 0 }).array(); // [[-1, 1], [1, 1]]
 */
export function batchNormalization(
  x: TensorLike,
  mean: TensorLike,
  variance: TensorLike,
  gamma?: TensorLike,
  beta?: TensorLike,
  { epsilon = 1e-3 }: NormalizationOptions = {},
): Tensor {
  const op = 'batchNormalization';
  return scope(() => {
    const [t, channels] = withChannels(op, x);
    const statistics = { dtype: statisticsDType(t.dtype) };
    const given = [
      channelVector(op, 'mean', mean, [channels], statistics),
      channelVector(op, 'variance', variance, [channels], statistics),
    ];
    const scale = channelVector(op, 'gamma', gamma, [channels], t);
    const offset = channelVector(op, 'beta', beta, [channels], t);
    const params = { epsilon, scale: scale !== undefined, center: offset !== undefined };
    return bind(batchNormalizationPrimitive, present(t, ...given, scale, offset), params);
  });
}

/** What {@link batchNormalizationTraining} returns. */
export interface BatchNormalized {
  /** Of x's shape and dtype. */
  readonly output: Tensor;
  /** [channels]; no gradient passes. */
  readonly mean: Tensor;
  /** The population variance, [channels]; no gradient passes. */
  readonly variance: Tensor;
}

/**
 * Batch normalization with the batch's own statistics, as in training: γ · (x − mean) / √(variance + ε) + β, with mean and
 * population variance of each channel over all other axes.
 *
 * Mean and variance are returned for moving averages.
 *
 * @param x - float [..., channels]; whole numbers become float32
 * @param gamma - the scale [channels]; none unless given
 * @param beta - the offset [channels]; none unless given
 * @param options - see {@link NormalizationOptions}
 * @returns see {@link BatchNormalized}; mean and variance are NaN where there is no example
 * @throws ShapeError if x has no axis, or gamma or beta do not fit its last one
 * @source Ioffe and Szegedy: Batch normalization (2015); `keras.layers.BatchNormalization`
 *
 * @example
 * const { output, variance } = batchNormalizationTraining([[1, 5], [3, 5]], [1, 1], [0, 0], { epsilon: 1 });
 * await output.array(); // [[-0.7071068, 0], [0.7071068, 0]]
 * await variance.array(); // [1, 0]
 */
export function batchNormalizationTraining(
  x: TensorLike,
  gamma?: TensorLike,
  beta?: TensorLike,
  { epsilon = 1e-3 }: NormalizationOptions = {},
): BatchNormalized {
  const op = 'batchNormalizationTraining';
  return scope(() => {
    const [t, channels] = withChannels(op, x);
    const scale = channelVector(op, 'gamma', gamma, [channels], t);
    const offset = channelVector(op, 'beta', beta, [channels], t);
    const params = { epsilon, scale: scale !== undefined, center: offset !== undefined };
    const [output, mean, variance] = bindAll(batchNormalizationTrainingPrimitive, present(t, scale, offset), params);
    return { output, mean, variance } as BatchNormalized;
  });
}

function withChannels(op: string, value: TensorLike): readonly [x: Tensor, channels: number] {
  const x = floating(op, value);
  const channels = x.shape.at(-1);
  if (channels !== undefined) return [x, channels];
  throw new ShapeError(op, 'x has no axis', { got: formatShape(x.shape), expected: '[..., channels]' });
}
