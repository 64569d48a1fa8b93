/**
 * One training step of the autoencoder 784-256-784 (batch 256, Adam, binary cross-entropy), beside tfjs-layers on the
 * same backend in the same process, the two alternating. Run by `node packages/tfjs/bench/run.mjs`.
 */
import {
  add,
  matmul,
  relu,
  scope,
  setEngine,
  sigmoid,
  type Tensor,
  tensor,
  Variable,
  valueAndGrad,
} from '@mariana/tensor';
import { tfjs } from '@mariana/tfjs';
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

const [pixels, units, batch] = [784, 256, 256];
const backend = process.argv[2] === 'node' ? 'node' : 'wasm';
const pairs = Number(process.argv[3] ?? 20);

/** Repeatable numbers in [0, 1): what they are does not matter here. */
function numbers(count: number, scale: number, shift = 0): Float32Array {
  let state = 1;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * scale + shift;
  });
}

const weights = [
  { shape: [pixels, units], values: numbers(pixels * units, 0.14, -0.07) },
  { shape: [units], values: new Float32Array(units) },
  { shape: [units, pixels], values: numbers(units * pixels, 0.14, -0.07) },
  { shape: [pixels], values: new Float32Array(pixels) },
];
const images = numbers(batch * pixels, 1);

/** Keras's Adam, as @mariana/trainer writes it. */
function adam(variables: readonly Variable[]) {
  const zeros = () => variables.map((w) => new Variable(tensor(new Float32Array(w.value.size), { shape: w.shape })));
  const [m, v] = [zeros(), zeros()];
  let step = 0;
  return (gradients: readonly Tensor[]) => {
    step += 1;
    const alpha = (0.001 * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
    variables.forEach((w, i) => {
      const g = gradients[i]!;
      m[i]!.assign(m[i]!.value.mul(0.9).add(g.mul(0.1)));
      v[i]!.assign(v[i]!.value.mul(0.999).add(g.square().mul(0.001)));
      w.assign(w.value.sub(m[i]!.value.mul(alpha).div(v[i]!.value.sqrt().add(1e-7))));
    });
  };
}

/** From probabilities, clipped as Keras does it. */
function binaryCrossentropy(y: Tensor, p: Tensor): Tensor {
  const q = p.clip(1e-7, 1 - 1e-7);
  const ones = y.mul(q.log());
  const others = y.neg().add(1).mul(q.neg().add(1).log());
  return ones.add(others).mean().neg();
}

function ours(): () => number {
  const variables = weights.map(({ shape, values }) => new Variable(tensor(values, { shape })));
  const [w1, b1, w2, b2] = variables as [Variable, Variable, Variable, Variable];
  const x = tensor(images, { shape: [batch, pixels] });
  const update = adam(variables);
  const loss = () => {
    const hidden = relu(add(matmul(x, w1.value), b1.value));
    return binaryCrossentropy(x, sigmoid(add(matmul(hidden, w2.value), b2.value)));
  };
  const step = valueAndGrad(loss, { withRespectTo: variables });
  return () =>
    scope(() => {
      const { value, gradients } = step();
      update(gradients);
      return tensor(value.dataSync()[0]!);
    }).dataSync()[0]!;
}

async function theirs(): Promise<() => Promise<number>> {
  const model = layers.sequential({
    layers: [
      layers.layers.dense({ units, activation: 'relu', inputShape: [pixels] }),
      layers.layers.dense({ units: pixels, activation: 'sigmoid' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'binaryCrossentropy' });
  model.setWeights(weights.map(({ shape, values }) => core.tensor(values, shape)));
  const x = core.tensor(images, [batch, pixels]);
  return async () => Number(await model.trainOnBatch(x, x));
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

const engine = await tfjs({ backend });
setEngine(engine);
const [stepOurs, stepTheirs] = [ours(), await theirs()];
const [timesOurs, timesTheirs]: [number[], number[]] = [[], []];
const losses: [number, number] = [0, 0];
for (let i = -3; i < pairs; i++) {
  const start = performance.now();
  losses[0] = stepOurs();
  const middle = performance.now();
  losses[1] = await stepTheirs();
  if (i < 0) continue;
  timesOurs.push(middle - start);
  timesTheirs.push(performance.now() - middle);
}
const ratio = median(timesOurs.map((time, i) => time / timesTheirs[i]!));
console.log(`${engine.description}, ${pairs} alternating pairs, medians`);
console.log(`mariana      ${median(timesOurs).toFixed(1)} ms a step, loss ${losses[0].toFixed(5)}`);
console.log(`tfjs-layers  ${median(timesTheirs).toFixed(1)} ms a step, loss ${losses[1].toFixed(5)}`);
console.log(`ratio        ${ratio.toFixed(3)}`);
process.exit(0);
