import * as tf from '@tensorflow/tfjs-core';
import { fitting, layers } from './fitting.ts';
import type { TfjsPrepare } from './repeated.ts';

export const cnn: TfjsPrepare<{ batch: number; steps: number }> = ({ batch, steps }) => {
  const { conv2d, maxPooling2d, flatten, dropout, dense } = layers.layers;
  const model = layers.sequential({
    layers: [
      conv2d({ filters: 32, kernelSize: 3, activation: 'relu', inputShape: [28, 28, 1] }),
      maxPooling2d({ poolSize: 2 }),
      conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
      maxPooling2d({ poolSize: 2 }),
      flatten(),
      dropout({ rate: 0.5 }),
      dense({ units: 10, activation: 'softmax' }),
    ],
  });
  const count = steps * batch;
  const labels = tf.floor(tf.randomUniform([count, 1], 0, 10));
  return fitting(model, 'sparseCategoricalCrossentropy', tf.randomUniform([count, 28, 28, 1]), labels, batch);
};
