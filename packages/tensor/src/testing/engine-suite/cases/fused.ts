import { bindAll } from '../../../bind.ts';
import { type DType, isHalf } from '../../../dtype.ts';
import { withEngine } from '../../../engine/current.ts';
import { referenceEngine } from '../../../engines/reference/engine.ts';
import { upload } from '../../../ops/arguments.ts';
import { batchNormalizationTrainingPrimitive } from '../../../ops/batch-normalization.ts';
import { softmaxCrossEntropyPrimitive } from '../../../ops/cross-entropy.ts';
import { groupNormalizationPrimitive } from '../../../ops/group-normalization.ts';
import { layerNormalizationPrimitive } from '../../../ops/layer-normalization.ts';
import { rmsNormalizationPrimitive } from '../../../ops/rms-normalization.ts';
import { logSoftmaxPrimitive, softmaxPrimitive } from '../../../ops/softmax.ts';
import type { Primitive } from '../../../primitive.ts';
import { scope } from '../../../scope.ts';
import type { Shape } from '../../../shape.ts';
import type { Tolerance } from '../../compare.ts';
import {
  type Drawn,
  draw,
  floats,
  given,
  indices,
  longSums,
  numbers,
  type ParamsOf,
  row,
  type Use,
  type Uses,
} from '../drawn.ts';

function uses<Params>(of: (dtype: DType) => readonly Use<Params>[], dtypes: readonly DType[] = floats): Uses<Params> {
  return { dtypes, of };
}

const use = <Params>(title: string, inputs: readonly Drawn[], params: Params): Use<Params> => ({
  title,
  inputs,
  params,
});

/** What a primitive gives on the reference engine: gradients take it as inputs. */
export function outputsOf<Params>(
  primitive: Primitive<Params>,
  inputs: readonly Drawn[],
  params: Params,
): readonly Drawn[] {
  return withEngine(referenceEngine(), () =>
    scope(() => {
      const tensors = inputs.map(({ data, dtype, shape }) => upload(primitive.name, data, dtype, shape));
      return bindAll(primitive, tensors, params).map((t) => ({ shape: t.shape, dtype: t.dtype, data: t.dataSync() }));
    }),
  );
}

/** Rows as long as no vector, as one, and longer than a tile. */
const rowShapes: readonly Shape[] = [[3, 4], [5], [2, 3, 17], [1, 1], [37, 130], [2, 1100]];
const flags = [
  { scale: true, center: true },
  { scale: true, center: false },
  { scale: false, center: true },
  { scale: false, center: false },
] as const;

interface Affine {
  readonly scale: boolean;
  readonly center?: boolean;
}

function vectors(x: Shape, dtype: DType, { scale, center = false }: Affine): readonly Drawn[] {
  const channel = () => draw(x.slice(-1), dtype, 0.5, 2);
  return [...(scale ? [channel()] : []), ...(center ? [channel()] : [])];
}

/** Means over many elements are sums in another order; those of gradients cancel, down from thousands. */
function tolerance(dtype: DType, gradient = false): Tolerance {
  if (gradient && dtype === 'float32') return { rtol: 2e-5, atol: 3e-4 };
  return isHalf(dtype) ? {} : (longSums[dtype] ?? {});
}

/** Forward and backward uses of a normalization. */
function normalization<Params extends Affine>(
  primitive: Primitive<Params>,
  shapes: readonly Shape[],
  params: readonly Params[],
): { readonly forward: Uses<Params>; readonly backward: Uses<Params> } {
  const each = (dtype: DType, make: (x: Drawn, one: Params) => readonly Drawn[]) =>
    shapes.flatMap((shape) => params.map((one) => use(`of [${shape}]`, make(draw(shape, dtype, -2, 3), one), one)));
  return {
    forward: uses((dtype) =>
      each(dtype, (x, one) => [x, ...vectors(x.shape, dtype, one)]).map((one) => ({ ...one, ...tolerance(dtype) })),
    ),
    backward: uses((dtype) =>
      each(dtype, (x, one) => {
        const inputs = [x, ...vectors(x.shape, dtype, one)];
        const [, ...statistics] = outputsOf(primitive, inputs, one);
        return [x, ...statistics, draw(x.shape, dtype, -1, 1), ...(one.scale ? [inputs[1] as Drawn] : [])];
      }).map((one) => ({ ...one, ...tolerance(dtype, true) })),
    ),
  };
}

