import { withEngine } from '../../engine/current.ts';
import type { Engine } from '../../engine/engine.ts';
import * as plain from '../../ops/activations.ts';
import { glu, sparsemax } from '../../ops/axis-activations.ts';
import { tensor } from '../../ops/create.ts';
import * as piecewise from '../../ops/piecewise-activations.ts';
import { averagePool, maxPool } from '../../ops/pooling.ts';
import * as smooth from '../../ops/smooth-activations.ts';
import { logSoftmax, softmax } from '../../ops/softmax.ts';
import { sigmoid } from '../../ops/special.ts';
import { tanh } from '../../ops/trigonometric.ts';
import { clip } from '../../ops/where.ts';
import type { Tensor } from '../../tensor.ts';
import type { TestApi } from './run.ts';

type Of = (x: Tensor) => Tensor;

/** Every elementwise activation, with the options that choose another formula. */
const elementwise: Readonly<Record<string, Of>> = {
  linear: plain.linear,
  relu: plain.relu,
  'relu with a threshold': (x) => plain.relu(x, { threshold: 0.5 }),
  'relu with a threshold and a slope': (x) => plain.relu(x, { threshold: 0.5, negativeSlope: 0.1 }),
  'relu with a slope and a limit': (x) => plain.relu(x, { negativeSlope: 0.1, maxValue: 2 }),
  relu6: plain.relu6,
  leakyRelu: plain.leakyRelu,
  'leakyRelu of slope 0': (x) => plain.leakyRelu(x, { negativeSlope: 0 }),
  sigmoid,
  tanh,
  clip: (x) => clip(x, -1, 1),
  'clip from below': (x) => clip(x, 0, Infinity),
  'clip from above': (x) => clip(x, -Infinity, 0),
  hardShrink: piecewise.hardShrink,
  hardSigmoid: piecewise.hardSigmoid,
  hardSilu: piecewise.hardSilu,
  hardTanh: piecewise.hardTanh,
  softShrink: piecewise.softShrink,
  sparsePlus: piecewise.sparsePlus,
  sparseSigmoid: piecewise.sparseSigmoid,
  threshold: (x) => piecewise.threshold(x, 0.5, 9),
  celu: smooth.celu,
  elu: smooth.elu,
  'elu of alpha 0': (x) => smooth.elu(x, { alpha: 0 }),
  exponential: smooth.exponential,
  gelu: smooth.gelu,
  'gelu by tanh': (x) => smooth.gelu(x, { approximate: true }),
  logSigmoid: smooth.logSigmoid,
  mish: smooth.mish,
  selu: smooth.selu,
  silu: smooth.silu,
  softplus: smooth.softplus,
  softsign: smooth.softsign,
  squareplus: smooth.squareplus,
  'squareplus of b 0': (x) => smooth.squareplus(x, { b: 0 }),
  tanhShrink: smooth.tanhShrink,
};

/** Functions of two numbers along an axis, of which one is NaN. */
const alongAxis: Readonly<Record<string, Of>> = {
  softmax,
  logSoftmax,
  sparsemax,
  glu,
  maxPool: (x) => maxPool(x.reshape([1, 2, 1]), 2),
  averagePool: (x) => averagePool(x.reshape([1, 2, 1]), 2),
};

/** NaN says that something went wrong before: no activation hides it. */
export function notANumberTests(engine: Engine, { describe, test }: TestApi): void {
  const check = (
    name: string,
    of: Of,
    values: readonly number[],
    isExpected: (at: number, place: number) => boolean,
  ) => {
    test(name, async () => {
      for (const place of values.keys()) {
        const x = values.map((value, i) => (i === place ? Number.NaN : value));
        const y = Array.from((await withEngine(engine, () => of(tensor(x))).data()) as Float32Array);
        if (y.every((value, at) => Number.isNaN(value) === isExpected(at, place))) continue;
        throw new Error(`${name} of [${x.join(', ')}] is [${y.join(', ')}]`);
      }
    });
  };
  describe('NaN stays', () => {
    for (const [name, of] of Object.entries(elementwise))
      check(name, of, [-2, 0, 0.25, 2], (at, place) => at === place);
    for (const [name, of] of Object.entries(alongAxis)) check(name, of, [0.25, 2], () => true);
  });
}
