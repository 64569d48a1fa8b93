import type { DType } from '../dtype.ts';
import { ShapeError } from '../errors.ts';
import { formatShape, type Shape, sameShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { floating } from './arguments.ts';
import { cast } from './cast.ts';
import { rsqrt } from './exponential.ts';

/** What the kernels of all normalizations are told. */
export interface NormalizationParams {
  /** What keeps the divisor from 0. */
  readonly epsilon: number;
  /** Whether gamma is among the inputs. */
  readonly scale: boolean;
  /** Whether beta is among the inputs. */
  readonly center: boolean;
}

/** Options of normalizations that Keras gives the epsilon of 0.001. */
export interface NormalizationOptions {
  /**
   * Added to the variance, which keeps the divisor from 0.
   * @defaultValue 0.001
   */
  epsilon?: number | undefined;
}

/** The dtype of means, variances and sums of exponentials: half types are too coarse for them. */
export function statisticsDType(dtype: DType): DType {
  return dtype === 'float64' ? 'float64' : 'float32';
}

/** Elements with mean 0 and variance 1 over axes, and what made them so; the axes stay with size 1. */
export interface Standardized {
  readonly normalized: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
  /** 1 / √(variance + ε) */
  readonly inverse: Tensor;
}

/** (x − mean) / √(variance + ε) over axes. */
export function standardized(x: Tensor, axis: readonly number[], epsilon: number): Standardized {
  const mean = x.mean({ axis, keepDims: true });
  const centered = x.sub(mean);
  const variance = centered.square().mean({ axis, keepDims: true });
  const inverse = rsqrt(variance.add(epsilon));
  return { normalized: centered.mul(inverse), mean, variance, inverse };
}

/** The gradient of {@link standardized} by x: (g − mean g − x̂ · mean(g ⊙ x̂)) / √(variance + ε). */
export function standardizedGradient(
  g: Tensor,
  { normalized, inverse }: Pick<Standardized, 'normalized' | 'inverse'>,
  axis: readonly number[],
): Tensor {
  const mean = g.mean({ axis, keepDims: true });
  const along = g.mul(normalized).mean({ axis, keepDims: true });
  return g.sub(mean).sub(normalized.mul(along)).mul(inverse);
}

/** gamma and beta of the inputs behind the first ones, by what the parameters say is there. */
export function affineOf<T>(
  { scale, center }: Pick<NormalizationParams, 'scale' | 'center'>,
  rest: readonly T[],
): readonly [gamma: T | undefined, beta: T | undefined] {
  return [scale ? rest[0] : undefined, center ? rest[scale ? 1 : 0] : undefined];
}

/** gamma · x + beta over the last axis, of what is there. */
export function affine(x: Tensor, gamma: Tensor | undefined, beta: Tensor | undefined): Tensor {
  const scaled = gamma === undefined ? x : x.mul(gamma);
  return beta === undefined ? scaled : scaled.add(beta);
}

/** The gradients of gamma and beta, of what is there: sums of dy ⊙ x̂ and of dy over all axes but the last. */
export function affineGradients(
  dy: Tensor,
  normalized: Tensor,
  { scale, center }: Pick<NormalizationParams, 'scale' | 'center'>,
): readonly Tensor[] {
  const axis = Array.from({ length: dy.rank - 1 }, (_, i) => i);
  return [...(scale ? [dy.mul(normalized).sum({ axis })] : []), ...(center ? [dy.sum({ axis })] : [])];
}

/** A gamma or beta as the kernels take it: in x's dtype, on one axis. */
export function channelVector(
  op: string,
  name: string,
  value: TensorLike | undefined,
  shape: Shape,
  { dtype }: { readonly dtype: DType },
): Tensor | undefined {
  if (value === undefined) return undefined;
  const given = floating(op, value);
  if (!sameShape(given.shape, shape)) {
    throw new ShapeError(op, `${name} does not fit the normalized axes`, {
      got: `${name} ${formatShape(given.shape)}`,
      expected: formatShape(shape),
    });
  }
  const flat = given.rank === 1 ? given : given.reshape([given.size]);
  return cast(flat, dtype);
}

/** The tensors that are there. */
export function present(...tensors: readonly (Tensor | undefined)[]): readonly Tensor[] {
  return tensors.filter((tensor) => tensor !== undefined);
}