const withEpsilon = flags.map((flag) => ({ epsilon: 1e-3, ...flag }));
const layer = normalization<ParamsOf<'layerNormalization'>>(layerNormalizationPrimitive, rowShapes, withEpsilon);
const rms = normalization<ParamsOf<'rmsNormalization'>>(rmsNormalizationPrimitive, rowShapes, [
  { epsilon: 1e-6, scale: true },
  { epsilon: 1e-6, scale: false },
]);
const batchShapes: readonly Shape[] = [
  [5, 3],
  [2, 3, 4, 17],
  [1, 4],
  [700, 33],
  [9000, 3],
];
const batch = normalization<ParamsOf<'batchNormalizationTraining'>>(
  batchNormalizationTrainingPrimitive,
  batchShapes,
  withEpsilon,
);
const group = normalization<ParamsOf<'groupNormalization'>>(
  groupNormalizationPrimitive,
  [
    [3, 6],
    [2, 5, 6],
    [2, 3, 4, 36],
    [2, 40, 40, 6],
  ],
  [1, 2, 6].flatMap((groups) => withEpsilon.map((one) => ({ groups, ...one }))),
);

/** Normalizations and their gradients. */
export const normalizationUses = {
  layerNormalization: layer.forward,
  layerNormalizationGradient: layer.backward,
  rmsNormalization: rms.forward,
  rmsNormalizationGradient: rms.backward,
  batchNormalizationTraining: batch.forward,
  batchNormalizationGradient: batch.backward,
  groupNormalization: group.forward,
  groupNormalizationGradient: group.backward,
  batchNormalization: uses<ParamsOf<'batchNormalization'>>((dtype) =>
    [...batchShapes, [0, 3]].flatMap((shape) =>
      withEpsilon.map((one) =>
        use(
          `of [${shape}]`,
          [
            draw(shape, dtype),
            draw(shape.slice(-1), dtype, -1, 1),
            draw(shape.slice(-1), dtype, 0.5, 2),
            ...vectors(shape, dtype, one),
          ],
          one,
        ),
      ),
    ),
  ),
};

const axes: readonly (readonly [shape: Shape, axis: number])[] = [
  [[3, 4], 1],
  [[3, 2, 2], 0],
  [[7, 37], 1],
  [[2, 5, 19], 1],
  [[1, 3000], 1],
  [[0, 3], 1],
];

function overAxisGradient(primitive: Primitive<{ readonly axis: number }>) {
  return uses<{ readonly axis: number }>((dtype) =>
    axes.map(([shape, axis]) => {
      const [y] = outputsOf(primitive, [draw(shape, dtype)], { axis });
      return use(`of [${shape}] along ${axis}`, [y as Drawn, draw(shape, dtype)], { axis });
    }),
  );
}

function entropyInputs(dtype: DType): readonly (readonly [title: string, sparse: boolean, inputs: readonly Drawn[]])[] {
  return [
    ['of classes', true, [draw([4, 5], dtype), indices([4], 5)]],
    ['of classes on two axes', true, [draw([2, 3, 37], dtype), indices([2, 3], 37)]],
    ['of many classes', true, [draw([2, 1100], dtype), indices([2], 1100)]],
    ['of what names no class', true, [draw([3, 4], dtype), row('int32', [-1, 4, 2])]],
    ['of large numbers', true, [given([2, 2], dtype, [1000, 0, -1000, 1000]), row('int32', [0, 0])]],
    ['of one row', true, [draw([7], dtype), given([], 'int32', [3])]],
    ['of probabilities', false, [draw([4, 5], dtype), draw([4, 5], dtype, 0, 1)]],
    ['of probabilities on two axes', false, [draw([2, 3, 37], dtype), draw([2, 3, 37], dtype, 0, 1)]],
  ];
}

/** Logits that are no usual numbers, each for targets of 0 and 1. */
const awkward = [Number.NaN, Infinity, -Infinity, 0, 90, -104].flatMap((x) => [x, x]);
const classes = awkward.map((_, i) => i % 2);

