import { ArgumentError, choiceError, type Tensor } from '@mariana/tensor';
import { booleanOption, choiceOption, numberOption, type OptionsOf, resolveOptions } from '../options/options.ts';
import type { Callback, TrainingRun } from './callback.ts';
import { figureOf, type Logs } from './history.ts';

const rules = {
  /**
   * An epoch counts as better only if it is so by more than this.
   * @defaultValue 0
   */
  minDelta: numberOption(0),
  /**
   * How many epochs in a row may bring nothing better.
   * @defaultValue 0
   */
  patience: numberOption(0, { min: 0, integer: true }),
  /**
   * Whether lower or higher is better; 'auto' goes by the figure: a loss is to fall, an accuracy to rise.
   * @defaultValue 'auto'
   */
  mode: choiceOption('auto', ['auto', 'min', 'max']),
  /**
   * Whether the model ends with the weights of its best epoch.
   * @defaultValue false
   */
  restoreBestWeights: booleanOption(false),
  /**
   * The first epoch that is looked at, from 0.
   * @defaultValue 0
   */
  startFromEpoch: numberOption(0, { min: 0, integer: true }),
};

/** Options of {@link earlyStopping}. */
export interface EarlyStoppingOptions extends OptionsOf<typeof rules> {
  /**
   * The figure that is watched.
   * @defaultValue 'valLoss'
   */
  monitor?: string | undefined;
  /** A value that must be beaten for the patience to begin anew; none unless given. */
  baseline?: number | undefined;
}

/**
 * Ends training when a figure has not become better for some epochs.
 *
 * @param options - see {@link EarlyStoppingOptions}
 * @returns a callback for `fit`; it may be used again
 * @throws ArgumentError if an option is not allowed; when training begins, if there is no such figure
 * @source `keras.callbacks.EarlyStopping`
 *
 * @example
 * const callback = earlyStopping({ monitor: 'loss', patience: 2 });
 * typeof callback.onEpochEnd; // 'function'
 */
export function earlyStopping({ monitor = 'valLoss', baseline, ...options }: EarlyStoppingOptions = {}): Callback {
  const settings = resolveOptions('earlyStopping', rules, options);
  const delta = Math.abs(settings.minDelta);
  let higher = false;
  let best: number | undefined;
  let bestWeights: readonly Tensor[] = [];
  let wait = 0;

  const isBetter = (value: number, than: number | undefined) =>
    than === undefined || (higher ? value - delta > than : value + delta < than);
  const keepWeights = (weights: readonly Tensor[]) => {
    for (const tensor of bestWeights) tensor.dispose();
    bestWeights = weights;
  };
  const keepBest = ({ model }: TrainingRun) => {
    if (settings.restoreBestWeights) keepWeights(model.weights.map(({ variable }) => variable.value));
  };

  return {
    onTrainBegin(run) {
      higher = isHigherBetter(monitor, settings.mode, run);
      best = undefined;
      wait = 0;
      keepWeights([]);
    },
    onEpochEnd(epoch: number, logs: Logs, run: TrainingRun) {
      const value = figureOf(logs, monitor);
      if (value === undefined || epoch < settings.startFromEpoch) return;
      if (bestWeights.length === 0) keepBest(run); // the first epoch's are the best until there are better ones
      wait += 1;
      if (isBetter(value, best)) {
        best = value;
        keepBest(run);
        if (baseline === undefined || isBetter(value, baseline)) wait = 0;
      } else if (wait >= settings.patience && epoch > 0) {
        run.stop(`${monitor} has not become better for ${wait} epoch${wait === 1 ? '' : 's'} (earlyStopping)`);
      }
    },
    onTrainEnd({ model }) {
      bestWeights.forEach((value, i) => {
        model.weights[i]?.variable.assign(value);
      });
      keepWeights([]);
    },
  };
}

function isHigherBetter(monitor: string, mode: 'auto' | 'min' | 'max', { monitors }: TrainingRun): boolean {
  if (!monitors.has(monitor)) throw choiceError('earlyStopping', 'monitor', monitor, [...monitors.keys()]);
  if (mode !== 'auto') return mode === 'max';
  const direction = monitors.get(monitor);
  if (direction !== undefined) return direction === 'up';
  throw new ArgumentError('earlyStopping', 'it is not known whether the figure is to fall or to rise', {
    got: `monitor '${monitor}' and mode 'auto'`,
    expected: "mode 'min' or 'max' for this figure",
  });
}
