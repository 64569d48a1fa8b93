import type { Logs } from '../callbacks/history.ts';
import { formatLogs, formatRate, formatSeconds } from './format.ts';

/** An epoch that has ended. */
export interface EpochSummary {
  readonly epoch: number;
  readonly epochs: number;
  readonly steps: number;
  /** What the steps alone took. */
  readonly trainingSeconds: number;
  /** All of it, validation included. */
  readonly seconds: number;
  readonly logs: Logs;
}

/** `Epoch 3/50  235 steps in 14.2 s  16.5 steps/s  loss 0.0890  valLoss 0.0867`. */
export function summaryLine({ epoch, epochs, steps, trainingSeconds, seconds, logs }: EpochSummary): string {
  const place = `Epoch ${String(epoch + 1).padStart(String(epochs).length)}/${epochs}`;
  const pace = `${steps} steps in ${formatSeconds(seconds)}`;
  return [place, pace, formatRate(steps, trainingSeconds), formatLogs(logs)].join('  ');
}
