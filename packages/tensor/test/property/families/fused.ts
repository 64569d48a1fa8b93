import type { DType } from '../../../src/dtype.ts';
import { batchNormalizationTrainingPrimitive } from '../../../src/ops/batch-normalization.ts';
import { softmaxCrossEntropyPrimitive } from '../../../src/ops/cross-entropy.ts';
import { groupNormalizationPrimitive } from '../../../src/ops/group-normalization.ts';
import { layerNormalizationPrimitive } from '../../../src/ops/layer-normalization.ts';
import { rmsNormalizationPrimitive } from '../../../src/ops/rms-normalization.ts';
import { logSoftmaxPrimitive, softmaxPrimitive } from '../../../src/ops/softmax.ts';
import type { Primitive } from '../../../src/primitive.ts';
import type { Shape } from '../../../src/shape.ts';
import { outputsOf } from '../../../src/testing/engine-suite/cases/fused.ts';
import { type Drawn, floats, type ParamsOf } from '../../../src/testing/engine-suite/drawn.ts';
import type { Chance } from '../chance.ts';
import { elements, indicesInto } from '../elements.ts';
import { composed, type Generator } from '../generator.ts';
import { anyShape, withAxis } from '../shapes.ts';

/** Numbers of usual sizes: what cancels or overflows within follows from how the steps are done. */
const usual = (chance: Chance, shape: Shape, dtype: DType, low = -3, high = 3) =>
  elements(chance, shape, dtype, { low, high, awkward: false });

interface Affine {
  readonly scale: boolean;
  readonly center?: boolean;
}

const affine = (chance: Chance) => ({ epsilon: 1e-3, scale: chance.happens(0.5), center: chance.happens(0.5) });

function vectors(chance: Chance, channels: number, dtype: DType, { scale, center = false }: Affine): readonly Drawn[] {
  return [scale, center].filter(Boolean).map(() => usual(chance, [channels], dtype, 0.5, 2));
}

/** A normalization and its gradient. */
function normalization<Params extends Affine>(
  primitive: Primitive<Params>,
  low: number,
  params: (chance: Chance) => Params,
  channels?: (params: Params, chance: Chance) => number,
): { readonly forward: Generator<Params>; readonly backward: Generator<Params> } {
  const inputs = (chance: Chance, dtype: DType) => {
    const given = params(chance);
    const shape = anyShape(chance, low, 4, { empty: false });
    const last = channels?.(given, chance) ?? (shape.at(-1) as number);
    const x = usual(chance, [...shape.slice(0, -1), last], dtype);
    return { inputs: [x, ...vectors(chance, last, dtype, given)], params: given };
  };
  return {
    forward: { dtypes: floats, allowance: composed, draw: inputs },
    backward: {
      dtypes: floats,
      allowance: composed,
      draw: (chance, dtype) => {
        const { inputs: given, params: options } = inputs(chance, dtype);
        const [, ...statistics] = outputsOf(primitive, given, options);
        const [x, gamma] = given as [Drawn, Drawn?];
        const scale = options.scale ? [gamma as Drawn] : [];
        return { inputs: [x, ...statistics, usual(chance, x.shape, dtype), ...scale], params: options };
      },
    },
  };
}

const layer = normalization<ParamsOf<'layerNormalization'>>(layerNormalizationPrimitive, 1, affine);
const rms = normalization<ParamsOf<'rmsNormalization'>>(rmsNormalizationPrimitive, 1, (chance) => ({
  epsilon: 1e-3,
  scale: chance.happens(0.5),
}));
const batch = normalization<ParamsOf<'batchNormalizationTraining'>>(batchNormalizationTrainingPrimitive, 2, affine);
const group = normalization<ParamsOf<'groupNormalization'>>(
  groupNormalizationPrimitive,
  2,
  (chance) => ({ groups: chance.whole(1, 4), ...affine(chance) }),
  ({ groups }, chance) => groups * chance.whole(1, 5),
);

/** Normalizations and their gradients. */
export const normalizationGenerators = {
  layerNormalization: layer.forward,
  layerNormalizationGradient: layer.backward,
  rmsNormalization: rms.forward,
  rmsNormalizationGradient: rms.backward,
  batchNormalizationTraining: batch.forward,
  batchNormalizationGradient: batch.backward,
  groupNormalization: group.forward,
  groupNormalizationGradient: group.backward,
  batchNormalization: {
    dtypes: floats,
    allowance: composed,
    draw: (chance, dtype) => {
      const params = affine(chance);
      const shape = anyShape(chance, 2, 4);
      const channels = shape.at(-1) as number;
      const statistics = [usual(chance, [channels], dtype), usual(chance, [channels], dtype, 0.5, 2)];
      const x = usual(chance, shape, dtype);
      return { inputs: [x, ...statistics, ...vectors(chance, channels, dtype, params)], params };
    },
  } satisfies Generator<ParamsOf<'batchNormalization'>>,
};

function overAxisGradient(primitive: Primitive<{ readonly axis: number }>): Generator<{ readonly axis: number }> {
  return {
    dtypes: floats,
    allowance: composed,
    draw: (chance, dtype) => {
      const { shape, axis } = withAxis(chance);
      const [y] = outputsOf(primitive, [usual(chance, shape, dtype)], { axis });
      return { inputs: [y as Drawn, usual(chance, shape, dtype)], params: { axis } };
    },
  };
}

