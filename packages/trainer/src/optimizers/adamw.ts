import { checkNumber, numberOption, type OptionsOf } from '../options/options.ts';
import { Adam, type AdamOptions } from './adam.ts';

const decayRule = {
  /**
   * The share of each weight, times the learning rate, by which it shrinks each step.
   * @defaultValue 0.004
   */
  weightDecay: numberOption(0.004, { min: 0 }),
};

/** Options of {@link adamW}. */
export interface AdamWOptions extends AdamOptions, OptionsOf<typeof decayRule> {}

/** Adam whose weights shrink by themselves, not through their gradients; see {@link adamW}. */
export class AdamW extends Adam {
  constructor({ weightDecay = 0.004, ...options }: AdamWOptions = {}) {
    super(options, { name: 'adamW', weightDecay: checkNumber('adamW', 'weightDecay', weightDecay, { min: 0 }) });
  }
}

/**
 * Adam with decoupled weight decay: w ← w − η·λ·w, then Adam's step, in which the decay takes no part.
 *
 * @param options - see {@link AdamWOptions}
 * @returns an optimizer for a `Trainer`, or for use by itself with `apply`
 * @throws ArgumentError if an option is not allowed
 * @source Loshchilov and Hutter: Decoupled weight decay regularization (2017); `keras.optimizers.AdamW`
 *
 * @example
 * const w = new Variable([1]);
 * adamW({ learningRate: 0.5, weightDecay: 0.1 }).apply([tensor([0])], [w]);
 * await w.value.array(); // [0.95]
 */
export function adamW(options: AdamWOptions = {}): AdamW {
  return new AdamW(options);
}
