import { ArgumentError, type Variable } from '@mariana/tensor';
import type { Logs } from '../callbacks/history.ts';
import type { Batch } from '../data/batch.ts';
import type { Feed } from '../data/feed.ts';
import type { Reporter } from '../progress/reporter.ts';
import { turn } from './event-loop.ts';
import type { Fit, TrainerParts } from './fit.ts';
import { buildModel } from './forward.ts';
import { Guard } from './guard.ts';
import { MetricStates } from './metric-states.ts';
import { NonFiniteLossError } from './non-finite-error.ts';
import { trainingStep } from './training-step.ts';

/** What the steps of an epoch need to know of the training around them. */
export interface EpochContext {
  readonly fit: Fit;
  readonly epoch: number;
  readonly signal: AbortSignal | undefined;
  readonly reporter: Reporter;
  /** Whether a callback wants the figures of each step. */
  readonly everyStep: boolean;
  /** Whether a callback wants to know of each step's beginning. */
  readonly tellsBegin: boolean;
}

/** The steps of one epoch. */
export class EpochRun {
  readonly #parts: TrainerParts;
  readonly #context: EpochContext;
  readonly #metrics: MetricStates;
  readonly #guard: Guard;
  /** The sizes of the batches whose losses have not been read. */
  #sizes: number[] = [];
  #variables: readonly Variable[] = [];
  #steps = 0;
  #lossTotal = 0;
  #samples = 0;
  /** Whether it ended before its last batch. */
  isCutOff = false;

  constructor(parts: TrainerParts, context: EpochContext) {
    this.#parts = parts;
    this.#context = context;
    this.#metrics = new MetricStates(parts.metrics);
    this.#guard = new Guard(parts.model, parts.optimizer, context.everyStep);
  }

  /**
   * Takes a step with each batch.
   *
   * @returns the number of steps, and the means over them
   * @throws NonFiniteLossError where a loss or gradient is not finite; the weights are then those before that step
   */
  async go(feed: Feed): Promise<{ readonly steps: number; readonly logs: Logs }> {
    const { signal, fit, epoch } = this.#context;
    try {
      for await (const batch of feed.batches(epoch)) {
        // Looked at here, so that an end asked for in the last step does not count as one that cuts the epoch off.
        this.isCutOff = fit.isStopped || (signal?.aborted ?? false);
        if (this.isCutOff) {
          batch.release();
          break;
        }
        await this.#step(batch);
        await turn();
      }
      await this.#read();
      return { steps: this.#steps, logs: await this.#logs() };
    } finally {
      this.#guard.release();
      this.#metrics.reset();
    }
  }

  async #step(batch: Batch): Promise<void> {
    const { fit, everyStep, tellsBegin, reporter } = this.#context;
    try {
      if (this.#steps === 0) this.#makeReady(batch);
      if (tellsBegin) await fit.tell((callback) => callback.onBatchBegin?.(this.#steps, fit));
      this.#guard.beforeStep();
      const { checksFirst } = this.#guard;
      const parts = { ...this.#parts, metrics: this.#metrics, variables: this.#variables, checksFirst };
      this.#guard.afterStep(trainingStep(parts, batch));
    } finally {
      batch.release();
    }
    this.#sizes.push(batch.size);
    this.#steps += 1;
    if (!this.#guard.isFull) return;
    await this.#read();
    if (everyStep) {
      const logs = await this.#logs();
      await fit.tell((callback) => callback.onBatchEnd?.(this.#steps - 1, logs, fit));
    }
    if (reporter.wantsFigures) reporter.progress(this.#steps, await this.#logs());
  }

  /** Makes weights and slots, so that the state before the epoch's first step is there to be kept. */
  #makeReady(batch: Batch): void {
    const { model, optimizer } = this.#parts;
    buildModel('fit', model, batch.x);
    const { trainableWeights } = model;
    if (trainableWeights.length === 0) {
      throw new ArgumentError('fit', 'the model has no weights to train', {
        got: `${model.weights.length} weights, none of them trainable`,
        fix: 'Set model.trainable = true, or that of a layer, and make a new Trainer',
      });
    }
    this.#variables = trainableWeights.map(({ variable }) => variable);
    optimizer.build(this.#variables);
  }

  async #read(): Promise<void> {
    const before = this.#steps - this.#sizes.length;
    const { losses, bad } = await this.#guard.read();
    losses.forEach((loss, i) => {
      const size = this.#sizes[i] as number;
      this.#lossTotal += loss * size;
      this.#samples += size;
    });
    this.#sizes = [];
    if (bad === undefined) return;
    const { epoch, fit } = this.#context;
    throw new NonFiniteLossError({ epoch, step: before + bad.index, loss: bad.loss, history: fit.history });
  }

  async #logs(): Promise<Logs> {
    return { loss: this.#lossTotal / this.#samples, ...(await this.#metrics.read()) };
  }
}
