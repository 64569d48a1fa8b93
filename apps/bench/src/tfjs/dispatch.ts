import * as tf from '@tensorflow/tfjs-core';
import { Unsupported } from '../sides/serve.ts';
import { repeated, type TfjsPrepare } from './repeated.ts';

export const dispatch: TfjsPrepare<{ mode: string; size: number; chain: number }> = ({ mode, size, chain }) => {
  const [a, b, seed] = [tf.randomUniform([size]), tf.randomUniform([size]), tf.ones([size])];
  const added = (x: tf.Tensor) => {
    let t = x;
    for (let i = 0; i < chain; i++) t = tf.add(t, b);
    return t;
  };
  // Without tidy every tensor would stay: TensorFlow.js collects none.
  if (mode.startsWith('plain')) return repeated(() => tf.tidy(() => void added(a)));
  if (mode === 'recorded') throw new Unsupported('records only what it pulls back at once');
  const gradient = tf.grad(added);
  return repeated(() => tf.tidy(() => void gradient(a, seed)));
};
