import type { Several } from '../../primitive.ts';
import { scope } from '../../scope.ts';
import type { Tensor } from '../../tensor.ts';
import { concat } from '../join.ts';
import { slice } from '../slice.ts';
import { where } from '../where.ts';
import type { Cell, RecurrentParams } from './cell.ts';
import { sequenceInputGradient, sequenceKernelGradient, sequenceProduct } from './gate-products.ts';
import type { RecurrentInputs, RecurrentResults } from './inputs.ts';

/** A sequence through a cell, step by step, in other operations. */
export function runSteps<Params extends RecurrentParams>(
  cell: Cell<Params>,
  params: Params,
  { x, kernel, recurrentKernel, bias, states, mask, inputMasks, recurrentMasks }: RecurrentInputs,
): RecurrentResults {
  const projected = sequenceProduct(x, kernel, inputMasks).add(cell.inputBias(params, bias));
  const weights = several(cell.weights(params, recurrentKernel, bias, recurrentMasks));
  const made: { readonly after: readonly Tensor[]; readonly saved: readonly Tensor[] }[] = [];
  let before: readonly Tensor[] = states;
  for (const t of order(x.shape[1] as number, params.reverse)) {
    const step = scope(() => {
      const { after, saved } = cell.step(params, at(projected, t), several(before), weights);
      return { after: after.map((state, i) => choose(mask, t, state, before[i] as Tensor)), saved };
    });
    made.push(step);
    before = step.after;
  }
  const inTime = params.reverse ? [...made].reverse() : made;
  return {
    states: before,
    outputs: joinSteps(made.map(({ after }) => after[0] as Tensor)),
    saved: [
      // Beyond the output, the states too are what a gradient starts from.
      ...cell.saved.map((_, i) => joinSteps(inTime.map(({ saved }) => saved[i] as Tensor))),
      ...states.slice(1).map((_, i) => joinSteps(inTime.map(({ after }) => after[i + 1] as Tensor))),
    ],
  };
}

/** The gradients of what a sequence was made from. */
export interface SequenceGradients {
  readonly kernel: Tensor;
  readonly recurrentKernel: Tensor;
  readonly bias: Tensor;
  readonly states: readonly Tensor[];
  readonly x: Tensor | undefined;
}

/**
 * The gradient of {@link runSteps} from what it saved: the recurrence backwards, step by step, and then one product of
 * all steps for each weight.
 *
 * @param dStates - the gradients of the last states
 * @param dOutputs - those of all outputs, undefined where there are none
 * @param wantsInput - whether the gradient of x is wanted
 */
