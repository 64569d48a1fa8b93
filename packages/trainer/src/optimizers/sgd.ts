import { sgdStep } from '@mariana/tensor';
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
   * @defaultValue 0.01
   */
  learningRate: numberOption(0.01, { min: 0 }),
  /**
   * How much of the last step is taken again, from 0 to 1.
   * @defaultValue 0
   */
  momentum: numberOption(0, { min: 0, max: 1 }),
  /**
   * Whether the gradient counts as if the momentum had been applied before it.
   * @defaultValue false
   */
  nesterov: booleanOption(false),
};

/** Options of {@link sgd}. */
export interface SGDOptions extends OptionsOf<typeof rules> {}

/** Gradient descent, with momentum if asked for; see {@link sgd}. */
export class SGD extends Optimizer<typeof rules, 'velocity'> {
  readonly slots: readonly 'velocity'[];

  constructor(options: SGDOptions = {}) {
    super('sgd', rules, options);
    this.slots = this.options.momentum === 0 ? [] : ['velocity'];
  }

  update({ w, g, velocity, learningRate, step }: UpdateInputs<'velocity'>): UpdateOutputs<'velocity'> {
    const next = this.updateAll({ w: [w], g: [g], velocity: [velocity] }, { learningRate, step }, false);
    return { w: next.w[0] ?? w, velocity: next.velocity?.[0] };
  }

  override updateAll(
    { w, g, velocity }: UpdateLists<'velocity'>,
    { learningRate }: StepScalars,
    donate: boolean,
  ): UpdatedLists<'velocity'> {
    const { momentum, nesterov } = this.options;
    const { weights, velocities } = sgdStep({ weights: w, velocities: velocity }, g, {
      learningRate,
      momentum,
      nesterov,
      donate,
    });
    return { w: weights, velocity: velocities };
  }
}

/**
 * Gradient descent: w ← w − η·g; with momentum μ, v ← μ·v − η·g and w ← w + v; with Nesterov's, w ← w + μ·v − η·g.
 *
 * @param options - see {@link SGDOptions}
 * @returns an optimizer for a `Trainer`, or for use by itself with `apply`
 * @throws ArgumentError if an option is not allowed
 * @source `keras.optimizers.SGD`
 *
 * @example
 * const w = new Variable([1, 2]);
 * sgd({ learningRate: 0.1 }).apply([tensor([10, 0])], [w]);
 * await w.value.array(); // [0, 2]
 */
export function sgd(options: SGDOptions = {}): SGD {
  return new SGD(options);
}
