export type { Callback, TrainingRun } from './callback.ts';
export type { EarlyStoppingOptions } from './early-stopping.ts';
export { earlyStopping } from './early-stopping.ts';
export type { HistoryJSON, Logs, Stop } from './history.ts';
export { History } from './history.ts';
