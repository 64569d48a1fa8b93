/** 100,000 training steps of a small model: prints what it holds now and then, as JSON. */
import { dense, input, Model } from '@mariana/layers';
import { memory, setSeed, uniform, useEngine } from '@mariana/tensor';
import { adam, Trainer } from '@mariana/trainer';

await useEngine('native');
setSeed(1);
const pixels = input({ shape: [8] });
const hidden = dense({ units: 16, activation: 'relu' }).apply(pixels);
const model = new Model({ inputs: pixels, outputs: dense({ units: 8, activation: 'sigmoid' }).apply(hidden) });
const trainer = new Trainer(model, { optimizer: adam(), loss: 'binaryCrossentropy', metrics: ['mse'] });
const x = uniform([1000, 8]);

const held = new Set();
const resident = []; // in MiB, every 5,000 steps
const onEpochEnd = (epoch) => {
  const { buffers, bytes, tensors } = memory();
  if (epoch > 0) held.add(`${buffers} buffers, ${bytes} bytes, ${tensors} tensors`);
  if (epoch % 50 !== 49) return;
  globalThis.gc();
  resident.push(process.memoryUsage().rss / 2 ** 20);
};
await trainer.fit({ x, y: x }, { epochs: 1000, batchSize: 10, verbose: 0, callbacks: [{ onEpochEnd }] });
console.log(JSON.stringify({ steps: trainer.optimizer.iterations, held: [...held], resident }));
