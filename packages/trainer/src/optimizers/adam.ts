import { adamStep } from '@mariana/tensor';
import { booleanOption, numberOption, type OptionsOf } from '../options/options.ts';
import {
  Optimizer,
  type StepScalars,
  type UpdatedLists,
  type UpdateInputs,
  type UpdateLists,
  type UpdateOutputs,
} from './optimizer.ts';

const rules = {
  /**
   * How far one step goes.
   * @defaultValue 0.001
   */
  learningRate: numberOption(0.001, { min: 0 }),
  /**
   * How much of the running mean of gradients is kept each step.
   * @defaultValue 0.9
   */
  beta1: numberOption(0.9, { min: 0, max: 1 }),
  /**
   * How much of the running mean of squares is kept each step.
   * @defaultValue 0.999
   */
  beta2: numberOption(0.999, { min: 0, max: 1 }),
  /**
   * Keeps the divisor from 0: the ε̂ of the paper's second form.
   * @defaultValue 1e-7
   */
  epsilon: numberOption(1e-7, { min: 0 }),
  /**
   * Whether the largest mean of squares so far divides, as AMSGrad has it.
   * @defaultValue false
   */
  amsgrad: booleanOption(false),
};

/** Options of {@link adam}. */
export interface AdamOptions extends OptionsOf<typeof rules> {}

type AdamSlot = 'm' | 'v' | 'vMax';

const plain = { name: 'adam', weightDecay: 0 };

/** Steps by running means of gradients and of their squares; see {@link adam}. */
export class Adam extends Optimizer<typeof rules, AdamSlot> {
  readonly slots: readonly AdamSlot[];
  readonly #weightDecay: number;

  /** @param own - the name and the weight decay of a relative, {@link AdamW} */
  constructor(options: AdamOptions = {}, own: { readonly name: string; readonly weightDecay: number } = plain) {
    super(own.name, rules, options);
    this.#weightDecay = own.weightDecay;
    this.slots = this.options.amsgrad ? ['m', 'v', 'vMax'] : ['m', 'v'];
  }

  update({ w, g, m, v, vMax, learningRate, step }: UpdateInputs<AdamSlot>): UpdateOutputs<AdamSlot> {
    const lists = { w: [w], g: [g], m: [m], v: [v], vMax: [vMax] };
    const next = this.updateAll(lists, { learningRate, step }, false);
    return { w: next.w[0] ?? w, m: next.m?.[0], v: next.v?.[0], vMax: next.vMax?.[0] };
  }

  override updateAll(
    { w, g, m, v, vMax }: UpdateLists<AdamSlot>,
    { learningRate, step }: StepScalars,
    donate: boolean,
  ): UpdatedLists<AdamSlot> {
    const { beta1, beta2, epsilon, amsgrad } = this.options;
    const state = { weights: w, m, v, vMax: amsgrad ? vMax : undefined };
    const options = { learningRate, step, beta1, beta2, epsilon, weightDecay: this.#weightDecay, donate };
    const { weights, ...slots } = adamStep(state, g, options);
    return { w: weights, ...slots };
  }
}

/**
 * Adam: m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; w ← w − α·m / (√v + ε), α = η·√(1 − β₂ᵗ) / (1 − β₁ᵗ).
 *
 * @param options - see {@link AdamOptions}
 * @returns an optimizer for a `Trainer`, or for use by itself with `apply`
 * @throws ArgumentError if an option is not allowed
 * @source Kingma and Ba, Adam (2014), the form before section 2.1; `keras.optimizers.Adam`
 *
 * @example
 * const w = new Variable([1]);
 * adam({ learningRate: 0.5 }).apply([tensor([20])], [w]);
 * await w.value.array(); // [0.5]
 */
export function adam(options: AdamOptions = {}): Adam {
  return new Adam(options);
}
