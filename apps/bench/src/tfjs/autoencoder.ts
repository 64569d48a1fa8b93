import * as tf from '@tensorflow/tfjs-core';
import { fitting, layers } from './fitting.ts';
import type { TfjsPrepare } from './repeated.ts';

type Params = { pixels: number; units: number; batch: number; steps: number };

export const autoencoder: TfjsPrepare<Params> = ({ pixels, units, batch, steps }) => {
  const model = layers.sequential({
    layers: [
      layers.layers.dense({ units, activation: 'relu', inputShape: [pixels] }),
      layers.layers.dense({ units: pixels, activation: 'sigmoid' }),
    ],
  });
  const x = tf.randomUniform([steps * batch, pixels]);
  return fitting(model, 'binaryCrossentropy', x, x, batch);
};
