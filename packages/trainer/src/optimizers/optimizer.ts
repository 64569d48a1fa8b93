import {
  ArgumentError,
  type DType,
  formatShape,
  ShapeError,
  sameShape,
  scope,
  type Tensor,
  tensor,
  Variable,
  zeros,
} from '@mariana/tensor';
import {
  checkNumber,
  type OptionRules,
  type OptionsOf,
  type ResolvedOptions,
  resolveOptions,
} from '../options/options.ts';

/** What every optimizer is told of a step, as scalars in the parameter's dtype: one trace serves every step. */
export type StepScalars = {
  readonly learningRate: Tensor;
  /** 1 in the first step. */
  readonly step: Tensor;
};

/** What a rule is given: the parameter `w`, its gradient `g`, its slots, and what {@link Optimizer.shared} gave. */
export type UpdateInputs<Name extends string> = Readonly<Record<'w' | 'g' | Name, Tensor>> & StepScalars;

/** What a rule gives: the parameter's next value, and those of the slots that it keeps. */
export type UpdateOutputs<Slot extends string> = { readonly w: Tensor } & {
  readonly [Name in Slot]?: Tensor | undefined;
};

/** What {@link Optimizer.updateAll} is given: lists in the order of the parameters, each of one dtype. */
export type UpdateLists<Name extends string> = Readonly<Record<'w' | 'g' | Name, readonly Tensor[]>>;

/** What it gives: the next values in that order, and those of the slots that it keeps. */
export type UpdatedLists<Slot extends string> = { readonly w: readonly Tensor[] } & {
  readonly [Name in Slot]?: readonly Tensor[] | undefined;
};

/**
 * An update rule for one parameter, as its paper has it, and around it what all rules share: state by parameter, the
 * count of steps, the learning rate.
 *
 * A class of your own states its `slots` and its `update`, both pure; see {@link Adam}.
 */
export abstract class Optimizer<
  Rules extends OptionRules = OptionRules,
  Slot extends string = string,
  Shared extends string = string,
