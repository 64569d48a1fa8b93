/** What threads of this folder's programs compute: a worker says the checksum of each round that it is asked for. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { Generator, scope, uniform, useEngine } from '@mariana/tensor';

/** Matrices of sizes that go to one thread and to all, sums, sorts; the same number for the same seed. */
export function checksum(seed, rounds) {
  return scope(() => {
    const generator = new Generator({ seed });
    let x = uniform([96, 130], { generator });
    const w = uniform([130, 130], { generator }).sub(0.5).mul(0.2);
    for (let i = 0; i < rounds; i++) x = scope(() => x.matmul(w).tanh().add(0.1));
    return x.square().sum().dataSync()[0];
  });
}

if (!isMainThread && workerData?.compute === true) {
  await useEngine('native');
  const { seed, rounds, forever } = workerData;
  parentPort.postMessage('computes');
  if (forever) for (;;) checksum(seed, rounds);
  // Tensors that nobody gives back: they go with the thread.
  globalThis.left = Array.from({ length: 2000 }, () => uniform([64]));
  parentPort.postMessage(checksum(seed, rounds));
}
