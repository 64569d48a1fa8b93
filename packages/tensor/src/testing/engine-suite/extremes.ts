import { withEngine } from '../../engine/current.ts';
import type { Engine } from '../../engine/engine.ts';
import { referenceEngine } from '../../engines/reference/engine.ts';
import { relu } from '../../ops/activations.ts';
import { abs, div, reciprocal, square } from '../../ops/arithmetic.ts';
import { tensor } from '../../ops/create.ts';
import { cbrt, log, log1p, rsqrt, sqrt } from '../../ops/exponential.ts';
import { hypot } from '../../ops/hypot.ts';
import { stack } from '../../ops/join.ts';
import {
  celu,
  elu,
  gelu,
  mish,
  selu,
  silu,
  softplus,
  softsign,
  squareplus,
  tanhShrink,
} from '../../ops/smooth-activations.ts';
import { erf, sigmoid } from '../../ops/special.ts';
import { logSumExp, norm, std, variance } from '../../ops/statistics.ts';
import { acosh, asinh, atan, atan2, tanh } from '../../ops/trigonometric.ts';
import type { Tensor } from '../../tensor.ts';
import { vjp } from '../../transforms/grad.ts';
import { differenceOf } from '../compare.ts';
import type { TestApi } from './run.ts';

type Of = (a: Tensor, b: Tensor) => Tensor;

/** A function of pairs, by a reduction over an axis of two. */
const ofPairs =
  (reduce: (x: Tensor, options: { axis: number }) => Tensor): Of =>
  (a, b) =>
    reduce(stack([a, b]), { axis: 0 });

/** Functions whose squares, or whose gradients' squares, would overflow or vanish in float32 if they were computed as such. */
const functions: Readonly<Record<string, Of>> = {
  abs,
  square,
  reciprocal,
  log,
  log1p,
  sqrt,
  rsqrt,
  cbrt,
  atan,
  asinh,
  acosh,
  tanh,
  erf,
  sigmoid,
  relu: (x) => relu(x),
  softplus,
  silu,
  gelu: (x) => gelu(x),
  'gelu by tanh': (x) => gelu(x, { approximate: true }),
  elu: (x) => elu(x),
  selu,
  celu: (x) => celu(x),
  mish,
  softsign,
  squareplus: (x) => squareplus(x),
  tanhShrink,
  div,
  hypot,
  atan2,
  'norm of order 1': ofPairs((x, options) => norm(x, { order: 1, ...options })),
  'norm of order 2': ofPairs(norm),
  'norm of order 3': ofPairs((x, options) => norm(x, { order: 3, ...options })),
  'norm of order −2': ofPairs((x, options) => norm(x, { order: -2, ...options })),
  variance: ofPairs(variance),
  std: ofPairs(std),
  logSumExp: ofPairs(logSumExp),
};

const sizes = [1e-23, 1e-20, 1, 1e20, 1e23].map(Math.fround);
const signed = [...sizes, ...sizes.map((size) => -size)];
const pairs = signed.flatMap((a) => signed.map((b) => [a, b] as const));
/** Where float32 has a number that is close: engines may flush what lies below the normal ones to 0. */
const tolerance = { rtol: 1e-3, atol: 1e-37 };

/** A function and its gradients at all pairs of sizes. */
function evaluate(of: Of, dtype: 'float32' | 'float64'): readonly Tensor[] {
  const inputs = [0, 1].map((i) =>
    tensor(
      pairs.map((pair) => pair[i] as number),
      { dtype },
    ),
  );
  const { value, pull } = vjp((a, b) => of(a as Tensor, b as Tensor), ...inputs);
  return [value, ...pull(tensor(new Array<number>(value.size).fill(1), { shape: value.shape, dtype }))];
}

/** Values and gradients of numbers far from 1, beside float64's, in which nothing of theirs overflows. */
export function extremeTests(engine: Engine, { describe, test }: TestApi): void {
  describe('numbers far from 1', () => {
    for (const [name, of] of Object.entries(functions)) {
      test(name, async () => {
        const actual = withEngine(engine, () => evaluate(of, 'float32'));
        const expected = withEngine(referenceEngine(), () => evaluate(of, 'float64'));
        for (const [i, wanted] of expected.entries()) {
          const rounded = Float32Array.from((await wanted.data()) as Float64Array);
          const wrong = differenceOf(await (actual[i] as Tensor).data(), rounded, [rounded.length], tolerance);
          if (wrong !== undefined) throw new Error(`${i === 0 ? 'value' : `gradient ${i - 1}`} of ${name}: ${wrong}`);
        }
      });
    }
  });
}
