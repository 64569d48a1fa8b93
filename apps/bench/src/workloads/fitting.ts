import type { Model } from '@mariana/layers';
import type { Tensor } from '@mariana/tensor';
import { adam, type LossName, Trainer } from '@mariana/trainer';
import type { Run } from '../workload.ts';

/** Epochs of `Trainer.fit` over shuffled batches, as a user writes it. */
export function fitting(model: Model, loss: LossName, x: Tensor, y: Tensor, batchSize: number): Run {
  const trainer = new Trainer(model, { optimizer: adam(), loss });
  return async (times) => {
    await trainer.fit({ x, y }, { epochs: times, batchSize, verbose: 0 });
  };
}
