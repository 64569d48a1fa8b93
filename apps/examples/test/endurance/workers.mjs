/** 200 workers, made and terminated while they compute, four at a time: prints what is resident after each 20, in MiB. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { useEngine } from '@mariana/tensor';
import { checksum } from './computing.mjs';

await useEngine('native');
const expected = checksum(7, 20);
const resident = [];
let wrong = 0;

async function one(i) {
  const workerData = { compute: true, seed: i, rounds: 10, forever: true };
  const worker = new Worker(new URL('computing.mjs', import.meta.url), { workerData });
  await once(worker, 'message');
  await new Promise((resolve) => setTimeout(resolve, i % 13)); // somewhere within its operations
  await worker.terminate();
}

for (let i = 0; i < 200; i += 4) {
  const four = [0, 1, 2, 3].map((k) => one(i + k));
  if (checksum(7, 20) !== expected) wrong += 1; // this thread computes among them
  await Promise.all(four);
  if (i % 20 !== 16) continue;
  globalThis.gc();
  resident.push(process.memoryUsage().rss / 2 ** 20);
}
console.log(JSON.stringify({ wrong, resident }));
