import { bind } from '../bind.ts';
import { ShapeError } from '../errors.ts';
import { type Abstract, fusedPrimitive, type Primitive } from '../primitive.ts';
import { scope } from '../scope.ts';
import { broadcastShapes, checkAxis, formatShape, type Shape, sameShape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { indices as asIndices, asTensor, floating, promotedFloating } from './arguments.ts';
import { cast } from './cast.ts';
import { zeros } from './create.ts';
import { type NoParams, noParams } from './elementwise.ts';
import { exp, log1p } from './exponential.ts';
import { takeAlongAxis } from './gather.ts';
import { logicalAnd } from './logic.ts';
import { statisticsDType } from './normalization-parts.ts';
import { oneHot } from './one-hot.ts';
import type { AxisOption } from './reduce-options.ts';
import { broadcastTo, stopGradient, transpose } from './reshape.ts';
import { logSoftmax, softmax } from './softmax.ts';
import { clip, where } from './where.ts';

/** What the kernels are told. */
export interface SoftmaxCrossEntropyParams {
  /** Whether targets are class indices (int32) rather than probabilities. */
  readonly sparse: boolean;
}

/**
 * Inputs: logits [..., classes], and class indices [...] or probabilities [..., classes]. Outputs: the loss [...], and
 * log Σ e^logits [...], which the gradient takes. An index that names no class gives a loss of 0.
 */
export const softmaxCrossEntropyPrimitive: Primitive<SoftmaxCrossEntropyParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<SoftmaxCrossEntropyParams>('softmaxCrossEntropy', {
    output: ([{ shape, dtype }]) => {
      const row = shape.slice(0, -1);
      return [
        { shape: row, dtype },
        { shape: row, dtype: statisticsDType(dtype) },
      ];
    },
    differentiable: () => 1,
    saves: { inputs: [0, 1], outputs: [1] },
    vjp: (params, { inputs: [logits, targets], outputs: [, logSum], wanted }, dy) => [
      wanted[0] ? bind(softmaxCrossEntropyGradientPrimitive, [logits, targets, logSum, dy], params) : undefined,
      !params.sparse && wanted[1] ? logSoftmax(logits).mul(dy.neg().expandDims(-1)) : undefined,
    ],
    decompose: ({ sparse }, [logits, targets]) => {
      const wide = logits.cast(statisticsDType(logits.dtype));
      const top = stopGradient(wide.max({ axis: -1, keepDims: true }));
      const low = wide.sub(top); // at most 0: no exponential overflows
      const lowSum = low.exp().sum({ axis: -1, keepDims: true }).log();
      const loss = sparse
        ? where(
            namesClass(targets, logits.shape),
            lowSum.sub(takeAlongAxis(low, clamped(targets, logits.shape))).squeeze(-1),
            0,
          )
        : weighted(lowSum.sub(low), targets).sum({ axis: -1 });
      return [loss.cast(logits.dtype), lowSum.add(top).squeeze(-1)];
    },
    cost: ([logits]) => 12 * sizeOf(logits.shape),
  });

/**
 * Inputs: logits, targets, log Σ e^logits, and the gradient of the loss. Output: that of the logits,
 * (softmax(logits) · Σ targets − targets) ⊙ dy. The decomposition works the sum out again, so that gradients of gradients
 * pass to the logits alone.
 */
export const softmaxCrossEntropyGradientPrimitive: Primitive<SoftmaxCrossEntropyParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<SoftmaxCrossEntropyParams>('softmaxCrossEntropyGradient', {
    output: ([{ shape, dtype }]) => ({ shape, dtype }),
    decompose: ({ sparse }, [logits, targets, , dy]) => {
      const wide = logits.cast(statisticsDType(logits.dtype));
      const { dtype } = wide;
      const expected = sparse ? oneHot(targets, logits.shape.at(-1) as number, { dtype }) : targets;
      const whole = sparse
        ? cast(namesClass(targets, logits.shape), dtype).expandDims(-1)
        : targets.sum({ axis: -1, keepDims: true });
      const difference = softmax(wide).mul(whole).sub(expected);
      return [difference.mul((dy as Tensor).expandDims(-1)).cast(logits.dtype)];
    },
    cost: ([logits]) => 12 * sizeOf(logits.shape),
  });

/** Whether indices are those of classes. */
function namesClass(indices: Tensor, logits: Shape): Tensor {
  return logicalAnd(indices.greaterEqual(0), indices.less(logits.at(-1) as number));
}

/** [...] -> [..., 1], moved into the range of classes. */
function clamped(indices: Tensor, logits: Shape): Tensor {
  return indices
    .maximum(0)
    .minimum((logits.at(-1) as number) - 1)
    .expandDims(-1);
}

/** Of logits x and targets z, of one shape: max(x, 0) − x · z + log(1 + e^−|x|), elementwise. */
export const sigmoidCrossEntropyPrimitive: Primitive<NoParams, 'fused'> = /* @__PURE__ */ fusedPrimitive<NoParams>(
  'sigmoidCrossEntropy',
  {
    output: ([{ shape, dtype }]) => ({ shape, dtype }),
    saves: { inputs: [0, 1] },
    vjp: (_, { inputs: [x, z], wanted }, dy) => [
      wanted[0] ? bind(sigmoidCrossEntropyGradientPrimitive, [x, z, dy], noParams) : undefined,
      wanted[1] ? x.mul(dy).neg() : undefined,
    ],
    decompose: (_, [x, z]) => {
      // max(x, 0) − x z is |x| by the share of the other class.
      const other = where(x.less(0), z, z.neg().add(1));
      return [weighted(x.abs(), other).add(log1p(exp(x.abs().neg())))];
    },
    cost: elements(14),
  },
);

/** (σ(x) − z) ⊙ dy. Inputs: x, z, dy. */
export const sigmoidCrossEntropyGradientPrimitive: Primitive<NoParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<NoParams>('sigmoidCrossEntropyGradient', {
    output: ([{ shape, dtype }]) => ({ shape, dtype }),
    decompose: (_, [x, z, dy]) => [x.sigmoid().sub(z).mul(dy)],
    cost: elements(10),
  });

/** loss · share, where a share of 0 counts nothing: 0 · ∞ would be NaN. */
function weighted(loss: Tensor, share: Tensor): Tensor {
  return where(share.equal(0), 0, loss.mul(share));
}

function elements(each: number): (inputs: readonly [Abstract, ...Abstract[]]) => number {
  return ([x]) => each * sizeOf(x.shape);
}

/**
 * The cross-entropy between targets and softmax of logits: log Σ_j e^x_j − x_t for a class t, and
 * Σ_j p_j (log Σ_k e^x_k − x_j) for probabilities p. It stays exact where a probability rounds to 0, and a logit of −∞ excludes
 * a class: it counts nothing where p_j is 0, and makes the loss infinite elsewhere.
 *
 * @param logits - float, scores [..., classes]; whole numbers become float32
 * @param targets - class indices [...], whole numbers; or probabilities, one-hot for one, of the logits' shape. An index that
 * names no class (−1 for padding, say) gives a loss of 0 and no gradient
 * @param options - `axis`: that of the classes; the last unless given
 * @returns a loss for each row, [...], in the logits' dtype
 * @throws ShapeError if the targets do not fit; DTypeError if class indices are fractions
 * @source `keras.ops.sparse_categorical_crossentropy` and `categorical_crossentropy` with `from_logits`,
 * `torch.nn.functional.cross_entropy` without reduction
 *
 * @example
 * await softmaxCrossEntropy([[0, 0], [1000, 0]], [1, 0]).array(); // [0.6931472, 0]
 * await softmaxCrossEntropy([[0, 0]], [[0.5, 0.5]]).array(); // [0.6931472]
 */
export function softmaxCrossEntropy(logits: TensorLike, targets: TensorLike, { axis = -1 }: AxisOption = {}): Tensor {
  const op = 'softmaxCrossEntropy';
  return scope(() => {
    const given = floating(op, logits);
    const place = checkAxis(op, axis, given.rank);
    const x = lastAxis(given, place);
    const rows = x.shape.slice(0, -1);
    const t = asTensor(op, targets);
    const sparse = t.rank < x.rank;
    if (!sameShape(t.shape, sparse ? rows : given.shape)) {
      throw new ShapeError(op, 'the targets do not fit the logits', {
        got: `logits ${formatShape(given.shape)} and targets ${formatShape(t.shape)}`,
        expected: `class indices ${formatShape(rows)} or probabilities ${formatShape(given.shape)}`,
      });
    }
    if (x.size === 0) return zeros(rows, { dtype: x.dtype });
    const fitting = sparse
      ? classesOf(op, wholeNumbers(t, targets), x.shape.at(-1)!)
      : lastAxis(cast(t, x.dtype), place);
    return bind(softmaxCrossEntropyPrimitive, [x, fitting], { sparse });
  });
}

/** Classes as int32. Those of int64 that name no class still name none. */
function classesOf(op: string, targets: TensorLike, classes: number): Tensor {
  const indices = asIndices(op, targets);
  return cast(indices.dtype === 'int64' ? clip(indices, -1, classes) : indices, 'int32');
}

/** Bare numbers are taken as indices where they are whole, though as a tensor they would be floats. */
function wholeNumbers(t: Tensor, given: TensorLike): TensorLike {
  return Array.isArray(given) || typeof given === 'number' ? given : t;
}

function lastAxis(x: Tensor, axis: number): Tensor {
  if (axis === x.rank - 1) return x;
  const others = x.shape.map((_, place) => place).filter((place) => place !== axis);
  return transpose(x, [...others, axis]);
}

/**
 * The cross-entropy between targets and the sigmoid of logits, elementwise:
 * −z log σ(x) − (1 − z) log(1 − σ(x)) = max(x, 0) − x z + log(1 + e^−|x|), without overflow. Of an
 * infinite logit it is 0 where the target agrees, and infinity elsewhere.
 *
 * @param logits - float, any shape; whole numbers become float32
 * @param targets - probabilities z, 0 and 1 for two classes, of a shape that broadcasts with the logits'
 * @returns a loss for each element, of the broadcast shape
 * @throws ShapeError if the shapes do not broadcast
 * @source `keras.ops.binary_crossentropy` with `from_logits`, `torch.nn.functional.binary_cross_entropy_with_logits`
 * without reduction
 *
 * @example
 * await sigmoidCrossEntropy([0, 1000, -1000], [1, 1, 1]).array(); // [0.6931472, 0, 1000]
 */
export function sigmoidCrossEntropy(logits: TensorLike, targets: TensorLike): Tensor {
  const op = 'sigmoidCrossEntropy';
  return scope(() => {
    const [x, z] = promotedFloating(op, logits, targets);
    const shape = broadcastShapes(op, x.shape, z.shape);
    return bind(sigmoidCrossEntropyPrimitive, [broadcastTo(x, shape), broadcastTo(z, shape)], noParams);
  });
}
