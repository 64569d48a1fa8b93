import type { Model } from '../core/model.ts';
import type { MetricDirection } from '../metrics/metric.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { History, Logs } from './history.ts';

/** A training at work, as callbacks see it. */
export interface TrainingRun {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly history: History;
  /** The number of the last epoch, plus 1. */
  readonly epochs: number;
  /** The figures, and whether better is lower or higher (undefined where nothing is known of it). */
  readonly monitors: ReadonlyMap<string, MetricDirection>;
  /**
   * Ends the training after the current step. Its epoch is closed early: validated and recorded.
   *
   * @param reason - for the history and for people
   */
  stop(reason: string): void;
}

/**
 * What may be told of a training as it goes on: any plain object with some of these functions. Each may be
 * asynchronous, and is waited for.
 *
 * @source `keras.callbacks.Callback`
 */
export interface Callback {
  onTrainBegin?: ((run: TrainingRun) => void | Promise<void>) | undefined;
  /** Called when training ends, early or not, but not where it fails. */
  onTrainEnd?: ((run: TrainingRun) => void | Promise<void>) | undefined;
  onEpochBegin?: ((epoch: number, run: TrainingRun) => void | Promise<void>) | undefined;
  onEpochEnd?: ((epoch: number, logs: Logs, run: TrainingRun) => void | Promise<void>) | undefined;
  onBatchBegin?: ((batch: number, run: TrainingRun) => void | Promise<void>) | undefined;
  /**
   * Called after each step with the means over the epoch so far. With it the loss is read back every step, which engines
   * on a GPU wait for.
   */
  onBatchEnd?: ((batch: number, logs: Logs, run: TrainingRun) => void | Promise<void>) | undefined;
}
