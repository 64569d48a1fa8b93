import type { Logs } from '../callbacks/history.ts';
import type { Verbosity } from '../core/fit-options.ts';
import { ProgressBar } from './bar.ts';
import { standardOutput, type TextOutput } from './output.ts';
import { type EpochSummary, summaryLine } from './summary.ts';

/** Says how training goes on. */
export interface Reporter {
  epochBegin(epoch: number, epochs: number, steps: number | undefined): void;
  /** Whether the figures are wanted now: reading them has its price. */
  readonly wantsFigures: boolean;
  progress(step: number, logs: Logs): void;
  epochEnd(summary: EpochSummary): void;
  /** Called where an epoch is broken off. */
  interrupt(): void;
}

/** The reporter for a verbosity. */
export function reporterFor(verbose: Verbosity, output: TextOutput = standardOutput()): Reporter {
  const level = verbose === 'auto' ? (output.isTTY ? 1 : 2) : verbose;
  if (level === 0) return silent;
  return level === 1 ? new ProgressBar(output) : lines(output);
}

const silent: Reporter = {
  wantsFigures: false,
  epochBegin() {},
  progress() {},
  epochEnd() {},
  interrupt() {},
};

/** One plain line an epoch. */
function lines(output: TextOutput): Reporter {
  return { ...silent, epochEnd: (summary) => void output.write(`${summaryLine(summary)}\n`) };
}
