import * as tf from '@tensorflow/tfjs-core';
import { Unsupported } from '../sides/serve.ts';
import { repeated, type TfjsPrepare } from './repeated.ts';

/** TensorFlow.js has no gelu, and layer normalization only as a layer. */
const operations: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
  tanh: tf.tanh,
  softmax: (x) => tf.softmax(x),
  exp: tf.exp,
  sum: (x) => tf.sum(x),
};

export const elementwise: TfjsPrepare<{ op: string; shape: [number, number] }> = ({ op, shape }) => {
  const x = tf.randomUniform(shape, -2, 2);
  if (op === 'add') {
    const y = tf.randomUniform(shape);
    return repeated(() => tf.add(x, y).dispose());
  }
  const operation = operations[op];
  if (operation === undefined) throw new Unsupported(`has no operation ${op}`);
  return repeated(() => operation(x).dispose());
};
