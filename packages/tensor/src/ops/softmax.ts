import { bind } from '../bind.ts';
import { type Abstract, fusedPrimitive, type Primitive } from '../primitive.ts';
import { checkAxis, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { floating } from './arguments.ts';
import type { AxisOption } from './reduce-options.ts';
import { stopGradient } from './reshape.ts';

/** The axis along which exponentials are summed. */
export interface SoftmaxParams {
  readonly axis: number;
}

/** e^(x − max) / Σ e^(x − max) along an axis. */
export const softmaxPrimitive: Primitive<SoftmaxParams, 'fused'> = /* @__PURE__ */ fusedPrimitive<SoftmaxParams>(
  'softmax',
  {
    output: ([x]) => x,
    saves: { outputs: [0] },
    vjp: (params, { outputs: [y] }, dy) => [bind(softmaxGradientPrimitive, [y, dy], params)],
    decompose: ({ axis }, [x]) => {
      const powers = shifted(x, axis).exp();
      return [powers.div(powers.sum({ axis, keepDims: true }))];
    },
    cost: ([x]) => 12 * sizeOf(x.shape),
  },
);

/** y ⊙ (dy − Σ dy ⊙ y). Inputs: y, what softmax gave, and dy. */
export const softmaxGradientPrimitive: Primitive<SoftmaxParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<SoftmaxParams>('softmaxGradient', {
    output: like,
    decompose: ({ axis }, [y, dy]) => {
      const weighted = dy.mul(y);
      return [weighted.sub(y.mul(weighted.sum({ axis, keepDims: true })))];
    },
    cost: ([y]) => 4 * sizeOf(y.shape),
  });

/** x − max − log Σ e^(x − max) along an axis. */
export const logSoftmaxPrimitive: Primitive<SoftmaxParams, 'fused'> = /* @__PURE__ */ fusedPrimitive<SoftmaxParams>(
  'logSoftmax',
  {
    output: ([x]) => x,
    saves: { outputs: [0] },
    vjp: (params, { outputs: [y] }, dy) => [bind(logSoftmaxGradientPrimitive, [y, dy], params)],
    decompose: ({ axis }, [x]) => {
      const low = shifted(x, axis);
      return [low.sub(low.exp().sum({ axis, keepDims: true }).log())];
    },
    cost: ([x]) => 12 * sizeOf(x.shape),
  },
);

/** dy − e^y · Σ dy. Inputs: y, what logSoftmax gave, and dy. */
export const logSoftmaxGradientPrimitive: Primitive<SoftmaxParams, 'fused'> =
  /* @__PURE__ */ fusedPrimitive<SoftmaxParams>('logSoftmaxGradient', {
    output: like,
    decompose: ({ axis }, [y, dy]) => [dy.sub(y.exp().mul(dy.sum({ axis, keepDims: true })))],
    cost: ([y]) => 10 * sizeOf(y.shape),
  });

function like([y]: readonly [Abstract, ...Abstract[]]): Abstract {
  return { shape: y.shape, dtype: y.dtype };
}

/** x with its maximum at 0, so that no exponential overflows; the shift cancels, and so does its gradient. */
function shifted(x: Tensor, axis: number): Tensor {
  if (x.size === 0) return x; // of nothing there is no maximum
  return x.sub(stopGradient(x.max({ axis, keepDims: true })));
}

/**
 * Probabilities from scores: eˣ / Σ eˣ along an axis, without overflow.
 *
 * @param x - any shape of rank 1 or more; whole numbers become float32
 * @param options - `axis`: along which the results sum to 1; the last unless given
 * @returns a float tensor of `x`'s shape
 * @throws ShapeError if there is no such axis
 * @source `keras.activations.softmax`, `torch.softmax`
 *
 * @example
 * await softmax([1000, 1000]).array(); // [0.5, 0.5]
 */
export function softmax(x: TensorLike, { axis = -1 }: AxisOption = {}): Tensor {
  const t = floating('softmax', x);
  const along = checkAxis('softmax', axis, t.rank);
  return t.size === 0 ? t : bind(softmaxPrimitive, [t], { axis: along });
}

/**
 * The logarithm of {@link softmax}, exact also where the probability rounds to 0.
 *
 * @param x - any shape of rank 1 or more; whole numbers become float32
 * @param options - `axis`: along which the exponentials of the results sum to 1; the last unless given
 * @returns a float tensor of `x`'s shape
 * @throws ShapeError if there is no such axis
 * @source `keras.activations.log_softmax`, `torch.log_softmax`
 *
 * @example
 * await logSoftmax([1000, 0]).array(); // [0, -1000]
 */
export function logSoftmax(x: TensorLike, { axis = -1 }: AxisOption = {}): Tensor {
  const t = floating('logSoftmax', x);
  const along = checkAxis('logSoftmax', axis, t.rank);
  return t.size === 0 ? t : bind(logSoftmaxPrimitive, [t], { axis: along });
}
