import { bindAll } from '../../bind.ts';
import { promote } from '../../dtype.ts';
import { ShapeError } from '../../errors.ts';
import type { Primitive } from '../../primitive.ts';
import { formatShape, type Shape, sameShape } from '../../shape.ts';
import type { Tensor } from '../../tensor.ts';
import type { TensorLike } from '../../tensor-like.ts';
import { asTensor, floating } from '../arguments.ts';
import { cast } from '../cast.ts';
import { zeros } from '../create.ts';
import { stopGradient } from '../reshape.ts';
import { sigmoid } from '../special.ts';
import { tanh } from '../trigonometric.ts';
import type { Activate, Activations, Cell, RecurrentParams } from './cell.ts';
import { listInputs, readInputs } from './inputs.ts';
import { runSteps } from './steps.ts';

/** Options of recurrent operations. */
export interface RecurrentOptions {
  /**
   * Added to the products; nothing unless given.
   * @defaultValue undefined
   */
  bias?: TensorLike | undefined;
  /**
   * Which steps count: [batch, time]. At others the states stay as they are, and the output is that of the step before.
   * @defaultValue undefined
   */
  mask?: TensorLike | undefined;
  /**
   * Whether the steps run from the last to the first; the outputs stand in the order in which they were made.
   * @defaultValue false
   */
  reverse?: boolean | undefined;
  /**
   * Whether the outputs of all steps are returned, or that of the last one.
   * @defaultValue true
   */
  returnSequences?: boolean | undefined;
  /**
   * Dropout: factors of the state before each product with the recurrent kernel, the same at every step, for each gate its
   * own: [gates, batch, units]. No gradient flows to them.
   * @defaultValue undefined
   */
  recurrentMasks?: TensorLike | undefined;
  /**
   * Takes the place of tanh. With a function of one's own the steps are run one by one, in other operations.
   * @defaultValue undefined
   */
  activation?: Activate | undefined;
}

/** Options of recurrent operations with several gates. */
export interface GatedOptions extends RecurrentOptions {
  /**
   * Dropout: factors of the input, the same at every step, for each gate its own: [gates, batch, inputs]. Factors that are
   * the same for all gates are cheaper applied to the input itself. No gradient flows to them.
   * @defaultValue undefined
   */
  inputMasks?: TensorLike | undefined;
  /**
   * Takes the place of sigmoid. With a function of one's own the steps are run one by one, in other operations.
   * @defaultValue undefined
   */
  recurrentActivation?: Activate | undefined;
}

/** What recurrent operations return. */
export interface RecurrentResult {
  /** [batch, time, units], or [batch, units] where `returnSequences` is false. */
  readonly output: Tensor;
  /** The states after the last step, each [batch, units]; the first is the last output. */
  readonly states: readonly Tensor[];
}

/** What is particular about an operation. */
interface Operation<Params extends RecurrentParams> {
  readonly primitive: Primitive<Params>;
  readonly cell: (activations?: Activations) => Cell<Params>;
  /** The shape of the bias. */
  readonly bias: (units: number) => Shape;
  readonly params: Omit<Params, keyof RecurrentParams>;
}

/** Checks the arguments and binds the primitive. */
export function runRecurrent<Params extends RecurrentParams>(
  op: string,
  { primitive, cell, bias: biasShape, params: further }: Operation<Params>,
  [givenX, givenKernel, givenRecurrent]: readonly [TensorLike, TensorLike, TensorLike],
  options: GatedOptions & { readonly initialState?: readonly TensorLike[] | undefined },
): RecurrentResult {
  const { activation, recurrentActivation } = options;
  const own = activation !== undefined || recurrentActivation !== undefined;
  const activations = { activation: activation ?? tanh, recurrentActivation: recurrentActivation ?? sigmoid };
  const form = cell(own ? activations : undefined);
  const { gates, states: count } = form;
  const { reverse = false, returnSequences = true, initialState } = options;
  const read = (value: TensorLike | undefined) => (value === undefined ? undefined : floating(op, value));
  const given = [givenX, givenKernel, givenRecurrent].map((value) => floating(op, value)) as [Tensor, Tensor, Tensor];
  const dtype = given.map((t) => t.dtype).reduce(promote);
  const as = (t: Tensor | undefined) => t && cast(t, dtype);
  const [x, kernel, recurrentKernel] = given.map((t) => cast(t, dtype)) as [Tensor, Tensor, Tensor];
  const { batch, time, width, units } = checkMain(op, x, kernel, recurrentKernel, gates);
  const expect = (name: string, t: Tensor | undefined, shape: Shape) => checkShapeOf(op, name, t, shape);
  const bias = expect('the bias', as(read(options.bias)), biasShape(units)) ?? zeros(biasShape(units), { dtype });
  if (initialState !== undefined && initialState.length !== count) {
    throw new ShapeError(op, 'the initial state has another number of parts', {
      got: String(initialState.length),
      expected: String(count),
    });
  }
  const states = Array.from({ length: count }, (_, i) => {
    const state = expect('an initial state', as(read(initialState?.[i])), [batch, units]);
    return state ?? zeros([batch, units], { dtype });
  });
  const boolMask = options.mask === undefined ? undefined : cast(asTensor(op, options.mask), 'bool');
  const mask = expect('the mask', boolMask, [batch, time]);
  const constant = (t: Tensor | undefined) => t && stopGradient(t);
  const inputMasks = constant(expect('inputMasks', as(read(options.inputMasks)), [gates, batch, width]));
  const recurrentMasks = constant(expect('recurrentMasks', as(read(options.recurrentMasks)), [gates, batch, units]));
  const inputs = listInputs({ x, kernel, recurrentKernel, bias, states, mask, inputMasks, recurrentMasks });
  const params = {
    reverse,
    sequences: returnSequences,
    mask: mask !== undefined,
    inputMasks: inputMasks !== undefined,
    recurrentMasks: recurrentMasks !== undefined,
    ...further,
  } as unknown as Params;
  if (own) {
    const { states: last, outputs } = runSteps(form, params, readInputs(count, params, inputs));
    return { output: (returnSequences ? outputs : last[0]) as Tensor, states: last };
  }
  const all = bindAll(primitive, inputs, params);
  const last = all.slice(0, count);
  // What a gradient needs it holds itself.
  for (const saved of all.slice(returnSequences ? count + 1 : count)) saved.dispose();
  return { output: (returnSequences ? all[count] : last[0]) as Tensor, states: last };
}

function checkMain(op: string, x: Tensor, kernel: Tensor, recurrentKernel: Tensor, gates: number) {
  if (x.rank !== 3 || x.shape[1] === 0) {
    throw new ShapeError(op, 'the input is not a batch of sequences', {
      got: formatShape(x.shape),
      expected: '[batch, time, inputs] with one step or more',
    });
  }
  const [batch, time, width] = x.shape as readonly [number, number, number];
  const units = recurrentKernel.shape[0] ?? 0;
  checkShapeOf(op, 'the recurrent kernel', recurrentKernel, [units, gates * units]);
  checkShapeOf(op, 'the kernel', kernel, [width, gates * units]);
  return { batch, time, width, units };
}

function checkShapeOf(op: string, name: string, t: Tensor | undefined, shape: Shape): Tensor | undefined {
  if (t === undefined || sameShape(t.shape, shape)) return t;
  throw new ShapeError(op, `${name} has another shape`, { got: formatShape(t.shape), expected: formatShape(shape) });
}
