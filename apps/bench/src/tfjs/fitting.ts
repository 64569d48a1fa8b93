import type * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { Run } from '../workload.ts';

/** Epochs of `fit` over shuffled batches. */
export function fitting(model: layers.LayersModel, loss: string, x: tf.Tensor, y: tf.Tensor, batchSize: number): Run {
  model.compile({ optimizer: 'adam', loss });
  return async (epochs) => {
    await model.fit(x, y, { epochs, batchSize, shuffle: true, verbose: 0, yieldEvery: 'never' });
  };
}

export { layers };
