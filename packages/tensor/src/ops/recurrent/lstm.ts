import type { Primitive } from '../../primitive.ts';
import type { Tensor } from '../../tensor.ts';
import type { TensorLike } from '../../tensor-like.ts';
import { concat } from '../join.ts';
import { sigmoid } from '../special.ts';
import { split } from '../split.ts';
import { tanh } from '../trigonometric.ts';
import { type GatedOptions, type RecurrentResult, runRecurrent } from './arguments.ts';
import type { Activations, Cell, RecurrentParams } from './cell.ts';
import { gateProduct, gateProductGradient, gateWeights } from './gate-products.ts';
import { type GradientParams, recurrentGradient, recurrentPrimitive } from './primitives.ts';
import { slopeOfSigmoid, slopeOfTanh } from './slopes.ts';

/** The gates input, forget, cell and output. */
type Gates = [i: Tensor, f: Tensor, g: Tensor, o: Tensor];

/** The states are the output and the cell. Each step saves its gates after their activations, and the cell. */
const cell = (
  { activation, recurrentActivation }: Activations = { activation: tanh, recurrentActivation: sigmoid },
): Cell => ({
  gates: 4,
  states: 2,
  saved: [4],
  inputBias: (_, bias) => bias,
  weights: (_, recurrentKernel, _bias, masks) => [gateWeights(recurrentKernel, masks, [0, 4])],
  step(_, input, [output, carried], [weights]) {
    const gates = split(input.add(gateProduct(output, weights)), 4, { axis: 1 });
    const [i, f, g, o] = gates.map((gate, n) => (n === 2 ? activation(gate) : recurrentActivation(gate))) as Gates;
    const next = f.mul(carried).add(i.mul(g));
    return { after: [o.mul(activation(next)), next], saved: [concat([i, f, g, o], { axis: 1 })] };
  },
  stepGradient(_, { before, after, saved }, [dOutput, dCarried], [weights]) {
    const [i, f, g, o] = split(saved[0], 4, { axis: 1 }) as Gates;
    const squashed = after[1].tanh();
    const dCell = dCarried.add(dOutput.mul(o).mul(slopeOfTanh(squashed)));
    const input = concat(
      [
        dCell.mul(g).mul(slopeOfSigmoid(i)),
        dCell.mul(before[1]).mul(slopeOfSigmoid(f)),
        dCell.mul(i).mul(slopeOfTanh(g)),
        dOutput.mul(squashed).mul(slopeOfSigmoid(o)),
      ],
      { axis: 1 },
    );
    return { before: [gateProductGradient(input, weights), dCell.mul(f)], input };
  },
  biasGradient: (_, dInput) => dInput.sum({ axis: [0, 1] }),
});

/**
 * The gradient of a long short-term memory.
 *
 * Inputs: those of {@link lstmPrimitive}; its outputs `outputs`, `gates`, `cells`; the gradients of the last output, of
 * the last cell and, where `sequences`, of the outputs. Outputs: the gradients of kernel, recurrentKernel, bias, the
 * initial output and cell, and, where `inputGradient`, of x.
 */
export const lstmGradientPrimitive: Primitive<
  GradientParams<RecurrentParams>,
  'fused'
> = /* @__PURE__ */ recurrentGradient('lstmGradient', () => cell());

/**
 * A long short-term memory over a whole sequence.
 *
 * Inputs: x [batch, time, inputs], kernel [inputs, 4·units], recurrentKernel [units, 4·units], bias [4·units], the initial
 * output and cell [batch, units]; where there: mask bool [batch, time], inputMasks [4, batch, inputs], recurrentMasks
 * [4, batch, units]. Outputs: the last output and cell [batch, units]; outputs [batch, time, units] in the order of
 * running; for the gradient alone, in the order of x: gates after their activations [batch, time, 4·units] and cells
 * [batch, time, units].
 */
export const lstmPrimitive: Primitive<RecurrentParams, 'fused'> = /* @__PURE__ */ recurrentPrimitive(
  'lstm',
  () => cell(),
  () => lstmGradientPrimitive,
);

/** Options of {@link lstm}. */
export interface LstmOptions extends GatedOptions {
  /**
   * Output and cell before the first step, each [batch, units]; zeros unless given.
   * @defaultValue undefined
   */
  initialState?: readonly [output: TensorLike, cell: TensorLike] | undefined;
}

/** What {@link lstm} returns. */
export interface LstmResult extends RecurrentResult {
  /** Output and cell after the last step, each [batch, units]. */
  readonly states: readonly [output: Tensor, cell: Tensor];
}

/**
 * A long short-term memory: a cell that is carried along a sequence, and gates that decide what enters, stays and is shown.
 *
 * i = σ(zᵢ), f = σ(z_f), g = tanh(z_c), o = σ(zₒ) with z = xₜ · kernel + hₜ₋₁ · recurrentKernel + bias;
 * cₜ = f ⊙ cₜ₋₁ + i ⊙ g; hₜ = o ⊙ tanh(cₜ). The columns of the kernels stand in the order i, f, c, o. An engine that has
 * a kernel for it runs the sequence and its gradient in one call each.
 *
 * @param x - [batch, time, inputs]; whole numbers become float32
 * @param kernel - [inputs, 4·units]
 * @param recurrentKernel - [units, 4·units]
 * @param options - see {@link LstmOptions}; the bias is [4·units]
 * @returns `output` [batch, time, units] or [batch, units], and `states`, the last output and cell, in the dtype to which
 * x and the kernels promote
 * @throws ShapeError if shapes do not fit
 * @source Hochreiter and Schmidhuber: Long short-term memory (1997); `keras.layers.LSTM`; `torch.nn.LSTM` (whose weights
 * are transposed, with two biases)
 *
 * @example
 * const { output, states } = lstm(ones([1, 3, 2]), zeros([2, 4]), zeros([1, 4]), { bias: [0, 0, 1, 0] });
 * output.shape; // [1, 3, 1]
 * await states[1].array(); // [[0.6663951873779297]]
 */
export function lstm(
  x: TensorLike,
  kernel: TensorLike,
  recurrentKernel: TensorLike,
  options: LstmOptions = {},
): LstmResult {
  const operation = { primitive: lstmPrimitive, cell, bias: (units: number) => [4 * units], params: {} };
  return runRecurrent('lstm', operation, [x, kernel, recurrentKernel], options) as LstmResult;
}