export function runStepsBack<Params extends RecurrentParams>(
  cell: Cell<Params>,
  params: Params,
  inputs: RecurrentInputs,
  { outputs, saved }: Omit<RecurrentResults, 'states'>,
  dStates: readonly Tensor[],
  dOutputs: Tensor | undefined,
  wantsInput: boolean,
): SequenceGradients {
  const { x, kernel, recurrentKernel, bias, states, mask, inputMasks, recurrentMasks } = inputs;
  const weights = several(cell.weights(params, recurrentKernel, bias, recurrentMasks));
  const times = order(x.shape[1] as number, params.reverse);
  const own = several(saved.slice(0, cell.saved.length));
  const further = saved.slice(cell.saved.length);
  const statesAt = (k: number) =>
    several(k < 0 ? states : [at(outputs, k), ...further.map((sequence) => at(sequence, times[k] as number))]);
  const input: Tensor[] = [];
  const recurrent: Tensor[] = [];
  let after: readonly Tensor[] = dStates;
  for (let k = times.length - 1; k >= 0; k--) {
    const t = times[k] as number;
    const gradients = scope(() => {
      const [first, ...others] = after as readonly [Tensor, ...Tensor[]];
      const dAfter = several([dOutputs === undefined ? first : first.add(at(dOutputs, k)), ...others]);
      const step = {
        before: statesAt(k - 1),
        after: statesAt(k),
        saved: several(own.map((sequence) => at(sequence, t))),
      };
      const found = cell.stepGradient(params, step, dAfter, weights);
      return {
        before: found.before.map((gradient, i) => choose(mask, t, gradient, dAfter[i] as Tensor)),
        input: choose(mask, t, found.input, 0),
        recurrent: found.recurrent && choose(mask, t, found.recurrent, 0),
      };
    });
    input[t] = gradients.input;
    recurrent[t] = gradients.recurrent ?? gradients.input;
    after = gradients.before;
  }
  const dInput = joinSteps(input);
  const dRecurrent = recurrent[0] === input[0] ? dInput : joinSteps(recurrent);
  const previous = previousOutputs(outputs, states[0] as Tensor, params.reverse);
  const operand = (gate: number) => cell.operand?.(params, gate, own) ?? previous;
  const differ = recurrentMasks !== undefined || operand(cell.gates - 1) !== previous;
  return {
    kernel: sequenceKernelGradient(() => x, dInput, inputMasks === undefined ? 1 : cell.gates, inputMasks),
    recurrentKernel: differ
      ? recurrentGradient(operand, previous, dRecurrent, cell.gates, recurrentMasks)
      : sequenceKernelGradient(() => previous, dRecurrent, 1, undefined),
    bias: cell.biasGradient(params, dInput, dRecurrent),
    states: after,
    x: wantsInput ? sequenceInputGradient(dInput, kernel, inputMasks) : undefined,
  };
}

/** By gate; an operand of the cell's own has its mask in it already. */
function recurrentGradient(
  operand: (gate: number) => Tensor,
  previous: Tensor,
  dy: Tensor,
  gates: number,
  masks: Tensor | undefined,
): Tensor {
  const units = previous.shape[2] as number;
  const parts = Array.from({ length: gates }, (_, g) => {
    const d = slice(dy, [null, null, g * units], [null, null, (g + 1) * units]);
    const mask = operand(g) === previous && masks !== undefined ? slice(masks, g, g + 1) : undefined;
    return sequenceKernelGradient(() => operand(g), d, 1, mask);
  });
  return concat(parts, { axis: 1 });
}

/** The output before each step, in the order of x: [batch, time, units]. */
function previousOutputs(outputs: Tensor, initial: Tensor, reverse: boolean): Tensor {
  const [batch, time, units] = outputs.shape as readonly [number, number, number];
  const shifted = concat([initial.reshape([batch, 1, units]), slice(outputs, [0, 0], [batch, time - 1])], { axis: 1 });
  return reverse ? slice(shifted, [null, null], [null, null], [1, -1]) : shifted;
}

/** A list as cells destructure it: as long as they declare. */
function several<T>(list: readonly T[]): Several<T> {
  return list as unknown as Several<T>;
}

/** The steps in the order in which they run. */
function order(time: number, reverse: boolean): number[] {
  return Array.from({ length: time }, (_, k) => (reverse ? time - 1 - k : k));
}

/** One step of a sequence: [batch, time, n] → [batch, n]. */
function at(sequence: Tensor, t: number): Tensor {
  const [batch, , width] = sequence.shape as readonly [number, number, number];
  return slice(sequence, [0, t], [batch, t + 1]).reshape([batch, width]);
}

/** Steps [batch, n] as a sequence [batch, time, n]. */
function joinSteps(steps: readonly Tensor[]): Tensor {
  const [batch, width] = (steps[0] as Tensor).shape as readonly [number, number];
  return concat(
    steps.map((step) => step.reshape([batch, 1, width])),
    { axis: 1 },
  );
}

/** Where the mask holds at a step the first, elsewhere the second. */
function choose(mask: Tensor | undefined, t: number, held: Tensor, otherwise: Tensor | number): Tensor {
  if (mask === undefined) return held;
  const batch = mask.shape[0] as number;
  return where(slice(mask, [0, t], [batch, t + 1]), held, otherwise);
}
