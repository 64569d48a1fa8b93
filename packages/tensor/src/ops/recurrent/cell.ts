import type { Several } from '../../primitive.ts';
import type { Tensor } from '../../tensor.ts';
import type { GateWeights } from './gate-products.ts';

/** A function of a tensor, element by element. */
export type Activate = (x: Tensor) => Tensor;

/** What gates and states are squashed by. A cell's gradient holds for tanh and sigmoid. */
export interface Activations {
  readonly activation: Activate;
  readonly recurrentActivation: Activate;
}

/** How a sequence is run through a cell. */
export interface RecurrentParams {
  /** Whether the steps run from the last to the first. Outputs stand in the order in which they were made. */
  readonly reverse: boolean;
  /** Whether gradients flow through all outputs, not only through the last one. */
  readonly sequences: boolean;
  /** Which of the optional inputs are there. */
  readonly mask: boolean;
  readonly inputMasks: boolean;
  readonly recurrentMasks: boolean;
}

/** Where a step stands: what it began with, and what it saved. */
export interface CellStep {
  /** The states before it, each [batch, units]; the output first. */
  readonly before: Several<Tensor>;
  /** The states after it. */
  readonly after: Several<Tensor>;
  /** What it saved for its gradient, each [batch, n · units]. */
  readonly saved: Several<Tensor>;
}

/** The gradients of a step. */
export interface CellGradients {
  /** Of the states before it. */
  readonly before: readonly Tensor[];
  /** Of what came from the input: [batch, gates · units]. */
  readonly input: Tensor;
  /** Of what came from the state by the recurrent kernel, where that is another: [batch, gates · units]. */
  readonly recurrent?: Tensor | undefined;
}

/**
 * One step of a recurrent network and its gradient, all else being the same for all: the order of the steps, masks,
 * and the products with the weights.
 */
export interface Cell<Params extends RecurrentParams = RecurrentParams> {
  /** How many blocks of `units` columns the kernels have. */
  readonly gates: number;
  /** How many states go from step to step, each [batch, units]; the first is the output. */
  readonly states: number;
  /** How wide what a step saves is, in units. */
  readonly saved: readonly number[];
  /** The bias that is added to x · kernel. */
  inputBias(params: Params, bias: Tensor): Tensor;
  /** The recurrent kernel with masks and bias, as the steps use it. Made once for all steps. */
  weights(params: Params, recurrentKernel: Tensor, bias: Tensor, masks: Tensor | undefined): readonly GateWeights[];
  /** From x · kernel + bias [batch, gates · units] and the states before to those after. */
  step(
    params: Params,
    input: Tensor,
    before: Several<Tensor>,
    weights: Several<GateWeights>,
  ): { readonly after: readonly Tensor[]; readonly saved: readonly Tensor[] };
  /** From the gradients of the states after a step to those of what it was made from. */
  stepGradient(params: Params, step: CellStep, dAfter: Several<Tensor>, weights: Several<GateWeights>): CellGradients;
  /** What the recurrent kernel's columns of a gate are multiplied by, where it is not the state: [batch, time, units]. */
  operand?(params: Params, gate: number, saved: Several<Tensor>): Tensor | undefined;
  /** The gradient of the bias, from those of the two products: [batch, time, gates · units]. */
  biasGradient(params: Params, dInput: Tensor, dRecurrent: Tensor): Tensor;
}
