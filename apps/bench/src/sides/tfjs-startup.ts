/** What `startup` measures of TensorFlow.js: `tfjs-startup.js node`, or `wasm`. */
import { autoencoder } from '../tfjs/autoencoder.ts';
import { openBackend } from '../tfjs/open-backend.ts';
import { peakMemory } from './serve.ts';

await openBackend(process.argv[2] ?? 'wasm');
await autoencoder({ pixels: 784, units: 256, batch: 256, steps: 1 } as never)(1);
console.log('done');
console.log(peakMemory());
process.exit(0);
