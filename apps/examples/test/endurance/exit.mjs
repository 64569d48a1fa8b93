/** Ends the process by `process.exit(7)` in the midst of three workers' and its own computation. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { uniform, useEngine } from '@mariana/tensor';
import { checksum } from './computing.mjs';

await useEngine('native');
globalThis.left = Array.from({ length: 1000 }, () => uniform([64]));
const workers = [1, 2, 3].map((seed) => {
  const workerData = { compute: true, seed, rounds: 10, forever: true };
  return new Worker(new URL('computing.mjs', import.meta.url), { workerData });
});
await Promise.all(workers.map((worker) => once(worker, 'message')));
checksum(5, 3 + Number(process.argv[2]));
process.exit(7);
