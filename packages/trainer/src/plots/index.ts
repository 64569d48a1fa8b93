export type { HistoryLike, LossCurvesOptions } from './loss-curves.ts';
export { lossCurves } from './loss-curves.ts';
export type { Tick } from './ticks.ts';
export { ticksBetween } from './ticks.ts';
