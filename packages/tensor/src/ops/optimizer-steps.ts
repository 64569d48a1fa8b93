import { bindAll } from '../bind.ts';
import { ArgumentError, DTypeError, ShapeError } from '../errors.ts';
import { fusedPrimitive, type Primitive } from '../primitive.ts';
import { scope } from '../scope.ts';
import { formatShape, sameShape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor } from './arguments.ts';
import { sub } from './arithmetic.ts';
import { pow } from './exponential.ts';

/** What the kernels of {@link sgdStep} are told. */
export interface SGDStepParams {
  readonly donate: boolean;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
}

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
 * Inputs: the learning rate (a scalar), all weights, all gradients, and, where there is momentum, all velocities.
 * Outputs: the next weights, then the next velocities.
 */
export const sgdStepPrimitive: Primitive<SGDStepParams, 'fused'> = /* @__PURE__ */ fusedPrimitive<SGDStepParams>(
  'sgdStep',
  {
    output: (inputs, { momentum }) => outputsLike(inputs, 1, momentum === 0 ? 2 : 3),
    decompose: (params, [learningRate, ...rest]) => {
      const [weights = [], gradients = [], velocities = []] = lists(rest, params.momentum === 0 ? 2 : 3);
      const next = weights.map((w, i) => sgdRule(params, learningRate, w, gradients[i] as Tensor, velocities[i]));
      return byList(next);
    },
    donates: ({ donate, momentum }, count) => (donate ? placesOf(count, 1, momentum === 0 ? 2 : 3) : undefined),
    cost: (inputs) => 2 * inputs.reduce((total, { shape }) => total + sizeOf(shape), 0),
  },
);

/** v ← μ·v − η·g; w ← w + v, or w + μ·v − η·g. */
function sgdRule(
  { momentum, nesterov, weightDecay }: SGDStepParams,
  learningRate: Tensor,
  given: Tensor,
  g: Tensor,
  velocity: Tensor | undefined,
): readonly Tensor[] {
  const w = decayed(given, learningRate, weightDecay);
  const descent = g.mul(learningRate);
  if (velocity === undefined) return [w.sub(descent)];
  const v = velocity.mul(momentum).sub(descent);
  return [w.add(nesterov ? v.mul(momentum).sub(descent) : v), v];
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

/** Weights drawn towards 0 by themselves, in proportion to the learning rate alone: w − w · λ · η. */
function decayed(w: Tensor, learningRate: Tensor, weightDecay: number): Tensor {
  return weightDecay === 0 ? w : w.sub(w.mul(weightDecay).mul(learningRate));
}

/** As many next values as there are inputs behind the scalars, but for the gradients: shaped as weights and slots are. */
function outputsLike<T>(inputs: readonly T[], scalars: number, count: number): readonly T[] {
  return placesOf(inputs.length, scalars, count).map((place) => inputs[place] as T);
}

/** Where the inputs are that become outputs. */
function placesOf(numInputs: number, scalars: number, count: number): readonly number[] {
  const size = (numInputs - scalars) / count;
  return Array.from({ length: (count - 1) * size }, (_, i) => scalars + (i < size ? i : i + size));
}

/** One list cut into `count` of equal length. */
function lists(tensors: readonly Tensor[], count: number): readonly (readonly Tensor[])[] {
  const size = tensors.length / count;
  return Array.from({ length: count }, (_, i) => tensors.slice(i * size, (i + 1) * size));
}

/** The results by variable as one list: all first ones, then all second ones. */
function byList(results: readonly (readonly Tensor[])[]): readonly Tensor[] {
  return (results[0] ?? []).flatMap((_, i) => results.map((result) => result[i] as Tensor));
}

/** Weights and all that belongs to them, list by list: one tensor of the same shape and dtype for each weight. */
export interface SGDState {
  readonly weights: readonly Tensor[];
  /** The running sums of steps; only where there is momentum. */
  readonly velocities?: readonly Tensor[] | undefined;
}

/** Options of {@link sgdStep}. */
export interface SGDStepOptions {
  /** How far the step goes: a number or a scalar. */
  learningRate: TensorLike;
  /**
   * How much of the last step is taken again.
   * @defaultValue 0
   */
  momentum?: number | undefined;
  /**
   * Whether the gradient counts as if the momentum had been applied before it.
   * @defaultValue false
   */
  nesterov?: boolean | undefined;
  /**
   * The share of each weight, times the learning rate, by which it shrinks first.
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
 * One step of gradient descent for many weights at once: w ← w − η·g; with momentum μ, v ← μ·v − η·g and w ← w + v; with
 * Nesterov's, w ← w + μ·v − η·g.
 *
 * @param state - weights, all of one dtype, and velocities
 * @param gradients - one for each weight
 * @param options - see {@link SGDStepOptions}
 * @returns the next state
 * @throws ArgumentError, ShapeError, DTypeError if the lists do not fit each other
 * @source `keras.optimizers.SGD`
 *
 * @example
 * const { weights } = sgdStep({ weights: [tensor([1, 2])] }, [tensor([10, 0])], { learningRate: 0.1 });
 * await weights[0].array(); // [0, 2]
 */
export function sgdStep(
  { weights, velocities }: SGDState,
  gradients: readonly Tensor[],
  { learningRate, momentum = 0, nesterov = false, weightDecay = 0, donate = false }: SGDStepOptions,
): SGDState {
  const slots = momentum === 0 ? [] : [velocities ?? []];
  const inputs = checkedLists('sgdStep', weights, [gradients, ...slots]);
  if (weights.length === 0) return { weights, velocities };
  return scope(() => {
    const rate = scalarLike('sgdStep', 'learningRate', learningRate, weights[0] as Tensor);
    const next = bindAll(sgdStepPrimitive, [rate, ...inputs], { momentum, nesterov, weightDecay, donate });
    const [nextWeights = [], nextVelocities] = lists(next, momentum === 0 ? 1 : 2);
    return { weights: nextWeights, velocities: nextVelocities };
  });
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

/** All lists one behind the other, each checked to have a tensor for each weight. */
function checkedLists(op: string, weights: readonly Tensor[], others: readonly (readonly Tensor[])[]): Tensor[] {
  for (const list of others) {
    if (list.length !== weights.length) {
      throw new ArgumentError(op, 'the lists differ in length', {
        got: `${weights.length} weights and a list of ${list.length}`,
        expected: 'one gradient and one of each slot for each weight',
      });
    }
  }
  const dtype = weights[0]?.dtype;
  const inputs = [weights, ...others].flat();
  inputs.forEach((tensor, i) => {
    const weight = weights[i % weights.length] as Tensor;
    if (!sameShape(tensor.shape, weight.shape)) {
      throw new ShapeError(op, 'a tensor does not have its weight’s shape', {
        got: formatShape(tensor.shape),
        expected: formatShape(weight.shape),
      });
    }
    if (tensor.dtype !== dtype) {
      throw new DTypeError(op, 'the tensors differ in dtype', { got: tensor.dtype, expected: String(dtype) });
    }
  });
  return inputs;
}

function scalarLike(op: string, name: string, value: TensorLike, { dtype }: Tensor): Tensor {
  const given = asTensor(op, value, dtype);
  if (given.rank === 0) return given.cast(dtype);
  throw new ShapeError(op, `${name} is not a scalar`, { got: formatShape(given.shape), expected: '[]' });
}