> {
  /** The name in messages, and as a string shortcut. */
  readonly name: string;
  /** The options, defaults filled in. */
  readonly options: ResolvedOptions<Rules>;
  /** The names of the state kept for each parameter, which begins with zeros. */
  abstract readonly slots: readonly Slot[];

  /** The steps taken so far. */
  iterations = 0;
  #learningRate: number;
  readonly #slots = new Map<Variable, Readonly<Record<string, Variable>>>();

  protected constructor(name: string, rules: Rules, given: OptionsOf<Rules> & { learningRate?: number | undefined }) {
    this.name = name;
    this.options = resolveOptions(name, rules, given);
    this.#learningRate = (this.options as unknown as { readonly learningRate: number }).learningRate;
  }

  /** The rule for one parameter: pure, from the values before the step to those after it. */
  abstract update(inputs: UpdateInputs<Slot | Shared>): UpdateOutputs<Slot>;

  /**
   * The rule for all parameters of a dtype at once: `update` for each, unless a rule has an operation for lists. Pure too, or
   * where it may `donate` the memory of weights and slots to the next ones, as operations for lists do.
   */
  updateAll?(lists: UpdateLists<Slot>, scalars: StepScalars, donate: boolean): UpdatedLists<Slot>;

  /** Scalars that `update` needs and that are the same for all parameters of a dtype: worked out once a step. */
  shared?(scalars: StepScalars): Readonly<Record<Shared, Tensor>>;

  /** The learning rate of the next step; may be set between steps. */
  get learningRate(): number {
    return this.#learningRate;
  }

  set learningRate(value: number) {
    this.#learningRate = checkNumber(this.name, 'learningRate', value, { min: 0 });
  }

  /**
   * Makes the slots for these variables. `apply` does it at its first call.
   *
   * @throws ArgumentError if the optimizer was made ready for other variables before
   */
  build(variables: readonly Variable[]): void {
    if (this.#slots.size === 0) {
      for (const variable of variables) this.#slots.set(variable, this.#slotsOf(variable));
      return;
    }
    const unknown = variables.find((variable) => !this.#slots.has(variable));
    if (unknown === undefined) return;
    throw new ArgumentError(this.name, 'a variable is unknown to this optimizer', {
      got: `'${unknown.name}' of shape ${formatShape(unknown.shape)}`,
      expected: `the ${this.#slots.size} variables of the first step`,
      fix: 'Make an optimizer of its own for each set of variables',
    });
  }

  /**
   * Takes one step: changes each variable by its gradient.
   *
   * @param gradients - one for each variable, of its shape and dtype
   * @param variables - the same ones at every call
   * @throws ShapeError if a gradient does not fit its variable
   *
   * @example
   * const w = new Variable([1, 2]);
   * sgd({ learningRate: 0.5 }).apply([tensor([1, 1])], [w]);
   * await w.value.array(); // [0.5, 1.5]
   */
  apply(gradients: readonly Tensor[], variables: readonly Variable[]): void {
    this.build(variables);
    checkGradients(this.name, gradients, variables);
    scope(() => {
      const dtypes = new Set(variables.map(({ dtype }) => dtype));
      for (const dtype of dtypes) {
        const places = [...variables.keys()].filter((i) => variables[i]?.dtype === dtype);
        const own = places.map((i) => variables[i] as Variable);
        const g = places.map((i) => gradients[i] as Tensor);
        const scalars = this.#scalars(dtype);
        if (this.updateAll === undefined) this.#updateEach(own, g, { ...scalars, ...this.shared?.(scalars) });
        else this.#updateTogether(own, g, scalars);
      }
    });
    this.iterations += 1;
  }

  /** The slots, parameter by parameter, once the optimizer is built: what a checkpoint holds beside the weights. */
  get variables(): readonly Variable[] {
    return [...this.#slots.values()].flatMap((slots) => Object.values(slots));
  }

  #slotsOf(variable: Variable): Readonly<Record<string, Variable>> {
    const make = (slot: Slot) => {
      const initial = zeros(variable.shape, { dtype: variable.dtype });
      const held = new Variable(initial, { name: `${variable.name}/${slot}`, trainable: false });
      initial.dispose();
      return [slot, held] as const;
    };
    return Object.fromEntries(this.slots.map(make));
  }

  #scalars(dtype: DType): StepScalars {
    return {
      learningRate: tensor(this.#learningRate, { dtype }),
      step: tensor(this.iterations + 1, { dtype }),
    };
  }

  #updateEach(variables: readonly Variable[], gradients: readonly Tensor[], scalars: Record<string, Tensor>): void {
    variables.forEach((variable, i) => {
      const slots = Object.entries(this.#slots.get(variable) ?? {});
      scope(() => {
        const state = Object.fromEntries(slots.map(([slot, held]) => [slot, held.value]));
        const inputs = { ...scalars, ...state, w: variable.value, g: gradients[i] };
        const next = this.update(inputs as UpdateInputs<Slot | Shared>);
        variable.assign(next.w);
        for (const [slot, held] of slots) {
          const value = next[slot as Slot] as Tensor | undefined;
          if (value !== undefined) held.assign(value);
        }
      });
    });
  }

  #updateTogether(variables: readonly Variable[], g: readonly Tensor[], scalars: StepScalars): void {
    const held = (slot: Slot) => variables.map((variable) => this.#slots.get(variable)?.[slot] as Variable);
    const lists = Object.fromEntries(this.slots.map((slot) => [slot, held(slot).map((variable) => variable.lend())]));
    const w = variables.map((variable) => variable.lend());
    const next = this.updateAll?.({ ...lists, w, g } as UpdateLists<Slot>, scalars, true) as UpdatedLists<Slot>;
    variables.forEach((variable, i) => {
      variable.assign(next.w[i] as Tensor);
    });
    for (const slot of this.slots) {
      const values = next[slot] as readonly Tensor[] | undefined;
      held(slot).forEach((variable, i) => {
        if (values !== undefined) variable.assign(values[i] as Tensor);
      });
    }
  }
}

function checkGradients(op: string, gradients: readonly Tensor[], variables: readonly Variable[]): void {
  if (gradients.length !== variables.length) {
    throw new ArgumentError(op, 'there is not one gradient for each variable', {
      got: `${gradients.length} gradients for ${variables.length} variables`,
    });
  }
  gradients.forEach(({ shape }, i) => {
    const variable = variables[i] as Variable;
    if (sameShape(shape, variable.shape)) return;
    throw new ShapeError(op, `the gradient of '${variable.name}' has another shape`, {
      got: formatShape(shape),
      expected: formatShape(variable.shape),
    });
  });
}
