import { bindAll } from '../../bind.ts';
import { type Abstract, fusedPrimitive, type Primitive } from '../../primitive.ts';
import type { Tensor } from '../../tensor.ts';
import { vjp } from '../../transforms/grad.ts';
import type { Cell, RecurrentParams } from './cell.ts';
import { countDifferentiable, countInputs, listInputs, readInputs } from './inputs.ts';
import { runSteps, runStepsBack } from './steps.ts';

/** The params of a recurrent gradient: those of the sequence, and whether the gradient of x is wanted. */
export type GradientParams<Params extends RecurrentParams> = Params & { readonly inputGradient: boolean };

type Fused<Params> = Primitive<Params, 'fused'>;

/**
 * A whole sequence through a cell as one primitive.
 *
 * - inputs: x, kernel, recurrentKernel, bias, states…, and those of mask, inputMasks, recurrentMasks that are there
 *   ({@link RecurrentInputs});
 * - outputs: last states…, outputs, what the gradient reads… ({@link RecurrentResults}).
 *
 * A kernel makes x · kernel + bias for all steps in one product (or, with input masks, in one for each gate), into the
 * memory of what is saved, and runs the recurrence over it, rows of the batch being independent of each other.
 *
 * @param gradient - gives the primitive of {@link recurrentGradient}
 */
export function recurrentPrimitive<Params extends RecurrentParams>(
  name: string,
  cell: () => Cell<Params>,
  gradient: () => Fused<GradientParams<Params>>,
): Fused<Params> {
  // Modules import each other in circles: what other modules declare is read when it is used.
  return fusedPrimitive<Params>(name, {
    output: (inputs) => {
      const { states, saved } = cell();
      const [{ shape, dtype }] = inputs;
      const [batch, time] = shape as readonly [number, number];
      const units = inputs[4]?.shape[1] as number;
      const array = (...sizes: number[]): Abstract => ({ shape: sizes, dtype });
      return [
        ...Array.from({ length: states }, () => array(batch, units)),
        array(batch, time, units),
        ...saved.map((width) => array(batch, time, width * units)),
        ...Array.from({ length: states - 1 }, () => array(batch, time, units)),
      ];
    },
    // A positions list covers every form: positions that are not there are not looked at.
    saves: { inputs: positions(9), outputs: positions(5) },
    differentiable: ({ sequences }) => cell().states + Number(sequences),
    vjp: (params, { inputs, outputs, wanted }, ...cotangents) => {
      const { states } = cell();
      const all = { ...params, inputGradient: wanted[0] === true };
      const [dKernel, dRecurrentKernel, dBias, ...others] = bindAll(
        gradient(),
        [...inputs, ...outputs.slice(states), ...cotangents],
        all,
      );
      return [others[states], dKernel, dRecurrentKernel, dBias, ...others.slice(0, states)];
    },
    decompose: (params, list) => {
      const { states, outputs, saved } = runSteps(cell(), params, readInputs(cell().states, params, list));
      return [...states, outputs, ...saved];
    },
    cost: ([x, kernel, recurrentKernel]) => stepCount(x) * (area(kernel) + area(recurrentKernel)),
  });
}

/**
 * The gradient of {@link recurrentPrimitive} as one primitive.
 *
 * - inputs: all inputs of the sequence; its outputs but for the last states; the gradients of the last states…, and, where
 *   `sequences`, of the outputs;
 * - outputs: the gradients of kernel, recurrentKernel, bias, states…, and, where `inputGradient`, of x.
 *
 * A kernel runs the recurrence backwards, which gives the gradient of x · kernel + bias for all steps, and then makes
 * one product of all steps for each kernel and for x.
 */
export function recurrentGradient<Params extends RecurrentParams>(
  name: string,
  cell: () => Cell<Params>,
): Fused<GradientParams<Params>> {
  return fusedPrimitive<GradientParams<Params>>(name, {
    output: (inputs, { inputGradient }) => {
      const [x, kernel, recurrentKernel, bias, ...others] = inputs;
      return [
        kernel,
        recurrentKernel,
        bias as Abstract,
        ...others.slice(0, cell().states),
        ...(inputGradient ? [x] : []),
      ];
    },
    saves: { inputs: positions(18) },
    // What was saved follows from the inputs, so that the gradient of the gradient is found by running them again.
    vjp: (params, { inputs }, ...cotangents) => {
      const { states } = cell();
      const forward = countInputs(states, params);
      const dys = inputs.length - states - Number(params.sequences);
      const moving = positions(inputs.length).filter((i) => i < countDifferentiable(states) || i >= dys);
      const again = (...given: Tensor[]) => {
        const full = inputs.map((input, i) => given[moving.indexOf(i)] ?? input);
        return derived(cell(), params, full.slice(0, forward), full.slice(dys));
      };
      const { pull, dispose } = vjp(again, ...moving.map((i) => inputs[i] as Tensor));
      const found = pull(...cotangents);
      dispose();
      return inputs.map((_, i) => found[moving.indexOf(i)]);
    },
    decompose: (params, list) => {
      const { states: count } = cell();
      const forward = countInputs(count, params);
      const dys = list.length - count - Number(params.sequences);
      const [outputs, ...saved] = list.slice(forward, dys) as readonly Tensor[] as readonly [Tensor, ...Tensor[]];
      const { kernel, recurrentKernel, bias, states, x } = runStepsBack(
        cell(),
        params,
        readInputs(count, params, list),
        { outputs, saved },
        list.slice(dys, dys + count),
        list[dys + count],
        params.inputGradient,
      );
      return [kernel, recurrentKernel, bias, ...states, ...(x === undefined ? [] : [x])];
    },
    cost: ([x, kernel, recurrentKernel]) => 2 * stepCount(x) * (area(kernel) + area(recurrentKernel)),
  });
}

/** The gradient by differentiating the steps: what the fused gradient computes, in a form with gradients of its own. */
function derived<Params extends RecurrentParams>(
  cell: Cell<Params>,
  params: GradientParams<Params>,
  inputs: readonly Tensor[],
  dys: readonly Tensor[],
): Tensor[] {
  const named = readInputs(cell.states, params, inputs);
  const count = countDifferentiable(cell.states);
  const run = (...given: Tensor[]) => {
    const replaced = [...given, ...listInputs(named).slice(count)];
    const { states, outputs } = runSteps(cell, params, readInputs(cell.states, params, replaced));
    return params.sequences ? [...states, outputs] : states;
  };
  const { pull, dispose } = vjp(run, ...inputs.slice(0, count));
  const [dx, ...others] = pull(...dys) as readonly [Tensor, ...Tensor[]];
  dispose();
  return params.inputGradient ? [...others, dx] : others;
}

function positions(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

const stepCount = ({ shape }: Abstract) => (shape[0] as number) * (shape[1] as number);
const area = ({ shape }: Abstract) => (shape[0] as number) * (shape[1] as number);
