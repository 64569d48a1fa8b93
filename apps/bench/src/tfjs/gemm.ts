import * as tf from '@tensorflow/tfjs-core';
import { repeated, type TfjsPrepare } from './repeated.ts';

export const gemm: TfjsPrepare<{ m: number; k: number; n: number }> = ({ m, k, n }) => {
  const [a, b] = [tf.randomUniform<tf.Rank.R2>([m, k]), tf.randomUniform<tf.Rank.R2>([k, n])];
  return repeated(() => tf.matMul(a, b).dispose());
};
