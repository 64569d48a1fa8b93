import type { Primitive } from '../../primitive.ts';
import type { Tensor } from '../../tensor.ts';
import type { TensorLike } from '../../tensor-like.ts';
import { concat, stack } from '../join.ts';
import { slice } from '../slice.ts';
import { sigmoid } from '../special.ts';
import { split } from '../split.ts';
import { tanh } from '../trigonometric.ts';
import { type GatedOptions, type RecurrentResult, runRecurrent } from './arguments.ts';
import type { Activations, Cell, RecurrentParams } from './cell.ts';
import { type GateWeights, gateProduct, gateProductGradient, gateWeights } from './gate-products.ts';
import { type GradientParams, recurrentGradient, recurrentPrimitive } from './primitives.ts';
import { slopeOfSigmoid, slopeOfTanh } from './slopes.ts';

/** {@link RecurrentParams}, and where the reset gate works. */
export interface GruParams extends RecurrentParams {
  /** Whether it is applied to the product of the state, or to the state before it. */
  readonly resetAfter: boolean;
}

/** Update, reset, candidate, and what the reset gate makes or takes. */
type Parts = [z: Tensor, r: Tensor, candidate: Tensor, inner: Tensor];

/**
 * The state is the output. Each step saves update, reset and candidate after their activations and, fourth, with
 * `resetAfter` the candidate's product with the state (bias included), else the reset state that enters that product.
 */
const cell = (
  { activation, recurrentActivation }: Activations = { activation: tanh, recurrentActivation: sigmoid },
): Cell<GruParams> => ({
  gates: 3,
  states: 1,
  saved: [4],
  inputBias: ({ resetAfter }, bias) => (resetAfter ? slice(bias, 0, 1) : bias),
  weights: ({ resetAfter }, recurrentKernel, bias, masks) =>
    resetAfter
      ? [gateWeights(recurrentKernel, masks, [0, 3], slice(bias, 1, 2))]
      : [gateWeights(recurrentKernel, masks, [0, 2]), candidateWeights(recurrentKernel, masks)],
  step({ resetAfter }, input, [output], [weights, ofCandidate]) {
    const [xz, xr, xh] = split(input, 3, { axis: 1 }) as [Tensor, Tensor, Tensor];
    const [hz, hr, hh] = split(gateProduct(output, weights), resetAfter ? 3 : 2, { axis: 1 }) as Parts;
    const [z, r] = [recurrentActivation(xz.add(hz)), recurrentActivation(xr.add(hr))];
    const inner = resetAfter ? hh : r.mul(masked(output, ofCandidate));
    const candidate = activation(xh.add(resetAfter ? r.mul(inner) : gateProduct(inner, ofCandidate)));
    const next = candidate.add(z.mul(output.sub(candidate)));
    return { after: [next], saved: [concat([z, r, candidate, inner], { axis: 1 })] };
  },
  stepGradient({ resetAfter }, { before, saved }, [dOutput], [weights, ofCandidate]) {
    const [z, r, candidate, inner] = split(saved[0], 4, { axis: 1 }) as Parts;
    const [output] = before;
    const dz = dOutput.mul(output.sub(candidate)).mul(slopeOfSigmoid(z));
    const dCandidate = dOutput.sub(dOutput.mul(z)).mul(slopeOfTanh(candidate));
    const kept = dOutput.mul(z);
    if (resetAfter) {
      const dr = dCandidate.mul(inner).mul(slopeOfSigmoid(r));
      const recurrent = concat([dz, dr, dCandidate.mul(r)], { axis: 1 });
      const input = concat([dz, dr, dCandidate], { axis: 1 });
      return { before: [kept.add(gateProductGradient(recurrent, weights))], input, recurrent };
    }
    const dInner = gateProductGradient(dCandidate, ofCandidate);
    const dr = dInner.mul(masked(output, ofCandidate)).mul(slopeOfSigmoid(r));
    const dGates = concat([dz, dr], { axis: 1 });
    const throughReset = masked(dInner.mul(r), ofCandidate);
    return {
      before: [kept.add(throughReset).add(gateProductGradient(dGates, weights))],
      input: concat([dGates, dCandidate], { axis: 1 }),
    };
  },
  operand({ resetAfter }, gate, [saved]) {
    return resetAfter || gate < 2 ? undefined : split(saved, 4, { axis: 2 })[3];
  },
  biasGradient({ resetAfter }, dInput, dRecurrent) {
    const sum = (gradient: Tensor) => gradient.sum({ axis: [0, 1] });
    return resetAfter ? stack([sum(dInput), sum(dRecurrent)]) : sum(dInput);
  },
});

