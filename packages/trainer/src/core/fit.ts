import type { Callback, TrainingRun } from '../callbacks/callback.ts';
import { History, type Logs } from '../callbacks/history.ts';
import type { TrainingData } from '../data/batch.ts';
import { ArrayFeed, type Feed, feedOf, splitSamples } from '../data/feed.ts';
import type { SampleOrder } from '../data/sample-order.ts';
import type { Metric, MetricDirection } from '../metrics/metric.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { type Reporter, reporterFor } from '../progress/reporter.ts';
import { EpochRun } from './epoch-run.ts';
import { evaluateFeed } from './evaluation.ts';
import type { FitSettings } from './fit-options.ts';
import type { LossLike } from './loss-of.ts';
import type { Model } from './model.ts';

/** What a trainer trains. */
export interface TrainerParts {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly loss: LossLike;
  readonly metrics: readonly Metric[];
  readonly order: SampleOrder;
}

/** The feeds of a training. */
interface Feeds {
  readonly train: Feed;
  readonly validation: Feed | undefined;
}

/** One call of `fit`: the epochs, and everybody who is told of them. */
export class Fit implements TrainingRun {
  readonly history = new History();
  readonly epochs: number;
  readonly monitors: ReadonlyMap<string, MetricDirection>;
  readonly #parts: TrainerParts;
  readonly #settings: FitSettings;
  readonly #reporter: Reporter;
  #stopReason: string | undefined;

  constructor(parts: TrainerParts, settings: FitSettings) {
    this.#parts = parts;
    this.#settings = settings;
    this.#reporter = reporterFor(settings.verbose, settings.output);
    this.epochs = settings.epochs;
    this.monitors = monitorsOf(parts.metrics, settings.validation !== undefined || settings.validationSplit > 0);
  }

  get model(): Model {
    return this.#parts.model;
  }

  get optimizer(): Optimizer {
    return this.#parts.optimizer;
  }

  stop(reason: string): void {
    this.#stopReason ??= reason;
  }

  /** Trains, and returns the history. */
  async run(data: TrainingData): Promise<History> {
    const feeds = this.#feeds(data);
    try {
      await this.tell((callback) => callback.onTrainBegin?.(this));
      for (let epoch = this.#settings.initialEpoch; epoch < this.epochs; epoch++) {
        if (this.#settings.signal?.aborted) this.#recordStop(epoch, 0, true);
        else await this.#epoch(epoch, feeds);
        if (this.history.stopped !== undefined) break;
      }
      await this.tell((callback) => callback.onTrainEnd?.(this));
      return this.history;
    } finally {
      this.#reporter.interrupt();
      feeds.train.release();
      feeds.validation?.release();
    }
  }

  /** Tells the callbacks, one after the other. */
  async tell(what: (callback: Callback) => void | Promise<void>): Promise<void> {
    for (const callback of this.#settings.callbacks) await what(callback);
  }

  /** Whether a callback has asked for an end. */
  get isStopped(): boolean {
    return this.#stopReason !== undefined;
  }

  async #epoch(epoch: number, { train, validation }: Feeds): Promise<void> {
    const { signal, callbacks } = this.#settings;
    const began = performance.now();
    await this.tell((callback) => callback.onEpochBegin?.(epoch, this));
    this.#reporter.epochBegin(epoch, this.epochs, train.steps);
    const run = new EpochRun(this.#parts, {
      fit: this,
      epoch,
      signal,
      reporter: this.#reporter,
      everyStep: callbacks.some(({ onBatchEnd }) => onBatchEnd !== undefined),
      tellsBegin: callbacks.some(({ onBatchBegin }) => onBatchBegin !== undefined),
    });
    const { steps, logs } = await run.go(train);
    const trainingSeconds = (performance.now() - began) / 1000;
    if (signal?.aborted && run.isCutOff) return this.#recordStop(epoch, steps, true);
    const validated = validation && (await evaluateFeed(this.#parts, validation, signal));
    if (validation && validated === undefined) return this.#recordStop(epoch, steps, true);
    const all = { ...logs, ...prefixed(validated) };
    const seconds = (performance.now() - began) / 1000;
    this.history.record(epoch, all, seconds);
    this.#reporter.epochEnd({ epoch, epochs: this.epochs, steps, trainingSeconds, seconds, logs: all });
    await this.tell((callback) => callback.onEpochEnd?.(epoch, all, this));
    if (this.#stopReason !== undefined || signal?.aborted) this.#recordStop(epoch, steps, false);
  }

  #recordStop(epoch: number, steps: number, unrecorded: boolean): void {
    const reason = this.#stopReason ?? abortReason(this.#settings.signal);
    this.history.stopped = { reason, epoch, steps, unrecorded };
  }

  #feeds(data: TrainingData): Feeds {
    const { batchSize, shuffle, seed, initialEpoch, validation, validationSplit } = this.#settings;
    const { order } = this.#parts;
    order.begin(initialEpoch, seed);
    if (validationSplit > 0) {
      const [train, rest] = splitSamples('fit', data, validationSplit);
      return {
        train: new ArrayFeed(train, { batchSize, shuffle, order }),
        validation: new ArrayFeed(rest, { batchSize }),
      };
    }
    return {
      train: feedOf('fit', data, { batchSize, shuffle, order }),
      validation: validation && feedOf('fit validation', validation, { batchSize }),
    };
  }
}

function prefixed(logs: Logs | undefined): Logs {
  return Object.fromEntries(Object.entries(logs ?? {}).map(([name, value]) => [validationName(name), value]));
}

/** `loss` becomes `valLoss`. */
function validationName(name: string): string {
  return `val${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function monitorsOf(metrics: readonly Metric[], validated: boolean): Map<string, MetricDirection> {
  const own: [string, MetricDirection][] = [
    ['loss', 'down'],
    ...metrics.map((m) => [m.name, m.direction] as [string, MetricDirection]),
  ];
  return new Map(
    validated ? own.flatMap(([name, of]) => [[name, of] as const, [validationName(name), of] as const]) : own,
  );
}

function abortReason(signal: AbortSignal | undefined): string {
  const reason: unknown = signal?.reason;
  if (typeof reason === 'string') return reason;
  return reason instanceof Error && reason.name !== 'AbortError' ? reason.message : 'aborted';
}
