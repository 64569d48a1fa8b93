import { bindAll } from '../../bind.ts';
import { fusedPrimitive, type Primitive } from '../../primitive.ts';
import { scope } from '../../scope.ts';
import { sizeOf } from '../../shape.ts';
import type { Tensor } from '../../tensor.ts';
import type { TensorLike } from '../../tensor-like.ts';
import { byList, checkedLists, decayed, lists, outputsLike, placesOf, scalarLike } from './lists.ts';

/** What the kernels of {@link sgdStep} are told. */
export interface SGDStepParams {
  readonly donate: boolean;
  readonly momentum: number;
  readonly nesterov: boolean;
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
