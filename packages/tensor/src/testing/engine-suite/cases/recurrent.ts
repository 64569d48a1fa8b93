import type { DType } from '../../../dtype.ts';
import type { Shape } from '../../../shape.ts';
import { type Drawn, draw, floats, longSums, type ParamsOf, type Use, type Uses } from '../drawn.ts';

/** What is particular about a cell: its gates, states and what it saves, in units. */
interface CellForm {
  readonly gates: number;
  readonly states: number;
  readonly saved: readonly number[];
}

interface Size {
  readonly batch: number;
  readonly time: number;
  readonly width: number;
  readonly units: number;
}

/** Small ones, and ones that no vector or tile fits. */
const sizes: readonly Size[] = [
  { batch: 2, time: 3, width: 4, units: 3 },
  { batch: 1, time: 1, width: 1, units: 1 },
  { batch: 13, time: 5, width: 7, units: 17 },
  { batch: 0, time: 2, width: 3, units: 2 },
  { batch: 2, time: 3, width: 4, units: 0 },
  { batch: 3, time: 4, width: 2, units: 8 },
  { batch: 2, time: 3, width: 70, units: 9 },
];

const forms = [
  { reverse: false, sequences: true, mask: false, inputMasks: false, recurrentMasks: false },
  { reverse: true, sequences: false, mask: false, inputMasks: false, recurrentMasks: true },
  { reverse: false, sequences: false, mask: true, inputMasks: true, recurrentMasks: true },
  { reverse: true, sequences: true, mask: true, inputMasks: false, recurrentMasks: false },
  { reverse: false, sequences: true, mask: false, inputMasks: true, recurrentMasks: false },
] as const;

type Form = (typeof forms)[number];

function forward(cell: CellForm, form: Form, size: Size, dtype: DType, resetAfter: boolean | undefined): Drawn[] {
  const { gates, states } = cell;
  const { batch, time, width, units } = size;
  const array = (...shape: Shape) => draw(shape, dtype, -1, 1);
  return [
    array(batch, time, width),
    array(width, gates * units),
    // Small enough that gradients do not grow from step to step, and their rounding with them.
    draw([units, gates * units], dtype, -0.4, 0.4),
    resetAfter === true ? array(2, gates * units) : array(gates * units),
    ...Array.from({ length: states }, () => array(batch, units)),
    ...(form.mask ? [draw([batch, time], 'bool')] : []),
    ...(form.inputMasks ? [draw([gates, batch, width], dtype, 0, 2)] : []),
    ...(form.recurrentMasks ? [draw([gates, batch, units], dtype, 0, 2)] : []),
  ];
}

function backward(cell: CellForm, form: Form, size: Size, dtype: DType): Drawn[] {
  const { batch, time, units } = size;
  const array = (...shape: Shape) => draw(shape, dtype, -0.9, 0.9);
  return [
    array(batch, time, units),
    ...cell.saved.map((width) => array(batch, time, width * units)),
    ...Array.from({ length: cell.states }, () => array(batch, units)),
    ...(form.sequences ? [array(batch, time, units)] : []),
  ];
}

function title({ batch, time, width, units }: Size, form: object): string {
  const set = Object.entries(form).flatMap(([name, value]) => (value ? [name] : []));
  return [`of [${batch}, ${time}, ${width}] to ${units}`, ...set].join(', ');
}

function cases(cell: CellForm, gradient: boolean, resets: readonly (boolean | undefined)[] = [undefined]) {
  return (dtype: DType): Use<never>[] =>
    sizes.flatMap((size) =>
      forms.flatMap((form) =>
        resets.map((resetAfter) => {
          const more = resetAfter === undefined ? {} : { resetAfter };
          const params = { ...form, ...more, ...(gradient ? { inputGradient: form.sequences } : {}) };
          const inputs = forward(cell, form, size, dtype, resetAfter);
          if (gradient) inputs.push(...backward(cell, form, size, dtype));
          // Sums over all steps in another order.
          return { title: title(size, params), inputs, params: params as never, ...longSums[dtype] };
        }),
      ),
    );
}

const lstm: CellForm = { gates: 4, states: 2, saved: [4, 1] };
const gru: CellForm = { gates: 3, states: 1, saved: [4] };
const simpleRnn: CellForm = { gates: 1, states: 1, saved: [] };

/** Recurrent networks over sequences, and their gradients. */
export const recurrentUses: {
  readonly [Name in 'lstm' | 'lstmGradient' | 'gru' | 'gruGradient' | 'simpleRnn' | 'simpleRnnGradient']: Uses<
    ParamsOf<Name>
  >;
} = {
  lstm: { dtypes: floats, of: cases(lstm, false) },
  lstmGradient: { dtypes: floats, of: cases(lstm, true) },
  gru: { dtypes: floats, of: cases(gru, false, [true, false]) },
  gruGradient: { dtypes: floats, of: cases(gru, true, [true, false]) },
  simpleRnn: { dtypes: floats, of: cases(simpleRnn, false) },
  simpleRnnGradient: { dtypes: floats, of: cases(simpleRnn, true) },
};
