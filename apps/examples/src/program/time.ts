import type { Callback, History } from '@mariana/trainer';

/** Ends training in time; the epoch at work is closed early, so that it is in the history. */
export function timeLimit(minutes: number): Callback {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    onTrainBegin(run) {
      timer = setTimeout(() => run.stop(`--minutes allows ${countMinutes(minutes)}`), minutes * 60_000);
    },
    onTrainEnd: () => clearTimeout(timer),
  };
}

export function countMinutes(minutes: number): string {
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

/** How a training ended, in a sentence or two. */
export function ending({ epoch, stopped }: History, seconds: number): string {
  const done = `${epoch.length} ${epoch.length === 1 ? 'epoch' : 'epochs'} in ${seconds.toFixed(1)} s`;
  if (stopped === undefined) return `Trained ${done}.`;
  return `Ended early (${stopped.reason}), in epoch ${stopped.epoch + 1} after ${stopped.steps} steps. Trained ${done}.`;
}
