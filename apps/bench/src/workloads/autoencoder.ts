import { dense, input, Model } from '@mariana/layers';
import { workload } from '../workload.ts';
import { fitting } from './fitting.ts';
import { numbers } from './numbers.ts';

const [pixels, units, batch, steps] = [784, 256, 256, 60];

export const autoencoder = workload({
  name: 'autoencoder',
  about: `a training step of ${pixels}-${units}-${pixels}, batch ${batch}, Adam, binary cross-entropy, through fit`,
  cases: [
    {
      name: 'step',
      params: { pixels, units, batch, steps },
      per: steps,
      // Forward, and the gradients of both kernels and of the hidden layer.
      flops: 2 * batch * pixels * units * 5,
    },
  ],
  prepare({ pixels, units, batch, steps }) {
    const images = input({ shape: [pixels] });
    const encoded = dense({ units, activation: 'relu' }).apply(images);
    const decoded = dense({ units: pixels, activation: 'sigmoid' }).apply(encoded);
    const x = numbers([steps * batch, pixels]);
    return fitting(new Model({ inputs: images, outputs: decoded }), 'binaryCrossentropy', x, x, batch);
  },
});
