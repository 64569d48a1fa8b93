import type { Primitive } from '../../primitive.ts';
import type { Tensor } from '../../tensor.ts';
import type { TensorLike } from '../../tensor-like.ts';
import { tanh } from '../trigonometric.ts';
import { type RecurrentOptions, type RecurrentResult, runRecurrent } from './arguments.ts';
import type { Activations, Cell, RecurrentParams } from './cell.ts';
import { gateProduct, gateProductGradient, gateWeights } from './gate-products.ts';
import { type GradientParams, recurrentGradient, recurrentPrimitive } from './primitives.ts';
import { slopeOfTanh } from './slopes.ts';

/** The state is the output, and all that the gradient needs. */
const cell = ({ activation }: Pick<Activations, 'activation'> = { activation: tanh }): Cell => ({
  gates: 1,
  states: 1,
  saved: [],
  inputBias: (_, bias) => bias,
  weights: (_, recurrentKernel, _bias, masks) => [gateWeights(recurrentKernel, masks, [0, 1])],
  step: (_, input, [output], [weights]) => ({
    after: [activation(input.add(gateProduct(output, weights)))],
    saved: [],
  }),
  stepGradient(_, { after }, [dOutput], [weights]) {
    const input = dOutput.mul(slopeOfTanh(after[0]));
    return { before: [gateProductGradient(input, weights)], input };
  },
  biasGradient: (_, dInput) => dInput.sum({ axis: [0, 1] }),
});

/**
 * The gradient of a simple recurrent network.
 *
 * Inputs: those of {@link simpleRnnPrimitive}; its `outputs`; the gradients of the last output and, where `sequences`, of
 * the outputs. Outputs: the gradients of kernel, recurrentKernel, bias, the initial output, and, where `inputGradient`,
 * of x.
 */
export const simpleRnnGradientPrimitive: Primitive<
  GradientParams<RecurrentParams>,
  'fused'
> = /* @__PURE__ */ recurrentGradient('simpleRnnGradient', () => cell());

/**
 * A simple recurrent network over a whole sequence.
 *
 * Inputs: x [batch, time, inputs], kernel [inputs, units], recurrentKernel [units, units], bias [units], the initial output
 * [batch, units]; where there: mask bool [batch, time], inputMasks [1, batch, inputs], recurrentMasks [1, batch, units].
 * Outputs: the last output [batch, units], and outputs [batch, time, units] in the order of running.
 */
export const simpleRnnPrimitive: Primitive<RecurrentParams, 'fused'> = /* @__PURE__ */ recurrentPrimitive(
  'simpleRnn',
  () => cell(),
  () => simpleRnnGradientPrimitive,
);

/** Options of {@link simpleRnn}. */
export interface SimpleRnnOptions extends RecurrentOptions {
  /**
   * The output before the first step, [batch, units]; zeros unless given.
   * @defaultValue undefined
   */
  initialState?: readonly [output: TensorLike] | undefined;
}

/** What {@link simpleRnn} returns. */
export interface SimpleRnnResult extends RecurrentResult {
  /** The output of the last step, [batch, units]. */
  readonly states: readonly [output: Tensor];
}

/**
 * A simple recurrent network: hₜ = tanh(xₜ · kernel + hₜ₋₁ · recurrentKernel + bias).
 *
 * An engine that has a kernel for it runs the sequence and its gradient in one call each.
 *
 * @param x - [batch, time, inputs]; whole numbers become float32
 * @param kernel - [inputs, units]
 * @param recurrentKernel - [units, units]
 * @param options - see {@link SimpleRnnOptions}; the bias is [units]
 * @returns `output` [batch, time, units] or [batch, units], and `states`, the last output, in the dtype to which x and the
 * kernels promote
 * @throws ShapeError if shapes do not fit
 * @source Elman: Finding structure in time (1990); `keras.layers.SimpleRNN`; `torch.nn.RNN` (whose weights are transposed,
 * with two biases)
 *
 * @example
 * const { output } = simpleRnn([[[0], [1]]], [[1]], [[2]], { initialState: [[[0.5]]] });
 * await output.array(); // [[[0.7615941762924194], [0.9872170090675354]]]
 */
export function simpleRnn(
  x: TensorLike,
  kernel: TensorLike,
  recurrentKernel: TensorLike,
  options: SimpleRnnOptions = {},
): SimpleRnnResult {
  const operation = {
    primitive: simpleRnnPrimitive,
    cell,
    bias: (units: number) => [units],
    params: {},
  };
  return runRecurrent('simpleRnn', operation, [x, kernel, recurrentKernel], options) as SimpleRnnResult;
}
