/** Figures by name: `loss`, the metrics' names, and the same for validation data as `valLoss` and so on. */
export type Logs = Readonly<Record<string, number>>;

/** A figure; undefined where there is none of that name. */
export function figureOf<Value>(figures: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(figures, name) ? figures[name] : undefined;
}

/** Why and where a training ended before its last epoch. */
export interface Stop {
  readonly reason: string;
  /** The epoch in which it ended, from 0. */
  readonly epoch: number;
  /** The steps that were taken in that epoch. */
  readonly steps: number;
  /** Whether that epoch was cut off, so that it is not among those recorded. */
  readonly unrecorded: boolean;
}

/** What a {@link History} becomes as JSON. */
export interface HistoryJSON {
  readonly epoch: readonly number[];
  readonly history: Readonly<Record<string, readonly (number | null)[]>>;
  readonly seconds: readonly number[];
  readonly stopped: Stop | null;
}

/**
 * The figures of each epoch of a training.
 *
 * @source `keras.callbacks.History`
 *
 * @example
 * const history = new History();
 * history.record(0, { loss: 0.5, valLoss: 0.6 }, 12);
 * JSON.stringify(history.history); // '{"loss":[0.5],"valLoss":[0.6]}'
 */
export class History {
  /** The epochs recorded, from 0. */
  readonly epoch: number[] = [];
  /** For each figure its value after each epoch. */
  readonly history: Record<string, number[]> = {};
  /** The seconds that each epoch took, its validation included. */
  readonly seconds: number[] = [];
  /** Why training ended early; undefined where it did not. */
  stopped: Stop | undefined;

  /**
   * Adds an epoch.
   *
   * @param epoch - its number, from 0
   * @param logs - its figures
   * @param seconds - how long it took
   */
  record(epoch: number, logs: Logs, seconds: number): void {
    for (const name of new Set([...Object.keys(this.history), ...Object.keys(logs)])) {
      this.#valuesOf(name).push(figureOf(logs, name) ?? Number.NaN);
    }
    this.epoch.push(epoch);
    this.seconds.push(seconds);
  }

  /** The values of a figure, NaN for the epochs before it. Metrics may be named `constructor`, even `__proto__`. */
  #valuesOf(name: string): number[] {
    if (!Object.hasOwn(this.history, name)) {
      const value = this.epoch.map(() => Number.NaN);
      Object.defineProperty(this.history, name, { value, enumerable: true, writable: true, configurable: true });
    }
    return this.history[name] as number[];
  }

  /** For `JSON.stringify`: what is not a number becomes null. */
  toJSON(): HistoryJSON {
    const finite = (values: readonly number[]) => values.map((value) => (Number.isFinite(value) ? value : null));
    return {
      epoch: [...this.epoch],
      history: Object.fromEntries(Object.entries(this.history).map(([name, values]) => [name, finite(values)])),
      seconds: [...this.seconds],
      stopped: this.stopped ?? null,
    };
  }
}
