/** What `startup` measures of ours: `own-startup.js ENGINE`. */
import { dense, input, Model } from '@mariana/layers';
import { uniform } from '@mariana/tensor';
import { adam, Trainer } from '@mariana/trainer';
import { openEngine } from './open-engine.ts';
import { peakMemory } from './serve.ts';

await openEngine(process.argv[2] ?? 'native');
const pixels = input({ shape: [784] });
const encoded = dense({ units: 256, activation: 'relu' }).apply(pixels);
const decoded = dense({ units: 784, activation: 'sigmoid' }).apply(encoded);
const model = new Model({ inputs: pixels, outputs: decoded });
const trainer = new Trainer(model, { optimizer: adam(), loss: 'binaryCrossentropy' });
const x = uniform([256, 784]);
await trainer.fit({ x, y: x }, { epochs: 1, batchSize: 256, verbose: 0 });
console.log('done');
console.log(peakMemory());
process.exit(0);
