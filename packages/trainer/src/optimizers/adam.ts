import { pow, sub, type Tensor } from '@mariana/tensor';
import { booleanOption, numberOption, type OptionsOf } from '../options/options.ts';
import { Optimizer, type StepScalars, type UpdateInputs, type UpdateOutputs } from './optimizer.ts';

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

type Slot = 'm' | 'v' | 'vMax';

/** Steps by running means of gradients and of their squares; see {@link adam}. */
export class Adam extends Optimizer<typeof rules, Slot, 'alpha'> {
  readonly slots: readonly Slot[];

  constructor(options: AdamOptions = {}) {
    super('adam', rules, options);
    this.slots = this.options.amsgrad ? ['m', 'v', 'vMax'] : ['m', 'v'];
  }

  override shared({ learningRate, step }: StepScalars): { alpha: Tensor } {
    const { beta1, beta2 } = this.options;
    return { alpha: learningRate.mul(sub(1, pow(beta2, step)).sqrt()).div(sub(1, pow(beta1, step))) };
  }

  update({ w, g, m, v, vMax, alpha }: UpdateInputs<Slot | 'alpha'>): UpdateOutputs<Slot> {
    const { beta1, beta2, epsilon, amsgrad } = this.options;
    const nextM = m.add(g.sub(m).mul(1 - beta1));
    const nextV = v.add(
      g
        .square()
        .sub(v)
        .mul(1 - beta2),
    );
    const divisor = amsgrad ? vMax.maximum(nextV) : nextV;
    const next = w.sub(nextM.mul(alpha).div(divisor.sqrt().add(epsilon)));
    return { w: next, m: nextM, v: nextV, ...(amsgrad && { vMax: divisor }) };
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