/** Logits and targets: a class for each row, or probabilities. */
function logits(chance: Chance, dtype: DType): { inputs: readonly Drawn[]; params: { readonly sparse: boolean } } {
  const sparse = chance.happens(0.5);
  const shape = anyShape(chance, 1, 3, { empty: false });
  const x = usual(chance, shape, dtype, -9, 9);
  // A class that is none is no error here: its row is 0.
  const targets = sparse
    ? indicesInto(chance, shape.slice(0, -1), shape.at(-1) as number, 'int32')
    : usual(chance, shape, dtype, 0, 1);
  return { inputs: [x, targets], params: { sparse } };
}

/** As many tensors of one shape as there are ranges. */
function alike<Params>(
  ranges: readonly (readonly [low: number, high: number])[],
  params: (chance: Chance) => Params,
): Generator<Params> {
  return {
    dtypes: floats,
    allowance: composed,
    draw: (chance, dtype) => {
      const shape = anyShape(chance);
      return { inputs: ranges.map(([low, high]) => usual(chance, shape, dtype, low, high)), params: params(chance) };
    },
  };
}

const epsilon = (chance: Chance) => ({ epsilon: chance.of([1e-7, 0.125]) });

/** Gradients of softmax, and losses. */
export const entropyGenerators = {
  softmaxGradient: overAxisGradient(softmaxPrimitive),
  logSoftmaxGradient: overAxisGradient(logSoftmaxPrimitive),
  softmaxCrossEntropy: {
    dtypes: floats,
    allowance: composed,
    draw: logits,
  } satisfies Generator<ParamsOf<'softmaxCrossEntropy'>>,
  softmaxCrossEntropyGradient: {
    dtypes: floats,
    allowance: composed,
    draw: (chance, dtype) => {
      const { inputs, params } = logits(chance, dtype);
      const [loss, logSum] = outputsOf(softmaxCrossEntropyPrimitive, inputs, params) as [Drawn, Drawn];
      return { inputs: [...inputs, logSum, usual(chance, loss.shape, dtype)], params };
    },
  } satisfies Generator<ParamsOf<'softmaxCrossEntropyGradient'>>,
  sigmoidCrossEntropy: alike<ParamsOf<'sigmoidCrossEntropy'>>([[-9, 9], [0, 1]], () => ({})), // biome-ignore format: pairs
  sigmoidCrossEntropyGradient: alike<ParamsOf<'sigmoidCrossEntropyGradient'>>(
    [
      [-9, 9],
      [0, 1],
      [-3, 3],
    ],
    () => ({}),
  ),
  binaryCrossEntropy: alike<ParamsOf<'binaryCrossEntropy'>>(
    [
      [0.01, 0.99],
      [0, 1],
    ],
    epsilon,
  ),
  binaryCrossEntropyGradient: alike<ParamsOf<'binaryCrossEntropyGradient'>>(
    [
      [0.01, 0.99],
      [0, 1],
      [-3, 3],
    ],
    epsilon,
  ),
};

/** Shapes of a few weights. */
const weightShapes = (chance: Chance) => chance.times(chance.whole(1, 4), () => anyShape(chance, 0, 3));
const scalar = (chance: Chance, dtype: DType, low: number, high: number) => usual(chance, [], dtype, low, high);

/** Steps of optimizers: a scalar or two, then lists of tensors. */
export const optimizerGenerators = {
  sgdStep: {
    dtypes: floats,
    allowance: composed,
    draw: (chance, dtype) => {
      const shapes = weightShapes(chance);
      const momentum = chance.of([0, 0.9]);
      const lists = chance.times(momentum === 0 ? 2 : 3, () => shapes.map((shape) => usual(chance, shape, dtype)));
      return {
        inputs: [scalar(chance, dtype, 0, 0.5), ...lists.flat()],
        params: {
          momentum,
          nesterov: momentum > 0 && chance.happens(0.5),
          weightDecay: chance.of([0, 0.01]),
          donate: false,
        },
      };
    },
  } satisfies Generator<ParamsOf<'sgdStep'>>,
  adamStep: {
    dtypes: floats,
    allowance: composed,
    draw: (chance, dtype) => {
      const shapes = weightShapes(chance);
      const amsgrad = chance.happens(0.5);
      const list = (low: number, high: number) => shapes.map((shape) => usual(chance, shape, dtype, low, high));
      const states = [list(-1, 1), list(-1, 1), list(-1, 1), list(0.01, 1), ...(amsgrad ? [list(0.01, 1)] : [])];
      const step = elements(chance, [], dtype, { low: 1, high: 1, awkward: false });
      step.data[0] = chance.of([1, 2, 100]) as never;
      return {
        inputs: [scalar(chance, dtype, 0.001, 0.1), step, ...states.flat()],
        params: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, amsgrad, weightDecay: chance.of([0, 0.01]), donate: false },
      };
    },
  } satisfies Generator<ParamsOf<'adamStep'>>,
};
