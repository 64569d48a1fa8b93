/** This thread and three workers compute at once: prints each one's checksums, and what they are alone. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { useEngine } from '@mariana/tensor';
import { checksum } from './computing.mjs';

await useEngine('native');
const rounds = 2000;
const alone = [1, 2, 3, 4].map((seed) => checksum(seed, rounds));
const workers = [2, 3, 4].map((seed) => {
  const workerData = { compute: true, seed, rounds, forever: false };
  return new Worker(new URL('computing.mjs', import.meta.url), { workerData });
});
await Promise.all(workers.map((worker) => once(worker, 'message'))); // all of them compute from here on
const answers = Promise.all(workers.map(async (worker) => (await once(worker, 'message'))[0]));
const exits = Promise.all(workers.map(async (worker) => (await once(worker, 'exit'))[0]));
const own = checksum(1, rounds);
console.log(JSON.stringify({ alone, together: [own, ...(await answers)], codes: await exits }));
