import * as tf from '@tensorflow/tfjs-core';
import { fitting, layers } from './fitting.ts';
import type { TfjsPrepare } from './repeated.ts';

type Names = 'words' | 'dim' | 'units' | 'time' | 'batch' | 'steps' | 'dropout' | 'recurrentDropout';

export const lstm: TfjsPrepare<Record<Names, number>> = (params) => {
  const { words, dim, units, time, batch, steps, dropout, recurrentDropout } = params;
  const model = layers.sequential({
    layers: [
      layers.layers.embedding({ inputDim: words, outputDim: dim, inputLength: time }),
      layers.layers.lstm({ units, dropout, recurrentDropout }),
      layers.layers.dense({ units: 1, activation: 'sigmoid' }),
    ],
  });
  const count = steps * batch;
  const x = tf.floor(tf.randomUniform([count, time], 1, words));
  const y = tf.floor(tf.randomUniform([count, 1], 0, 2));
  return fitting(model, 'binaryCrossentropy', x, y, batch);
};
