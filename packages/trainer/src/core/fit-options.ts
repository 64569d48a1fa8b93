import { ArgumentError } from '@mariana/tensor';
import type { Callback } from '../callbacks/callback.ts';
import type { TrainingData } from '../data/batch.ts';
import {
  booleanOption,
  checkNumber,
  numberOption,
  type OptionRule,
  type ResolvedOptions,
  resolveOptions,
} from '../options/options.ts';
import type { TextOutput } from '../progress/output.ts';

/** How much is said: 0 nothing, 1 a progress bar, 2 a line an epoch; 'auto' is 1 on a terminal and 2 elsewhere. */
export type Verbosity = 'auto' | 0 | 1 | 2;

/** Options of {@link CoreTrainer.fit}. */
export interface FitOptions {
  /**
   * How often all samples are gone through.
   * @defaultValue 1
   */
  epochs?: number | undefined;
  /**
   * Samples a step, where the data are arrays.
   * @defaultValue 32
   */
  batchSize?: number | undefined;
  /** Evaluated after each epoch: `{ x, y }`, `[x, y]`, or batches. */
  validation?: TrainingData | undefined;
  /**
   * The share of the samples, the last ones before any shuffling, that is held back for validation.
   * @defaultValue 0
   */
  validationSplit?: number | undefined;
  /**
   * Whether arrays are gone through in a new random order each epoch.
   * @defaultValue true
   */
  shuffle?: boolean | undefined;
  /**
   * Makes the order of samples the same every time. Where there is no seed, the global generator gives one when training
   * begins at epoch 0, and training that goes on at `initialEpoch` keeps it.
   */
  seed?: number | undefined;
  /** Told of what happens; see {@link Callback}. */
  callbacks?: readonly Callback[] | undefined;
  /**
   * How much is said as training goes on; see {@link Verbosity}.
   * @defaultValue 'auto'
   */
  verbose?: Verbosity | undefined;
  /**
   * The number of the first epoch, from 0, for training that goes on where it left off: with the same trainer, the epochs
   * are then those of one run, to the bit.
   * @defaultValue 0
   */
  initialEpoch?: number | undefined;
  /** Ends training after the step at work when it is aborted; what was learned is kept. */
  signal?: AbortSignal | undefined;
  /** Where progress is written: `process.stdout` where there is one, else `console.log`. */
  output?: TextOutput | undefined;
}

/** Options of {@link CoreTrainer.evaluate} and {@link CoreTrainer.predict}. */
export interface BatchOptions {
  /**
   * Samples at a time, where the data are arrays.
   * @defaultValue 32
   */
  batchSize?: number | undefined;
}

const verbosities: readonly unknown[] = ['auto', 0, 1, 2];

const verboseRule: OptionRule<Verbosity> = {
  fallback: 'auto',
  check(op, name, value) {
    if (verbosities.includes(value)) return value as Verbosity;
    throw new ArgumentError(op, `${name} is not one of the choices`, {
      got: String(value),
      expected: "one of 'auto', 0, 1, 2",
    });
  },
};

/** The options that are numbers and choices, as they are checked. */
const rules = {
  epochs: numberOption(1, { min: 0, integer: true }),
  batchSize: numberOption(32, { min: 1, integer: true }),
  validationSplit: numberOption(0, { min: 0, max: 0.999999 }),
  shuffle: booleanOption(true),
  initialEpoch: numberOption(0, { min: 0, integer: true }),
  verbose: verboseRule,
};

/** Fit's options, checked, with every default in place. */
export interface FitSettings extends ResolvedOptions<typeof rules> {
  readonly validation: TrainingData | undefined;
  readonly callbacks: readonly Callback[];
  readonly seed: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly output: TextOutput | undefined;
}

/** Checks fit's options. */
export function fitSettings(options: FitOptions): FitSettings {
  const { validation, callbacks = [], seed, signal, output, ...rest } = options;
  const settings = resolveOptions('fit', rules, rest);
  if (validation !== undefined && settings.validationSplit > 0) {
    throw new ArgumentError('fit', 'there are two sources of validation data', {
      got: 'validation and validationSplit',
      expected: 'one of them',
    });
  }
  if (seed !== undefined) checkNumber('fit', 'seed', seed, { min: 0, max: Number.MAX_SAFE_INTEGER, integer: true });
  return { ...settings, validation, callbacks, seed, signal, output };
}

/** Checks the options of `evaluate` and `predict`. */
export function batchSettings(op: string, options: BatchOptions): { readonly batchSize: number } {
  return resolveOptions(op, { batchSize: rules.batchSize }, options);
}
