import type { DType } from '../../../src/dtype.ts';
import { attentionPrimitive } from '../../../src/ops/attention-primitives.ts';
import { gruPrimitive } from '../../../src/ops/recurrent/gru.ts';
import { lstmPrimitive } from '../../../src/ops/recurrent/lstm.ts';
import { simpleRnnPrimitive } from '../../../src/ops/recurrent/simple-rnn.ts';
import type { Primitive } from '../../../src/primitive.ts';
import type { Shape } from '../../../src/shape.ts';
import { outputsOf } from '../../../src/testing/engine-suite/cases/fused.ts';
import { type Drawn, floats, type ParamsOf } from '../../../src/testing/engine-suite/drawn.ts';
import type { Chance } from '../chance.ts';
import { elements } from '../elements.ts';
import { composed, type Generator } from '../generator.ts';

const array = (chance: Chance, shape: Shape, dtype: DType, low = -1, high = 1) =>
  elements(chance, shape, dtype, { low, high, awkward: false });

interface CellForm {
  readonly gates: number;
  readonly states: number;
}

/** Inputs of a cell over a sequence, and the form they have. */
function sequence(chance: Chance, dtype: DType, { gates, states }: CellForm, resetAfter: boolean) {
  const size = (most: number) => (chance.happens(0.1) ? chance.whole(10, 40) : chance.whole(1, most));
  const [batch, time, width, units] = [chance.happens(0.03) ? 0 : size(6), chance.whole(1, 6), size(8), size(9)];
  const flag = () => chance.happens(0.4);
  const params = { reverse: flag(), sequences: flag(), mask: flag(), inputMasks: flag(), recurrentMasks: flag() };
  const inputs = [
    array(chance, [batch, time, width], dtype),
    array(chance, [width, gates * units], dtype),
    // Small enough that gradients do not grow from step to step, and their rounding with them.
    array(chance, [units, gates * units], dtype, -0.4, 0.4),
    array(chance, resetAfter ? [2, gates * units] : [gates * units], dtype),
    ...chance.times(states, () => array(chance, [batch, units], dtype)),
    ...(params.mask ? [array(chance, [batch, time], 'bool')] : []),
    ...(params.inputMasks ? [array(chance, [gates, batch, width], dtype, 0, 2)] : []),
    ...(params.recurrentMasks ? [array(chance, [gates, batch, units], dtype, 0, 2)] : []),
  ];
  return { inputs, params, batch, time, units };
}

/** A cell's sequence and its gradient, which reads what the sequence gave. */
function recurrent<Params>(primitive: Primitive<Params>, form: CellForm, resets: boolean) {
  const forward = (chance: Chance, dtype: DType) => {
    const resetAfter = resets && chance.happens(0.5);
    const drawn = sequence(chance, dtype, form, resetAfter);
    return { ...drawn, params: (resets ? { ...drawn.params, resetAfter } : drawn.params) as Params };
  };
  const backward = (chance: Chance, dtype: DType) => {
    const { inputs, params, batch, time, units } = forward(chance, dtype);
    const saved = outputsOf(primitive, inputs, params).slice(form.states);
    const { sequences } = params as { readonly sequences: boolean };
    const dys = [
      ...chance.times(form.states, () => array(chance, [batch, units], dtype)),
      ...(sequences ? [array(chance, [batch, time, units], dtype)] : []),
    ];
    return {
      inputs: [...inputs, ...saved, ...dys],
      params: { ...params, inputGradient: chance.happens(0.5) },
    };
  };
  // Gradients of gradients run the steps again: they are the transforms' tests' matter.
  return {
    forward: { dtypes: floats, allowance: composed, draw: forward } as Generator<Params>,
    backward: { dtypes: floats, allowance: composed, draw: backward, gradient: false } as Generator<
      Params & { readonly inputGradient: boolean }
    >,
  };
}

const lstm = recurrent<ParamsOf<'lstm'>>(lstmPrimitive, { gates: 4, states: 2 }, false);
const gru = recurrent<ParamsOf<'gru'>>(gruPrimitive, { gates: 3, states: 1 }, true);
const simpleRnn = recurrent<ParamsOf<'simpleRnn'>>(simpleRnnPrimitive, { gates: 1, states: 1 }, false);

/** Recurrent networks over sequences, and their gradients. */
export const recurrentGenerators = {
  lstm: lstm.forward,
  lstmGradient: lstm.backward,
  gru: gru.forward,
  gruGradient: gru.backward,
  simpleRnn: simpleRnn.forward,
  simpleRnnGradient: simpleRnn.backward,
};

type Attention = ParamsOf<'attention'>;

/** A mask of scores: of bools, or added to them, with axes of size 1. */
function maskOf(chance: Chance, shape: Shape, dtype: DType): Drawn {
  const sizes = shape.map((size) => (chance.happens(0.4) ? 1 : size));
  const mask = array(chance, sizes, dtype, -2, 2);
  // −∞ leaves a key out, as false does.
  if (dtype !== 'bool' && chance.happens(0.5)) {
    for (let i = 0; i < mask.data.length; i++) if (chance.happens(0.3)) mask.data[i] = -Infinity as never;
  }
  return mask;
}

function attentionInputs(chance: Chance, dtype: DType, additive: boolean) {
  const size = (most: number) => (chance.happens(0.1) ? chance.whole(12, 80) : chance.whole(1, most));
  const [batch, kvHeads, time, source] = [chance.whole(1, 2), chance.whole(1, 3), size(8), size(8)];
  const heads = kvHeads * chance.whole(1, 3);
  const [dim, valueDim] = [chance.whole(1, 20), chance.whole(1, 20)];
  const masked = additive || chance.happens(0.4);
  const params: Attention = {
    scale: chance.between(0.1, 1),
    causal: chance.happens(0.4),
    offset: chance.happens(0.5) ? source - time : chance.whole(-2, source),
    window: chance.happens(0.3) ? chance.whole(1, 10) : undefined,
    masked,
  };
  const inputs = [
    array(chance, [batch, heads, time, dim], dtype),
    array(chance, [batch, kvHeads, source, dim], dtype),
    array(chance, [batch, kvHeads, source, valueDim], dtype),
    ...(masked ? [maskOf(chance, [batch, heads, time, source], additive ? dtype : chance.of(['bool', dtype]))] : []),
  ];
  return { inputs, params };
}

function attentionGradient(additive: boolean): Generator<Attention> {
  return {
    dtypes: floats,
    // It reads the outputs, which were rounded to the dtype, and differences of them cancel.
    allowance: { ...composed, halves: 2 },
    draw: (chance, dtype) => {
      const { inputs, params } = attentionInputs(chance, dtype, additive);
      const [y, logSum] = outputsOf(attentionPrimitive, inputs, params) as [Drawn, Drawn];
      const dy = array(chance, y.shape, dtype);
      return { inputs: [...inputs.slice(0, 3), y, logSum, dy, ...inputs.slice(3)], params };
    },
  };
}

/** Attention and its gradients. */
export const attentionGenerators = {
  attention: {
    dtypes: floats,
    allowance: composed,
    draw: (chance, dtype) => attentionInputs(chance, dtype, false),
  } satisfies Generator<Attention>,
  attentionGradient: attentionGradient(false),
  attentionMaskGradient: attentionGradient(true),
};