/** Gradients of softmax, and losses of logits. */
export const entropyUses = {
  softmaxGradient: overAxisGradient(softmaxPrimitive),
  logSoftmaxGradient: overAxisGradient(logSoftmaxPrimitive),
  softmaxCrossEntropy: uses<ParamsOf<'softmaxCrossEntropy'>>((dtype) =>
    entropyInputs(dtype).map(([title, sparse, inputs]) => use(title, inputs, { sparse })),
  ),
  softmaxCrossEntropyGradient: uses<ParamsOf<'softmaxCrossEntropyGradient'>>((dtype) =>
    entropyInputs(dtype).map(([title, sparse, inputs]) => {
      const [loss, logSum] = outputsOf(softmaxCrossEntropyPrimitive, inputs, { sparse }) as [Drawn, Drawn];
      return use(title, [...inputs, logSum, draw(loss.shape, dtype, -1, 1)], { sparse });
    }),
  ),
  sigmoidCrossEntropy: uses<ParamsOf<'sigmoidCrossEntropy'>>((dtype) => [
    use('of some', [draw([3, 19], dtype, -9, 9), draw([3, 19], dtype, 0, 1)], {}),
    use('of large numbers', [row(dtype, [1000, -1000, 0]), row(dtype, [0, 1, 1])], {}),
    use('beyond numbers', [row(dtype, awkward), row(dtype, classes)], {}),
    use('of targets that are none', [row(dtype, [1, 1, 0]), row(dtype, [Number.NaN, Infinity, Infinity])], {}),
    ...(isHalf(dtype)
      ? []
      : [
          {
            ...use('of sure ones that are right', [row(dtype, [9, 15, -12]), row(dtype, [1, 1, 0])], {}),
            rtol: dtype === 'float64' ? 1e-12 : 1e-5,
            atol: 0,
          },
        ]),
    use('of nothing', [draw([0, 3], dtype), draw([0, 3], dtype)], {}),
  ]),
  sigmoidCrossEntropyGradient: uses<ParamsOf<'sigmoidCrossEntropyGradient'>>((dtype) => [
    use('of some', [draw([3, 19], dtype, -9, 9), draw([3, 19], dtype, 0, 1), draw([3, 19], dtype)], {}),
    use('of large numbers', [row(dtype, [1000, -1000, 0]), row(dtype, [0, 1, 1]), row(dtype, [1, 2, 3])], {}),
    use('beyond numbers', [row(dtype, awkward), row(dtype, classes), row(dtype, awkward)], {}),
    use(
      'of nothing',
      [0, 1, 2].map(() => draw([0, 3], dtype)),
      {},
    ),
  ]),
  binaryCrossEntropy: uses<ParamsOf<'binaryCrossEntropy'>>((dtype) => [
    use('of some', [draw([3, 19], dtype, 0.01, 0.99), draw([3, 19], dtype, 0, 1)], { epsilon: 1e-7 }),
    use('of certain ones', [row(dtype, [0, 1, 0, 1]), row(dtype, [0, 0, 1, 1])], { epsilon: 0.01 }),
    use('of nothing', [draw([0, 3], dtype), draw([0, 3], dtype)], { epsilon: 1e-7 }),
  ]),
  binaryCrossEntropyGradient: uses<ParamsOf<'binaryCrossEntropyGradient'>>((dtype) => [
    use('of some', [draw([3, 19], dtype, 0.01, 0.99), draw([3, 19], dtype, 0, 1), draw([3, 19], dtype)], {
      epsilon: 0.125,
    }),
    use(
      'at the ends',
      [row(dtype, [0, 1, 0.25, 0.75, 0.5]), row(dtype, [0, 1, 1, 0, 1]), row(dtype, [1, 2, 3, 4, 5])],
      {
        epsilon: 0.25,
      },
    ),
  ]),
  embeddingGradient: uses<ParamsOf<'embeddingGradient'>>(
    (dtype) => [
      use('of rows', [indices([5], 4, dtype), draw([5, 3], dtype)], { axis: 0, size: 4 }),
      use('of a matrix of indices', [indices([3, 7], 10, dtype), draw([3, 7, 17], dtype)], { axis: 0, size: 10 }),
      use('on an inner axis', [indices([3], 4, dtype), draw([2, 3, 2], dtype)], { axis: 1, size: 4 }),
      use('of none', [indices([0], 3, dtype), draw([0, 2], dtype)], { axis: 0, size: 3 }),
      use('of one index', [given([], 'int32', [2]), draw([3, 4], dtype)], { axis: 1, size: 5 }),
    ],
    numbers,
  ),
};

const sizes: readonly Shape[] = [[3, 4], [], [5], [2, 3, 17]];

/** Steps of optimizers: a scalar or two, then lists of tensors. */
export const optimizerUses = {
  sgdStep: uses<ParamsOf<'sgdStep'>>((dtype) =>
    [
      { momentum: 0, nesterov: false, weightDecay: 0, donate: false },
      { momentum: 0.9, nesterov: false, weightDecay: 0.01, donate: false },
      { momentum: 0.9, nesterov: true, weightDecay: 0, donate: false },
    ].map((params) => {
      const lists = params.momentum === 0 ? 2 : 3;
      const inputs = Array.from({ length: lists }, () => sizes.map((shape) => draw(shape, dtype))).flat();
      return use(`with momentum ${params.momentum}`, [given([], dtype, [0.1]), ...inputs], params);
    }),
  ),
  adamStep: uses<ParamsOf<'adamStep'>>((dtype) =>
    [false, true].flatMap((amsgrad) =>
      [1, 700].map((step) => {
        const list = (low: number, high: number) => sizes.map((shape) => draw(shape, dtype, low, high));
        const scalars = [given([], dtype, [0.01]), given([], dtype, [step])];
        const states = [...list(-1, 1), ...list(-1, 1), ...list(-1, 1), ...list(0, 1), ...(amsgrad ? list(0, 1) : [])];
        const weightDecay = amsgrad ? 0.01 : 0;
        const params = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, amsgrad, weightDecay, donate: false };
        return use(`at step ${step}`, [...scalars, ...states], params);
      }),
    ),
  ),
};
