import { conv2d, dense, dropout, flatten, input, maxPooling2d, sequential } from '@mariana/layers';
import { randint } from '@mariana/tensor';
import { workload } from '../workload.ts';
import { fitting } from './fitting.ts';
import { numbers } from './numbers.ts';

const [batch, steps] = [128, 8];

export const cnn = workload({
  name: 'cnn',
  about: `a training step of a convnet on MNIST (32 and 64 filters 3x3, dropout 0.5), batch ${batch}, Adam, through fit`,
  cases: [{ name: 'step', params: { batch, steps }, per: steps }],
  prepare({ batch, steps }) {
    const model = sequential([
      input({ shape: [28, 28, 1] }),
      conv2d({ filters: 32, kernelSize: 3, activation: 'relu' }),
      maxPooling2d({ poolSize: 2 }),
      conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
      maxPooling2d({ poolSize: 2 }),
      flatten(),
      dropout({ rate: 0.5 }),
      dense({ units: 10, activation: 'softmax' }),
    ]);
    const count = steps * batch;
    const labels = randint([count], { max: 10 });
    return fitting(model, 'sparseCategoricalCrossentropy', numbers([count, 28, 28, 1]), labels, batch);
  },
});
