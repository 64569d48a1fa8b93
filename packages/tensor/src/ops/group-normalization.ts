import { bind, bindAll } from '../bind.ts';
import { ShapeError } from '../errors.ts';
import { fusedPrimitive, type Primitive } from '../primitive.ts';
import { scope } from '../scope.ts';
import { formatShape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { floating } from './arguments.ts';
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

/** What the kernels are told. */
export interface GroupNormalizationParams extends NormalizationParams {
  /** A divisor of the number of channels. */
  readonly groups: number;
}

/** Positions and channels within a group: what mean and variance are taken over. */
const within = [1, 3];

/**
 * Inputs: x [batch, ...spatial, channels], gamma [channels] and beta [channels] where the parameters say so. Outputs: y, and
 * mean and 1 / √(variance + ε), both [batch, groups], which the gradient takes.
 */
export const groupNormalizationPrimitive: Primitive<GroupNormalizationParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<GroupNormalizationParams>('groupNormalization', {
    output: ([x], { groups }) => {
      const group = { shape: [x.shape[0] as number, groups], dtype: statisticsDType(x.dtype) };
      return [{ shape: x.shape, dtype: x.dtype }, group, group];
    },
    differentiable: () => 1,
    saves: { inputs: [0, 1], outputs: [1, 2] },
    vjp: (params, { inputs: [x, ...rest], outputs: [, mean, inverse] }, dy) => {
      const [gamma] = affineOf(params, rest);
      return bindAll(groupNormalizationGradientPrimitive, present(x, mean, inverse, dy, gamma), params);
    },
    decompose: ({ epsilon, groups, ...params }, [x, ...rest]) => {
      const { normalized, mean, inverse } = standardized(grouped(x, groups), within, epsilon);
      const y = affine(normalized.reshape(x.shape), ...affineOf(params, rest));
      return [y.cast(x.dtype), mean.squeeze(within), inverse.squeeze(within)];
    },
    cost: ([x]) => 6 * sizeOf(x.shape),
  });

/**
 * Inputs: x, its mean and 1 / √(variance + ε) by group, dy, and gamma where there is one. Outputs: dx, then dgamma and dbeta
 * where the parameters say so. The decomposition works mean and variance out again, so that gradients of gradients pass to
 * x alone.
 */
export const groupNormalizationGradientPrimitive: Primitive<GroupNormalizationParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<GroupNormalizationParams>('groupNormalizationGradient', {
    output: ([x], { scale, center }) => {
      const channel = { shape: x.shape.slice(-1), dtype: x.dtype };
      return [{ shape: x.shape, dtype: x.dtype }, ...(scale ? [channel] : []), ...(center ? [channel] : [])];
    },
    decompose: ({ epsilon, groups, ...params }, [x, , , dy, gamma]) => {
      const parts = standardized(grouped(x, groups), within, epsilon);
      const wideDy = (dy as Tensor).cast(statisticsDType(x.dtype));
      const g = grouped(affine(wideDy, gamma, undefined), groups);
      const dx = standardizedGradient(g, parts, within).reshape(x.shape);
      const rest = affineGradients(wideDy, parts.normalized.reshape(x.shape), params);
      return [dx, ...rest].map((t) => t.cast(x.dtype));
    },
    cost: ([x]) => 12 * sizeOf(x.shape),
  });

/** [batch, ...spatial, channels] -> [batch, positions, groups, channels of a group], in the dtype of statistics. */
function grouped(x: Tensor, groups: number): Tensor {
  const channels = x.shape.at(-1) as number;
  const positions = sizeOf(x.shape.slice(1, -1));
  return x.cast(statisticsDType(x.dtype)).reshape([x.shape[0] as number, positions, groups, channels / groups]);
}

/** Options of {@link groupNormalization}. */
export interface GroupNormalizationOptions extends NormalizationOptions {
  /**
   * How many groups the channels fall into; as many as channels make it instance normalization.
   * @defaultValue 32
   */
  groups?: number | undefined;
}

/**
 * Group normalization: γ · (x − mean) / √(variance + ε) + β, with mean and variance of each example and group of
 * neighbouring channels. With as many groups as channels it is instance normalization.
 *
 * @param x - float [batch, ...spatial, channels]; whole numbers become float32
 * @param gamma - the scale [channels]; none unless given
 * @param beta - the offset [channels]; none unless given
 * @param options - see {@link GroupNormalizationOptions}
 * @returns a tensor of `x`'s shape and dtype
 * @throws ShapeError if the groups do not divide the channels, or gamma or beta do not fit
 * @source Wu and He: Group normalization (2018); `keras.layers.GroupNormalization`, `torch.nn.functional.group_norm`
 *
 * @example
 * const x = [[[1, 10], [3, 30]]]; // [batch, time, channels]
 * await groupNormalization(x, [1, 1], [0, 0], { groups: 2, epsilon: 0 }).array(); // [[[-1, -1], [1, 1]]]
 */
export function groupNormalization(
  x: TensorLike,
  gamma?: TensorLike,
  beta?: TensorLike,
  { groups = 32, epsilon = 1e-3 }: GroupNormalizationOptions = {},
): Tensor {
  const op = 'groupNormalization';
  return scope(() => {
    const t = floating(op, x);
    const channels = t.shape.at(-1) ?? 0;
    if (t.rank < 2 || !Number.isInteger(groups) || groups < 1 || channels % groups !== 0) {
      throw new ShapeError(op, 'the groups do not divide the channels', {
        got: `x ${formatShape(t.shape)} and ${groups} groups`,
        expected: 'x [batch, ..., channels], the channels a multiple of groups',
      });
    }
    const scale = channelVector(op, 'gamma', gamma, [channels], t);
    const offset = channelVector(op, 'beta', beta, [channels], t);
    if (t.size === 0) return t;
    const params = { epsilon, groups, scale: scale !== undefined, center: offset !== undefined };
    return bind(groupNormalizationPrimitive, present(t, scale, offset), params);
  });
}