/** The candidate's weights where the state is reset before the product; its mask is applied before that. */
function candidateWeights(recurrentKernel: Tensor, masks: Tensor | undefined): GateWeights {
  return { ...gateWeights(recurrentKernel, undefined, [2, 3]), masks: masks && slice(masks, 2, 3) };
}

/** The state as the candidate sees it. */
function masked(state: Tensor, { masks }: GateWeights): Tensor {
  return masks === undefined ? state : state.mul(masks.reshape(state.shape));
}

/**
 * The gradient of a gated recurrent unit.
 *
 * Inputs: those of {@link gruPrimitive}; its outputs `outputs` and `parts`; the gradients of the last output and, where
 * `sequences`, of the outputs. Outputs: the gradients of kernel, recurrentKernel, bias, the initial output, and, where
 * `inputGradient`, of x.
 */
export const gruGradientPrimitive: Primitive<GradientParams<GruParams>, 'fused'> = /* @__PURE__ */ recurrentGradient(
  'gruGradient',
  () => cell(),
);

/**
 * A gated recurrent unit over a whole sequence.
 *
 * Inputs: x [batch, time, inputs], kernel [inputs, 3·units], recurrentKernel [units, 3·units], bias [2, 3·units] with
 * `resetAfter`, else [3·units], the initial output [batch, units]; where there: mask bool [batch, time], inputMasks
 * [3, batch, inputs], recurrentMasks [3, batch, units]. Outputs: the last output [batch, units]; outputs
 * [batch, time, units] in the order of running; for the gradient alone, in the order of x: parts [batch, time, 4·units],
 * which are update, reset and candidate after their activations and, with `resetAfter`, the candidate's product with the
 * state, bias included, else the reset state that enters that product.
 */
export const gruPrimitive: Primitive<GruParams, 'fused'> = /* @__PURE__ */ recurrentPrimitive(
  'gru',
  () => cell(),
  () => gruGradientPrimitive,
);

/** Options of {@link gru}. */
export interface GruOptions extends GatedOptions {
  /**
   * Whether the reset gate is applied to the product of the state with the recurrent kernel, or to the state before it.
   * @defaultValue true
   */
  resetAfter?: boolean | undefined;
  /**
   * The output before the first step, [batch, units]; zeros unless given.
   * @defaultValue undefined
   */
  initialState?: readonly [output: TensorLike] | undefined;
}

/** What {@link gru} returns. */
export interface GruResult extends RecurrentResult {
  /** The output of the last step, [batch, units]. */
  readonly states: readonly [output: Tensor];
}

/**
 * A gated recurrent unit: a state along a sequence of which a gate decides how much is new.
 *
 * z = σ(x_z + h_z), r = σ(x_r + h_r), h̃ = tanh(x_h + r ⊙ h_h), hₜ = z ⊙ hₜ₋₁ + (1 − z) ⊙ h̃ with x = xₜ · kernel + bias[0] and
 * h = hₜ₋₁ · recurrentKernel + bias[1]. Without `resetAfter` there is one bias, and h_h = (r ⊙ hₜ₋₁) · recurrentKernel_h takes
 * the place of r ⊙ h_h. The columns of the kernels stand in the order z, r, h. An engine that has a kernel for it runs the
 * sequence and its gradient in one call each.
 *
 * @param x - [batch, time, inputs]; whole numbers become float32
 * @param kernel - [inputs, 3·units]
 * @param recurrentKernel - [units, 3·units]
 * @param options - see {@link GruOptions}; the bias is [2, 3·units] with `resetAfter`, else [3·units]
 * @returns `output` [batch, time, units] or [batch, units], and `states`, the last output, in the dtype to which x and the
 * kernels promote
 * @throws ShapeError if shapes do not fit
 * @source Cho et al.: Learning phrase representations using RNN encoder-decoder (2014); `keras.layers.GRU`;
 * `torch.nn.GRU` (reset after; its order is r, z, h, its weights are transposed)
 *
 * @example
 * const { output } = gru(ones([1, 2, 1]), zeros([1, 3]), zeros([1, 3]), { initialState: [[[8]]] });
 * await output.array(); // [[[4], [2]]]
 */
export function gru(
  x: TensorLike,
  kernel: TensorLike,
  recurrentKernel: TensorLike,
  { resetAfter = true, ...options }: GruOptions = {},
): GruResult {
  const bias = (units: number) => (resetAfter ? [2, 3 * units] : [3 * units]);
  const operation = { primitive: gruPrimitive, cell, bias, params: { resetAfter } };
  return runRecurrent('gru', operation, [x, kernel, recurrentKernel], options) as GruResult;
}
