import { bind, bindAll } from '../bind.ts';
import { fusedPrimitive, type Primitive } from '../primitive.ts';
import { type Shape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { arange } from './create.ts';
import { log } from './exponential.ts';
import { logicalAnd } from './logic.ts';
import { matmul } from './matmul.ts';
import { statisticsDType } from './normalization-parts.ts';
import { stopGradient } from './reshape.ts';
import { sumTo } from './sum-to.ts';
import { where } from './where.ts';

/** What the kernels are told. Key j counts for query i if all that is stated allows it. */
export interface AttentionParams {
  /** What scores are multiplied by. */
  readonly scale: number;
  /** Whether j ≤ i + offset is asked for. */
  readonly causal: boolean;
  /** The place of the first query among the keys. */
  readonly offset: number;
  /** If given, |i + offset − j| < window is asked for. */
  readonly window: number | undefined;
  /** Whether a mask is among the inputs. */
  readonly masked: boolean;
}

/**
 * Inputs: q [batch, heads, time, dim], k [batch, kvHeads, sourceTime, dim], v [batch, kvHeads, sourceTime, valueDim], and a
 * mask where the parameters say so: bool (true counts) or float (added to the scaled scores), of rank 4 and sizes that
 * broadcast to [batch, heads, time, sourceTime]. heads is a multiple of kvHeads; neighbouring query heads share a key head.
 *
 * Outputs: y [batch, heads, time, valueDim], and log Σ e^score [batch, heads, time], which the gradient takes. A query for
 * which no key counts has y = 0 and −∞.
 */
export const attentionPrimitive: Primitive<AttentionParams, 'fused'> = /* @__PURE__ */ fusedPrimitive<AttentionParams>(
  'attention',
  {
    output: ([q, , v]) => {
      const rows = q.shape.slice(0, -1);
      return [
        { shape: [...rows, v.shape.at(-1) as number], dtype: q.dtype },
        { shape: rows, dtype: statisticsDType(q.dtype) },
      ];
    },
    differentiable: () => 1,
    saves: { inputs: [0, 1, 2, 3], outputs: [0, 1] },
    vjp: (params, { inputs: [q, k, v, mask], outputs: [y, logSum], wanted }, dy) => {
      const given = params.masked ? [q, k, v, y, logSum, dy, mask as Tensor] : [q, k, v, y, logSum, dy];
      const gradients = bindAll(attentionGradientPrimitive, given, params);
      return params.masked && wanted[3]
        ? [...gradients, bind(attentionMaskGradientPrimitive, given, params)]
        : gradients;
    },
    decompose: (params, [q, k, v, mask]) => {
      const { weights, logSum } = weightsOf(params, q, k, mask);
      const y = matmul(byGroup(weights, k), byGroup(v, k)).reshape([...q.shape.slice(0, -1), v.shape.at(-1) as number]);
      return [y.cast(q.dtype), logSum];
    },
    cost: ([q, k, v]) => productCost(q.shape, k.shape, v.shape),
  },
);

/**
 * Inputs: q, k, v, y, log Σ e^score, dy, and the mask where there is one. Outputs: dq, dk, dv. The decomposition works weights
 * out again, so that gradients of gradients pass to q, k, v, dy and an additive mask alone.
 */
export const attentionGradientPrimitive: Primitive<AttentionParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<AttentionParams>('attentionGradient', {
    output: ([q, k, v]) => [q, k, v].map(({ shape, dtype }) => ({ shape, dtype })),
    decompose: (params, [q, k, v, , , dy, mask]) => {
      const { weights, dScores } = scoreGradients(params, q, k, v, dy as Tensor, mask);
      const [wideQ, wideK, wideDy] = [q, k, dy as Tensor].map((t) => byGroup(t, k)) as [Tensor, Tensor, Tensor];
      const [p, ds] = [byGroup(weights, k), byGroup(dScores.mul(params.scale), k)];
      const dq = matmul(ds, wideK).reshape(q.shape);
      const dk = overGroup(matmul(ds, wideQ, { transposeA: true }), k.shape);
      const dv = overGroup(matmul(p, wideDy, { transposeA: true }), v.shape);
      return [dq.cast(q.dtype), dk.cast(k.dtype), dv.cast(v.dtype)];
    },
    cost: ([q, k, v]) => 2.5 * productCost(q.shape, k.shape, v.shape),
  });

/** The gradient of an additive mask, from the inputs of {@link attentionGradientPrimitive}. */
export const attentionMaskGradientPrimitive: Primitive<AttentionParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<AttentionParams>('attentionMaskGradient', {
    output: ([, , , , , , mask]) => ({ shape: mask?.shape ?? [], dtype: mask?.dtype ?? 'float32' }),
    decompose: (params, [q, k, v, , , dy, mask]) => {
      const { dScores } = scoreGradients(params, q, k, v, dy as Tensor, mask);
      return [sumTo(dScores, (mask as Tensor).shape).cast((mask as Tensor).dtype)];
    },
    cost: ([q, k, v]) => 1.5 * productCost(q.shape, k.shape, v.shape),
  });

/** softmax of masked scores [batch, heads, time, sourceTime], 0 in rows where nothing counts, and log Σ e^score. */
function weightsOf(
  { scale, ...rules }: AttentionParams,
  q: Tensor,
  k: Tensor,
  mask: Tensor | undefined,
): { weights: Tensor; logSum: Tensor } {
  const dtype = statisticsDType(q.dtype);
  const shape = [...q.shape.slice(0, -1), k.shape[2] as number];
  const raw = matmul(byGroup(q, k).cast(dtype).mul(scale), byGroup(k, k).cast(dtype), { transposeB: true }).reshape(
    shape,
  );
  const scores = masked(raw, rules, mask);
  const highest = stopGradient(scores.max({ axis: -1, keepDims: true }));
  const top = where(highest.equal(Number.NEGATIVE_INFINITY), 0, highest);
  const powers = scores.sub(top).exp();
  const sum = powers.sum({ axis: -1, keepDims: true });
  return { weights: powers.div(where(sum.equal(0), 1, sum)), logSum: log(sum).add(top).squeeze(-1) };
}

/** Scores with those at −∞ that do not count. */
function masked(scores: Tensor, rules: Omit<AttentionParams, 'scale'>, mask: Tensor | undefined): Tensor {
  const added = mask === undefined || mask.dtype === 'bool' ? scores : scores.add(mask);
  const given = mask?.dtype === 'bool' ? mask : undefined;
  const placed = placeMask(rules, scores.shape[2] as number, scores.shape[3] as number);
  const counts = given === undefined || placed === undefined ? (given ?? placed) : logicalAnd(given, placed);
  return counts === undefined ? added : where(counts, added, Number.NEGATIVE_INFINITY);
}

/** Which keys count for which queries by their places: [time, sourceTime]; undefined where all do. */
function placeMask(
  { causal, offset, window }: Pick<AttentionParams, 'causal' | 'offset' | 'window'>,
  time: number,
  sourceTime: number,
): Tensor | undefined {
  if (!causal && window === undefined) return undefined;
  const i = arange(offset, time + offset, 1, { dtype: 'int32' }).expandDims(1);
  const j = arange(0, sourceTime, 1, { dtype: 'int32' });
  const near = window === undefined ? undefined : i.sub(j).abs().less(window);
  if (!causal) return near;
  return near === undefined ? j.lessEqual(i) : logicalAnd(j.lessEqual(i), near);
}

/** softmax's weights, and the gradient of the masked scores: P ⊙ (dP − Σ dP ⊙ P) with dP = dy vᵀ. */
function scoreGradients(
  params: AttentionParams,
  q: Tensor,
  k: Tensor,
  v: Tensor,
  dy: Tensor,
  mask: Tensor | undefined,
): { weights: Tensor; dScores: Tensor } {
  const { weights } = weightsOf(params, q, k, mask);
  const dtype = weights.dtype;
  const dWeights = matmul(byGroup(dy, k).cast(dtype), byGroup(v, k).cast(dtype), { transposeB: true });
  const weighted = dWeights.reshape(weights.shape).mul(weights);
  return { weights, dScores: weighted.sub(weights.mul(weighted.sum({ axis: -1, keepDims: true }))) };
}

/** [batch, heads, rows, columns] -> [batch, kvHeads, queries of one key head, rows, columns], so that heads broadcast. */
function byGroup(x: Tensor, { shape: [, kvHeads = 1] }: Tensor): Tensor {
  const [batch, heads, rows, columns] = x.shape as [number, number, number, number];
  return x.reshape([batch, kvHeads, heads / kvHeads, rows, columns]);
}

/** Sums over the queries that share a key head. */
function overGroup(x: Tensor, shape: Shape): Tensor {
  return x.sum({ axis: 2 }).reshape(shape);
}

function productCost(q: Shape, k: Shape, v: Shape): number {
  return sizeOf(q.slice(0, -1)) * (k[2] as number) * ((q[3] as number) + (v[3] as number));
}
