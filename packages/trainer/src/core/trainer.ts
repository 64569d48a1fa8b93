import { ArgumentError, engineInUse, type Tensor, useEngine } from '@mariana/tensor';
import type { History, Logs } from '../callbacks/history.ts';
import { type TrainingData, toAnyBatch } from '../data/batch.ts';
import { ArrayFeed, feedOf } from '../data/feed.ts';
import { SampleOrder } from '../data/sample-order.ts';
import type { DataTree } from '../data/tree.ts';
import { Optimizer } from '../optimizers/optimizer.ts';
import { evaluateFeed, predictFeed, predictNone } from './evaluation.ts';
import { Fit, type TrainerParts } from './fit.ts';
import { type BatchOptions, batchSettings, type FitOptions, fitSettings } from './fit-options.ts';
import { asLoss, asMetric, type LossLike, type MetricLike } from './loss-of.ts';
import type { Model } from './model.ts';

/** What a trainer is made with. */
export interface CoreTrainerOptions {
  /** The update rule; a trainer of its own for each optimizer, since it keeps state for the model's weights. */
  optimizer: Optimizer;
  /** What is made small: a loss object, or a function (yTrue, yPred) that gives a loss for each sample. */
  loss: LossLike;
  /**
   * What is shown beside the loss.
   * @defaultValue []
   */
  metrics?: readonly MetricLike[] | undefined;
}

/**
 * Trains a model: goes through data in batches, and changes the weights so that the loss falls.
 *
 * This is the trainer of `@mariana/trainer/core`, for small bundles: it takes objects and functions only, no names.
 *
 * @source `keras.Model.compile`, `fit`, `evaluate` and `predict`
 */
export class CoreTrainer {
  readonly #parts: TrainerParts;
  #busy = false;

  /**
   * @param model - a model or layer of `@mariana/layers`
   * @param options - see {@link CoreTrainerOptions}
   * @throws ArgumentError if an option is not what it should be
   */
  constructor(model: Model, { optimizer, loss, metrics = [] }: CoreTrainerOptions) {
    if (typeof model?.apply !== 'function' || !('weights' in model)) {
      throw new ArgumentError('Trainer', 'model is not a model', { got: String(model), expected: 'a model or layer' });
    }
    if (!(optimizer instanceof Optimizer)) {
      throw new ArgumentError('Trainer', 'optimizer is not an optimizer', {
        got: typeof optimizer === 'string' ? `'${optimizer}'` : String(optimizer),
        expected: 'such as adam()',
      });
    }
    this.#parts = {
      model,
      optimizer,
      loss: asLoss('Trainer', loss),
      metrics: metrics.map((metric) => asMetric('Trainer', metric)),
      order: new SampleOrder(),
    };
  }

  /** The model that is trained. */
  get model(): Model {
    return this.#parts.model;
  }

  /** The optimizer, with its state. */
  get optimizer(): Optimizer {
    return this.#parts.optimizer;
  }

  /**
   * Trains the model.
   *
   * @param data - `{ x, y }` or `[x, y]` (each in a form of {@link DataTree}; y may be the tensor that x is), or batches
   *   of that form in anything that can be iterated once an epoch
   * @param options - see {@link FitOptions}
   * @returns the figures of each epoch
   * @throws NonFiniteLossError where the loss becomes NaN or infinite; the weights are then those before that step
   * @throws ShapeError, ArgumentError, DataError where data or options do not fit, or the data are empty
   * @source `keras.Model.fit`
   */
  async fit(data: TrainingData, options: FitOptions = {}): Promise<History> {
    const settings = fitSettings(options);
    return this.#alone('fit', () => new Fit(this.#parts, settings).run(data));
  }

  /**
   * The mean loss and the metrics over data, the model in inference mode.
   *
   * @param data - as for {@link fit}
   * @param options - see {@link BatchOptions}
   * @returns `loss`, and each metric by its name
   * @throws ShapeError, ArgumentError, DataError where the data do not fit, or are empty
   * @source `keras.Model.evaluate`
   */
  async evaluate(data: TrainingData, options: BatchOptions = {}): Promise<Logs> {
    const { batchSize } = batchSettings('evaluate', options);
    return this.#alone('evaluate', async () => {
      const feed = feedOf('evaluate', data, { batchSize });
      try {
        return (await evaluateFeed(this.#parts, feed)) as Logs;
      } finally {
        feed.release();
      }
    });
  }

  /**
   * The model's outputs for inputs, batch by batch, the model in inference mode.
   *
   * @param x - the inputs, samples on the first axis, in a form of {@link DataTree}
   * @param options - see {@link BatchOptions}
   * @returns the outputs, samples on the first axis: a tensor, or arrays or records of tensors as the model gives them;
   *   of no samples, [0, 4], tensors without elements
   * @throws ShapeError if the inputs do not fit the model, such as one sample without an axis of samples
   * @throws DataError if there are no samples, and no axes that tell the shape of one
   * @source `keras.Model.predict`
   */
  async predict<Output = Tensor>(x: DataTree, options: BatchOptions = {}): Promise<Output> {
    const { batchSize } = batchSettings('predict', options);
    return this.#alone('predict', async () => {
      const batch = toAnyBatch('predict', { x });
      const feed = new ArrayFeed(batch, { batchSize });
      try {
        const { model } = this.#parts;
        return (batch.size === 0 ? predictNone(model, batch) : await predictFeed(model, feed)) as Output;
      } finally {
        feed.release();
      }
    });
  }

  /** Waits for an engine, and sees to it that a model is not trained twice at a time. */
  async #alone<Result>(op: string, work: () => Promise<Result>): Promise<Result> {
    if (this.#busy && op === 'fit') {
      throw new ArgumentError('fit', 'this trainer is at work', { fix: 'Await the call before' });
    }
    if (engineInUse() === undefined) await useEngine();
    if (op !== 'fit') return work();
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#busy = false;
    }
  }
}
