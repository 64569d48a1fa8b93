/**
 * What one operation costs besides its arithmetic, in microseconds: on scalars, eager and recorded for a gradient, here
 * on the reference engine and in tfjs-core on its cpu backend, in alternating rounds. And one training step of the
 * autoencoder (784-256-784, batch 256) on the reference engine.
 *
 *   pnpm --filter @mariana/tensor build && node packages/tensor/bench/op-cost.mjs
 */
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { grad, referenceEngine, scope, setEngine, setSeed, uniform, valueAndGrad, zeros } from '@mariana/tensor';

// tfjs-core belongs to @mariana/tfjs; this package depends on nothing.
const require = createRequire(new URL('../../tfjs/package.json', import.meta.url));
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');

// Its bundle for require() comes without gradients; this is what its own does where shapes are equal.
tf.registerGradient({ kernelName: 'Add', inputsToSave: ['a', 'b'], gradFunc: (dy) => ({ a: () => dy, b: () => dy }) });
tf.env().set('IS_TEST', true); // no greeting

const ops = 1000;
const rounds = 40;

setEngine(referenceEngine());
const x = { a: zeros([]), b: zeros([]), c: tf.scalar(0), d: tf.scalar(0) };

/** x + 0 + 0 … (the second operand made before), as often as `ops` says. */
const ours = {
  eager: () => scope(() => chain(x.a, (t) => t.add(x.b))),
  recorded: () => grad((t) => chain(t, (u) => u.add(x.b)))(x.a).dispose(),
};
const theirs = {
  eager: () => tf.tidy(() => void chain(x.c, (t) => tf.add(t, x.d))),
  recorded: () =>
    tf
      .grad((t) => chain(t, (u) => tf.add(u, x.d)))(x.c)
      .dispose(),
};

function chain(start, step) {
  let t = start;
  for (let i = 0; i < ops; i++) t = step(t);
  return t;
}

function microseconds(run) {
  const start = performance.now();
  run();
  return ((performance.now() - start) * 1000) / ops;
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

function compare(name) {
  const [a, b] = [[], []];
  for (let round = 0; round < rounds; round++) {
    a.push(microseconds(ours[name]));
    b.push(microseconds(theirs[name]));
  }
  const [here, there] = [median(a.slice(10)), median(b.slice(10))];
  console.log(
    `${name.padEnd(9)} ${here.toFixed(2)} µs an op, tfjs-core ${there.toFixed(2)} µs: ${(here / there).toFixed(2)}`,
  );
}

function autoencoderStep() {
  setSeed(1);
  const images = uniform([256, 784]);
  const weights = [uniform([784, 256]), zeros([256]), uniform([256, 784]), zeros([784])].map((w) =>
    w.sub(0.5).mul(0.05),
  );
  const loss = (w1, b1, w2, b2) => {
    const p = images
      .matmul(w1)
      .add(b1)
      .relu()
      .matmul(w2)
      .add(b2)
      .sigmoid()
      .clip(1e-7, 1 - 1e-7);
    return images
      .mul(p.log())
      .add(images.neg().add(1).mul(p.neg().add(1).log()))
      .mean()
      .neg();
  };
  const run = valueAndGrad(loss, { withRespectTo: [0, 1, 2, 3] });
  const times = [];
  for (let step = 0; step < 12; step++) {
    const start = performance.now();
    scope(() => {
      const { gradients } = run(...weights);
      for (const [i, g] of gradients.entries()) {
        // Adam's arithmetic, to have a step's elementwise work.
        const m = g.mul(0.1);
        const v = g.square().mul(0.001);
        weights[i].sub(m.mul(0.001).div(v.sqrt().add(1e-7)));
      }
    });
    times.push(performance.now() - start);
  }
  console.log(`autoencoder step on the reference engine: ${median(times.slice(2)).toFixed(0)} ms`);
}

await tf.setBackend('cpu');
console.log(`Node.js ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}`);
compare('eager');
compare('recorded');
autoencoderStep();
