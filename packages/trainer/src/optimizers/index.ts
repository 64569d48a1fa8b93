export type { AdamOptions } from './adam.ts';
export { Adam, adam } from './adam.ts';
export type { StepScalars, UpdateInputs, UpdateOutputs } from './optimizer.ts';
export { Optimizer } from './optimizer.ts';
export type { RMSpropOptions } from './rmsprop.ts';
export { RMSprop, rmsprop } from './rmsprop.ts';
export type { SGDOptions } from './sgd.ts';
export { SGD, sgd } from './sgd.ts';
