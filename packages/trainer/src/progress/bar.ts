import type { Logs } from '../callbacks/history.ts';
import { formatLogs, formatRate, formatSeconds } from './format.ts';
import type { TextOutput } from './output.ts';
import type { Reporter } from './reporter.ts';
import { type EpochSummary, summaryLine } from './summary.ts';

/** The bar's length in characters. */
const length = 24;
/** Milliseconds between two drawings. */
const interval = 100;
/** Back to the beginning of the line, and clear it. */
const clearLine = '\r\u001b[2K';

/** A bar that grows on one line of a terminal, with pace, time left and figures; a plain line when the epoch is over. */
export class ProgressBar implements Reporter {
  readonly #output: TextOutput;
  #title = '';
  #steps: number | undefined;
  #began = 0;
  #drawn = -Infinity;
  #open = false;

  constructor(output: TextOutput) {
    this.#output = output;
  }

  get wantsFigures(): boolean {
    return performance.now() - this.#drawn >= interval;
  }

  epochBegin(epoch: number, epochs: number, steps: number | undefined): void {
    this.#title = `Epoch ${String(epoch + 1).padStart(String(epochs).length)}/${epochs}`;
    this.#steps = steps;
    this.#began = performance.now();
    this.#drawn = -Infinity;
    this.#draw(`${this.#title}  ${bar(0)}`);
  }

  progress(step: number, logs: Logs): void {
    this.#drawn = performance.now();
    const seconds = (this.#drawn - this.#began) / 1000;
    const total = this.#steps;
    const place = total === undefined ? `${step}` : `${bar(step / total)}  ${step}/${total}`;
    const left = total === undefined ? [] : [`${formatSeconds((seconds / step) * (total - step))} left`];
    this.#draw([this.#title, place, formatRate(step, seconds), ...left, formatLogs(logs)].join('  '));
  }

  epochEnd(summary: EpochSummary): void {
    this.#output.write(`${this.#open ? clearLine : ''}${summaryLine(summary)}\n`);
    this.#open = false;
  }

  interrupt(): void {
    if (this.#open) this.#output.write('\n');
    this.#open = false;
  }

  #draw(line: string): void {
    // A line that is longer than the terminal is wide would break, and could not be written over.
    this.#output.write(clearLine + line.slice(0, (this.#output.columns ?? 80) - 1));
    this.#open = true;
  }
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * length);
  return '━'.repeat(full) + '─'.repeat(length - full);
}
