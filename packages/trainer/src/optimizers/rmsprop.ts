import { booleanOption, numberOption, type OptionsOf } from '../options/options.ts';
import { Optimizer, type UpdateInputs, type UpdateOutputs } from './optimizer.ts';

const rules = {
  /**
   * How far one step goes.
   * @defaultValue 0.001
   */
  learningRate: numberOption(0.001, { min: 0 }),
  /**
   * How much of the average of squares is kept each step.
   * @defaultValue 0.9
   */
  rho: numberOption(0.9, { min: 0, max: 1 }),
  /**
   * How much of the last step is taken again.
   * @defaultValue 0
   */
  momentum: numberOption(0, { min: 0, max: 1 }),
  /**
   * Keeps the root from 0; it stands inside the root.
   * @defaultValue 1e-7
   */
  epsilon: numberOption(1e-7, { min: 0 }),
  /**
   * Whether gradients are divided by the estimate of their deviation, rather than by that of their size.
   * @defaultValue false
   */
  centered: booleanOption(false),
};

/** Options of {@link rmsprop}. */
export interface RMSpropOptions extends OptionsOf<typeof rules> {}

type Slot = 'squares' | 'velocity' | 'mean';

/** Gradients scaled by a running average of their squares; see {@link rmsprop}. */
export class RMSprop extends Optimizer<typeof rules, Slot> {
  readonly slots: readonly Slot[];

  constructor(options: RMSpropOptions = {}) {
    super('rmsprop', rules, options);
    const { momentum, centered } = this.options;
    this.slots = ['squares', ...(momentum > 0 ? ['velocity' as const] : []), ...(centered ? ['mean' as const] : [])];
  }

  update({ w, g, squares, velocity, mean, learningRate }: UpdateInputs<Slot>): UpdateOutputs<Slot> {
    const { rho, momentum, epsilon, centered } = this.options;
    const nextSquares = squares.mul(rho).add(g.square().mul(1 - rho));
    const nextMean = centered ? mean.mul(rho).add(g.mul(1 - rho)) : undefined;
    const spread = nextMean === undefined ? nextSquares : nextSquares.sub(nextMean.square());
    const increment = g.mul(learningRate).div(spread.add(epsilon).sqrt());
    const step = momentum > 0 ? velocity.mul(momentum).add(increment) : increment;
    return {
      w: w.sub(step),
      squares: nextSquares,
      ...(momentum > 0 && { velocity: step }),
      ...(nextMean !== undefined && { mean: nextMean }),
    };
  }
}

/**
 * Gradients divided by the root of a running average of their squares: v ← ρ·v + (1 − ρ)·g²; w ← w − η·g / √(v + ε).
 * Centered, the square of the gradients' running mean is taken off v inside the root.
 *
 * @param options - see {@link RMSpropOptions}
 * @returns an optimizer for a `Trainer`, or for use by itself with `apply`
 * @throws ArgumentError if an option is not allowed
 * @source Hinton, Neural Networks for Machine Learning, lecture 6; `keras.optimizers.RMSprop`
 *
 * @example
 * const w = new Variable([1]);
 * rmsprop({ learningRate: 0.1, rho: 0, epsilon: 0 }).apply([tensor([4])], [w]);
 * await w.value.array(); // [0.9]
 */
export function rmsprop(options: RMSpropOptions = {}): RMSprop {
  return new RMSprop(options);
}
