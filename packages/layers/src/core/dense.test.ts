import { referenceEngine, setEngine, setSeed, tensor, valueAndGrad } from '@mariana/tensor';
import { beforeAll, expect, test } from 'vitest';
import { dense, input, loadModel, Model, sequential } from '../index.ts';

beforeAll(() => setEngine(referenceEngine()));

test('try', async () => {
  const pixels = input({ shape: [784] });
  const encoded = dense({ units: 256, activation: 'relu' }).apply(pixels);
  const decoded = dense({ units: 784, activation: 'sigmoid' }).apply(encoded);
  const autoencoder = new Model({ inputs: pixels, outputs: decoded });
  const encoder = new Model({ inputs: pixels, outputs: encoded });
  console.log(autoencoder.summary());
  console.log(JSON.stringify(autoencoder.getConfig()).slice(0, 3000));
  const two = new Model({ inputs: pixels, outputs: [encoded, decoded] });
  const [a, b] = two.apply(tensor(new Float32Array(1568), { shape: [2, 784] }));
  console.log(a!.shape, b!.shape);
  console.log((await encoder.apply(tensor(new Float32Array(1568), { shape: [2, 784] })).data()).length);
  const bytes = await autoencoder.toBytes();
  const copy = await loadModel(bytes);
  console.log(copy.summary(), bytes.length);
});
