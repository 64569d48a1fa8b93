import { bindAll } from '../../bind.ts';
import { fusedPrimitive, type Primitive } from '../../primitive.ts';
import { scope } from '../../scope.ts';
import { sizeOf } from '../../shape.ts';
import type { Tensor } from '../../tensor.ts';
import type { TensorLike } from '../../tensor-like.ts';
import { sub } from '../arithmetic.ts';
import { pow } from '../exponential.ts';
import { byList, checkedLists, decayed, lists, outputsLike, placesOf, scalarLike } from './lists.ts';

/** What the kernels of {@link adamStep} are told. */
export interface AdamStepParams {
  readonly donate: boolean;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;
  readonly weightDecay: number;
}

/**
 * Inputs: the learning rate and the step's number from 1 (scalars), all weights, all gradients, all m, all v and, with
 * `amsgrad`, all of the largest v so far. Outputs: the next weights, then the next m, v and largest v.
 */
export const adamStepPrimitive: Primitive<AdamStepParams, 'fused'> = /* @__PURE__ */ fusedPrimitive<AdamStepParams>(
  'adamStep',
  {
    output: (inputs, { amsgrad }) => outputsLike(inputs, 2, amsgrad ? 5 : 4),
    decompose: (params, [learningRate, step, ...rest]) => {
      const { beta1, beta2, amsgrad } = params;
      const alpha = learningRate.mul(sub(1, pow(beta2, step)).sqrt()).div(sub(1, pow(beta1, step)));
      const [weights = [], ...others] = lists(rest, amsgrad ? 5 : 4);
      const next = weights.map((w, i) => {
        const [g, m, v, vMax] = others.map((list) => list[i]) as [Tensor, Tensor, Tensor, Tensor?];
        return adamRule(params, alpha, decayed(w, learningRate, params.weightDecay), g, m, v, vMax);
      });
      return byList(next);
    },
    donates: ({ donate, amsgrad }, count) => (donate ? placesOf(count, 2, amsgrad ? 5 : 4) : undefined),
    cost: (inputs) => 4 * inputs.reduce((total, { shape }) => total + sizeOf(shape), 0),
  },
);

/** m ← m + (1 − β₁)(g − m); v ← v + (1 − β₂)(g² − v); w ← w − α·m / (√v + ε). */
function adamRule(
  { beta1, beta2, epsilon }: AdamStepParams,
  alpha: Tensor,
  w: Tensor,
  g: Tensor,
  m: Tensor,
  v: Tensor,
  vMax: Tensor | undefined,
): readonly Tensor[] {
  const nextM = m.add(g.sub(m).mul(1 - beta1));
  const change = g.square().sub(v);
  const nextV = v.add(change.mul(1 - beta2));
  const divisor = vMax === undefined ? nextV : vMax.maximum(nextV);
  const next = w.sub(nextM.mul(alpha).div(divisor.sqrt().add(epsilon)));
  return [next, nextM, nextV, ...(vMax === undefined ? [] : [divisor])];
}

/** Weights and all that belongs to them, list by list: one tensor of the same shape and dtype for each weight. */
export interface AdamState {
  readonly weights: readonly Tensor[];
  /** Running means of gradients. */
  readonly m: readonly Tensor[];
  /** Running means of their squares. */
  readonly v: readonly Tensor[];
  /** The largest v so far; given where it divides instead, as AMSGrad has it. */
  readonly vMax?: readonly Tensor[] | undefined;
}

/** Options of {@link adamStep}. */
export interface AdamStepOptions {
  /** How far the step goes: a number or a scalar. */
  learningRate: TensorLike;
  /** The step's number, from 1: a number or a scalar. */
  step: TensorLike;
  /**
   * How much of m is kept.
   * @defaultValue 0.9
   */
  beta1?: number | undefined;
  /**
   * How much of v is kept.
   * @defaultValue 0.999
   */
  beta2?: number | undefined;
  /**
   * Keeps the divisor from 0.
   * @defaultValue 1e-7
   */
  epsilon?: number | undefined;
  /**
   * The share of each weight, times the learning rate, by which it shrinks first, as AdamW has it.
   * @defaultValue 0
   */
  weightDecay?: number | undefined;
  /**
   * Whether the next state may take the memory of this one, where nothing else holds it. The state's tensors are then not to
   * be used afterwards, but for being disposed of.
   * @defaultValue false
   */
  donate?: boolean | undefined;
}

/**
 * One step of Adam for many weights at once: m ← m + (1 − β₁)(g − m); v ← v + (1 − β₂)(g² − v);
 * w ← w − w·λ·η − α·m / (√v + ε), α = η·√(1 − β₂ᵗ) / (1 − β₁ᵗ).
 *
 * @param state - weights, all of one dtype, and their running means
 * @param gradients - one for each weight
 * @param options - see {@link AdamStepOptions}
 * @returns the next state
 * @throws ArgumentError, ShapeError, DTypeError if the lists do not fit each other
 * @source Kingma and Ba: Adam (2014); Loshchilov and Hutter: Decoupled weight decay (2017); `keras.optimizers.Adam`
 *
 * @example
 * const zero = [tensor([0])];
 * const state = { weights: [tensor([1])], m: zero, v: zero };
 * const { weights } = adamStep(state, [tensor([20])], { learningRate: 0.5, step: 1 });
 * await weights[0].array(); // [0.5]
 */
export function adamStep(
  { weights, m, v, vMax }: AdamState,
  gradients: readonly Tensor[],
  { learningRate, step, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, weightDecay = 0, donate = false }: AdamStepOptions,
): AdamState {
  const amsgrad = vMax !== undefined;
  const inputs = checkedLists('adamStep', weights, [gradients, m, v, ...(amsgrad ? [vMax] : [])]);
  if (weights.length === 0) return { weights, m, v, vMax };
  return scope(() => {
    const scalars = [
      scalarLike('adamStep', 'learningRate', learningRate, weights[0] as Tensor),
      scalarLike('adamStep', 'step', step, weights[0] as Tensor),
    ];
    const params = { beta1, beta2, epsilon, amsgrad, weightDecay, donate };
    const next = lists(bindAll(adamStepPrimitive, [...scalars, ...inputs], params), amsgrad ? 4 : 3);
    const [nextWeights = [], nextM = [], nextV = [], nextVMax] = next;
    return { weights: nextWeights, m: nextM, v: nextV, vMax: nextVMax };
  });
}
