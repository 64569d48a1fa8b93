import { ArgumentError, scope, sum, type Tensor, type Variable, valueAndGrad } from '@mariana/tensor';
import type { Batch } from '../data/batch.ts';
import type { TensorTree } from '../data/tree.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { applyModel, regularized } from './forward.ts';
import { computeLoss, type LossLike } from './loss-of.ts';
import type { MetricStates } from './metric-states.ts';
import type { Model } from './model.ts';

/** What a step leaves on the engine. */
export interface StepResult {
  readonly loss: Tensor;
  /** A scalar that is finite only if the loss and every gradient are. */
  readonly check: Tensor;
}

/** What a step works with. */
export interface StepParts {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly loss: LossLike;
  readonly metrics: MetricStates;
  /** What the step changes: looked up once, for the search takes as long as a small operation. */
  readonly variables: readonly Variable[];
  /** Whether the check is read before the weights change, which do not if it is not finite. */
  readonly checksFirst: boolean;
}

/**
 * One step: forward, backward, optimizer, metrics. All that it makes is given back before it returns, but for the new
 * state and the two scalars, which are the caller's.
 */
export function trainingStep(parts: StepParts, batch: Batch): StepResult {
  const { model, optimizer, loss, metrics, variables, checksFirst } = parts;
  const targets = targetsOf('fit', batch);
  const { states, ...result } = scope(() => {
    const forward = (): readonly [Tensor, TensorTree | undefined] => {
      const predictions = applyModel(model, batch.x, true);
      const value = regularized(model, computeLoss(loss, targets, predictions));
      return [value, metrics.isEmpty ? undefined : predictions];
    };
    // In a scope of its own: nothing else holds the weights when the optimizer changes them.
    const { value, gradients, aux } = scope(() => valueAndGrad(forward, { withRespectTo: variables, aux: true })());
    const check = gradients.reduce((total, gradient) => total.add(sum(gradient)), value);
    if (!checksFirst || Number.isFinite(check.dataSync()[0])) optimizer.apply(gradients, variables);
    return {
      loss: value.alias(),
      check: check.alias(),
      states: aux === undefined ? [] : metrics.next(targets, aux),
    };
  });
  metrics.replace(states);
  return result;
}

/** The targets of a batch. */
export function targetsOf(op: string, { y }: Batch): TensorTree {
  if (y !== undefined) return y;
  throw new ArgumentError(op, 'the data have no targets', { got: 'only x', expected: '{ x, y }' });
}
