import { dense, embedding, input, lstm as lstmLayer, Model } from '@mariana/layers';
import { randint } from '@mariana/tensor';
import { workload } from '../workload.ts';
import { fitting } from './fitting.ts';

const [words, dim, units, time, batch, steps] = [10_000, 128, 64, 200, 128, 4];

/** Forward, and twice as much backward; the gates' products alone. */
const flops = 3 * 2 * batch * time * 4 * units * (dim + units);

export const lstm = workload({
  name: 'lstm',
  about: `a training step of Embedding(${words}, ${dim}), LSTM ${units}, Dense 1 over ${time} words, batch ${batch}, Adam, through fit`,
  cases: [
    { name: 'both dropouts', recurrentDropout: 0.2 },
    { name: 'dropout of the input only', recurrentDropout: 0 },
  ].map(({ name, recurrentDropout }) => ({
    name,
    params: { words, dim, units, time, batch, steps, dropout: 0.2, recurrentDropout },
    per: steps,
    flops,
  })),
  prepare({ words, dim, units, time, batch, steps, dropout, recurrentDropout }) {
    const sequence = input({ shape: [time], dtype: 'int32' });
    const vectors = embedding({ inputDim: words, outputDim: dim }).apply(sequence);
    const meaning = lstmLayer({ units, dropout, recurrentDropout }).apply(vectors);
    const model = new Model({ inputs: sequence, outputs: dense({ units: 1, activation: 'sigmoid' }).apply(meaning) });
    const count = steps * batch;
    const x = randint([count, time], { min: 1, max: words });
    const y = randint([count, 1], { max: 2 }).cast('float32');
    return fitting(model, 'binaryCrossentropy', x, y, batch);
  },
});
