/**
 * A training step of the autoencoder 784-256-784 (batches of 256, Adam, binary cross-entropy) with Trainer beside
 * tfjs-layers on the same backend in the same process, the two alternating. Run by `node scripts/bench/run.mjs`.
 */
import { dense, input, Model } from '@mariana/layers';
import { type Tensor, tensor, useEngine } from '@mariana/tensor';
import { tfjs } from '@mariana/tfjs';
import { adam, Trainer } from '@mariana/trainer';
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

const [pixels, units, batchSize, steps] = [784, 256, 256, 5];
const backend = process.argv[2] === 'node' ? 'node' : 'wasm';
const pairs = Number(process.argv[3] ?? 20);

/** Repeatable numbers in [0, 1): what they are does not matter here. */
function numbers(count: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

const images = numbers(steps * batchSize * pixels);
const shape: [number, number] = [steps * batchSize, pixels];

/** An epoch of five steps with our packages. */
function ours(): () => Promise<unknown> {
  const x: Tensor = tensor(images, { shape });
  const inputs = input({ shape: [pixels] });
  const encoded = dense({ units, activation: 'relu' }).apply(inputs);
  const outputs = dense({ units: pixels, activation: 'sigmoid' }).apply(encoded);
  const trainer = new Trainer(new Model({ inputs, outputs }), { optimizer: adam(), loss: 'binaryCrossentropy' });
  return () => trainer.fit({ x, y: x }, { epochs: 1, batchSize, verbose: 0 } as never);
}

/** The same with tfjs-layers. */
function theirs(): () => Promise<unknown> {
  const x = core.tensor(images, shape);
  const model = layers.sequential({
    layers: [
      layers.layers.dense({ units, activation: 'relu', inputShape: [pixels] }),
      layers.layers.dense({ units: pixels, activation: 'sigmoid' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'binaryCrossentropy' });
  return () => model.fit(x, x, { epochs: 1, batchSize, shuffle: true, verbose: 0, yieldEvery: 'never' });
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / steps;
}

function quantile(values: readonly number[], part: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(part * (values.length - 1))]!;
}

const engine = await useEngine(tfjs({ backend }));
const [runOurs, runTheirs] = [ours(), theirs()];
const times: { ours: number; theirs: number }[] = [];
for (let i = -2; i < pairs; i++) {
  const pair = { ours: await timed(runOurs), theirs: await timed(runTheirs) };
  if (i >= 0) times.push(pair);
}
const median = (of: 'ours' | 'theirs') =>
  quantile(
    times.map((pair) => pair[of]),
    0.5,
  ).toFixed(1);
const ratios = times.map((pair) => pair.ours / pair.theirs);
console.log(`${engine.description}: ${pairs} alternating pairs of ${steps} steps, medians`);
console.log(`mariana      ${median('ours')} ms a step`);
console.log(`tfjs-layers  ${median('theirs')} ms a step`);
console.log(
  `ratio        ${quantile(ratios, 0.5).toFixed(3)} (${quantile(ratios, 0.05).toFixed(3)} to ${quantile(ratios, 0.95).toFixed(3)})`,
);
process.exit(0);
