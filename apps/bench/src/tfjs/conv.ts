import * as tf from '@tensorflow/tfjs-core';
import { repeated, type TfjsPrepare } from './repeated.ts';

type Four = [number, number, number, number];
type Params = { pass: string; input: Four; kernel: Four; strides: number; padding: number };

export const conv: TfjsPrepare<Params> = ({ pass, input, kernel, strides, padding }) => {
  const [x, filter] = [tf.randomUniform<tf.Rank.R4>(input), tf.randomUniform<tf.Rank.R4>(kernel)];
  const forward = () => tf.conv2d(x, filter, strides, padding, 'NHWC', [1, 1], padding > 0 ? 'floor' : undefined);
  if (pass === 'forward') return repeated(() => forward().dispose());
  const dy = forward();
  const common = { strides, pad: padding, dataFormat: 'NHWC', dimRoundingMode: padding > 0 ? 'floor' : undefined };
  const run = (name: string, inputs: Record<string, tf.Tensor>, attributes: object) => () =>
    (tf.engine().runKernel(name, inputs as never, { ...common, ...attributes } as never) as tf.Tensor).dispose();
  return repeated(
    pass === 'input gradient'
      ? run(tf.Conv2DBackpropInput, { dy, filter }, { inputShape: input })
      : run(tf.Conv2DBackpropFilter, { x, dy }, { filterShape: kernel }),
  );
};
