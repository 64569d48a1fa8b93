import type { Tensor } from '../../tensor.ts';

/** The derivative of sigmoid where it is y: y·(1 − y). */
export function slopeOfSigmoid(y: Tensor): Tensor {
  return y.sub(y.square());
}

/** The derivative of tanh where it is y: 1 − y². */
export function slopeOfTanh(y: Tensor): Tensor {
  return y.square().neg().add(1);
}
