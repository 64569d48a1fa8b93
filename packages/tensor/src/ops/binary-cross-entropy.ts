import { bind } from '../bind.ts';
import { ArgumentError } from '../errors.ts';
import { type Abstract, fusedPrimitive, type Primitive } from '../primitive.ts';
import { scope } from '../scope.ts';
import { broadcastShapes, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { promotedFloating } from './arguments.ts';
import { log } from './exponential.ts';
import { logicalAnd } from './logic.ts';
import { broadcastTo } from './reshape.ts';
import { clip, where } from './where.ts';

/** What the kernels are told. */
export interface BinaryCrossEntropyParams {
  /** How far probabilities are kept from 0 and 1. */
  readonly epsilon: number;
}

const elements =
  (each: number) =>
  ([p]: readonly [Abstract, ...Abstract[]]) =>
    each * sizeOf(p.shape);

/** Of probabilities p and targets t, of one shape: −t log q − (1 − t) log(1 − q), q being p held within ε…1 − ε. */
export const binaryCrossEntropyPrimitive: Primitive<BinaryCrossEntropyParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<BinaryCrossEntropyParams>('binaryCrossEntropy', {
    output: ([{ shape, dtype }]) => ({ shape, dtype }),
    saves: { inputs: [0, 1] },
    vjp: (params, { inputs: [p, t], wanted }, dy) => {
      const ofTargets = () => {
        const q = clip(p, params.epsilon, 1 - params.epsilon);
        return log(q.neg().add(1)).sub(log(q)).mul(dy);
      };
      return [
        wanted[0] ? bind(binaryCrossEntropyGradientPrimitive, [p, t, dy], params) : undefined,
        wanted[1] ? ofTargets() : undefined,
      ];
    },
    decompose: ({ epsilon }, [p, t]) => {
      const q = clip(p, epsilon, 1 - epsilon);
      // A share of 0 counts nothing: ε may be 0, and the logarithm −∞.
      const term = (share: Tensor, of: Tensor) => where(share.equal(0), 0, share.mul(log(of)));
      return [
        term(t, q)
          .add(term(t.neg().add(1), q.neg().add(1)))
          .neg(),
      ];
    },
    cost: elements(24),
  });

/** ((1 − t) / (1 − q) − t / q) ⊙ dy where p lies within ε…1 − ε, else 0. Inputs: p, t, dy. */
export const binaryCrossEntropyGradientPrimitive: Primitive<BinaryCrossEntropyParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<BinaryCrossEntropyParams>('binaryCrossEntropyGradient', {
    output: ([{ shape, dtype }]) => ({ shape, dtype }),
    decompose: ({ epsilon }, [p, t, dy]) => {
      const q = clip(p, epsilon, 1 - epsilon);
      const slope = t.neg().add(1).div(q.neg().add(1)).sub(t.div(q));
      return [where(logicalAnd(p.greater(epsilon), p.less(1 - epsilon)), slope.mul(dy), 0)];
    },
    cost: elements(10),
  });

/** Options of {@link binaryCrossEntropy}. */
export interface BinaryCrossEntropyOptions {
  /**
   * How far probabilities are kept from 0 and 1, so that no logarithm is infinite; where they are nearer, no gradient passes.
   * @defaultValue 1e-7
   */
  epsilon?: number | undefined;
}

/**
 * The cross-entropy between targets and probabilities, elementwise: −t log p − (1 − t) log(1 − p). From logits,
 * {@link sigmoidCrossEntropy} is exact where this is not.
 *
 * @param probabilities - float, from 0 to 1, any shape; whole numbers become float32
 * @param targets - from 0 to 1, 0 and 1 for two classes, of a shape that broadcasts with the probabilities'
 * @param options - see {@link BinaryCrossEntropyOptions}
 * @returns a loss for each element, of the broadcast shape
 * @throws ShapeError if the shapes do not broadcast; ArgumentError if `epsilon` is not from 0 to 0.5
 * @source `keras.ops.binary_crossentropy`
 *
 * @example
 * await binaryCrossEntropy([0.5, 0.25], [1, 0]).array(); // [0.6931472, 0.28768206]
 */
export function binaryCrossEntropy(
  probabilities: TensorLike,
  targets: TensorLike,
  { epsilon = 1e-7 }: BinaryCrossEntropyOptions = {},
): Tensor {
  const op = 'binaryCrossEntropy';
  if (!(epsilon >= 0 && epsilon <= 0.5)) {
    throw new ArgumentError(op, 'epsilon is out of range', {
      got: String(epsilon),
      expected: 'a number from 0 to 0.5',
    });
  }
  return scope(() => {
    const [p, t] = promotedFloating(op, probabilities, targets);
    const shape = broadcastShapes(op, p.shape, t.shape);
    return bind(binaryCrossEntropyPrimitive, [broadcastTo(p, shape), broadcastTo(t, shape)], { epsilon });
  });
}
