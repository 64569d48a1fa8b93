import { MarianaError } from '@mariana/tensor';
import type { History } from '../callbacks/history.ts';

/** Where a loss ceased to be a number. */
export interface NonFiniteStep {
  /** The epoch, from 0. */
  readonly epoch: number;
  /** The step in the epoch, from 0. */
  readonly step: number;
  /** The loss of that step; finite where only a gradient is not. */
  readonly loss: number;
  /** The epochs that were recorded before. */
  readonly history: History;
}

/** Training met a loss or gradient that is NaN or infinite. The model has the weights from before that step. */
export class NonFiniteLossError extends MarianaError {
  override name = 'NonFiniteLossError';
  protected static override readonly className: string = 'NonFiniteLossError';
  /** The epoch, from 0. */
  readonly epoch: number;
  /** The step in the epoch, from 0. */
  readonly step: number;
  /** The epochs that were recorded before. */
  readonly history: History;

  constructor({ epoch, step, loss, history }: NonFiniteStep) {
    const what = Number.isFinite(loss) ? 'a gradient is not finite' : 'the loss is not finite';
    super('fit', `${what} in epoch ${epoch + 1}, step ${step + 1}`, {
      got: `loss ${loss}`,
      expected: 'finite numbers',
      fix: 'The weights are those before that step. Lower the learning rate, or look for NaN in the data',
    });
    this.epoch = epoch;
    this.step = step;
    this.history = history;
  }
}
