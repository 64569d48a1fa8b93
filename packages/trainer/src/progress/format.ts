import type { Logs } from '../callbacks/history.ts';

/** A duration for people: `850 ms`, `12.3 s`, `4 min 05 s`, `2 h 10 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** Steps a second: `16.4 steps/s`. */
export function formatRate(steps: number, seconds: number): string {
  const rate = seconds > 0 ? steps / seconds : 0;
  return `${rate >= 100 ? Math.round(rate) : rate.toFixed(1)} steps/s`;
}

/** Figures by name: `loss 0.0934  valLoss 0.0921`. Very small and large ones in powers of ten. */
export function formatLogs(logs: Logs): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${formatFigure(value)}`)
    .join('  ');
}

function formatFigure(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(3) : value.toFixed(4);
}
