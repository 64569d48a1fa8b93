// What linear layers end with: activation(z + bias), in the pass that makes z. Only activations whose gradient can be told
// from their result, so that z itself need not be kept.
import { choiceError } from '../errors.ts';
import type { Saves } from '../primitive.ts';
import type { Tensor } from '../tensor.ts';
import { reluGradient, sigmoidGradient, tanhGradient } from './activation-gradients.ts';
import { relu } from './activations.ts';
import { sigmoid } from './special.ts';
import { tanh } from './trigonometric.ts';

/** An activation that an operation can apply to what it computes. */
export type EpilogueActivation = 'linear' | 'relu' | 'sigmoid' | 'tanh';

/** Their names, in the order by which kernels know them. */
export const epilogueActivations: readonly EpilogueActivation[] = ['linear', 'relu', 'sigmoid', 'tanh'];

/** What a primitive with such an end is told. */
export interface EpilogueParams {
  readonly activation: EpilogueActivation;
}

/** The option as it was given, checked. */
export function checkActivation(op: string, activation: EpilogueActivation): EpilogueActivation {
  if (!epilogueActivations.includes(activation)) throw choiceError(op, 'activation', activation, epilogueActivations);
  return activation;
}

/** Inputs x, kernel, bias. */
export function epilogueSaves({ activation }: EpilogueParams): Saves {
  return { inputs: [0, 1], outputs: activation === 'linear' ? [] : [0] };
}

/** activation(z + bias) */
export function applyEpilogue({ activation }: EpilogueParams, z: Tensor, bias: Tensor): Tensor {
  const sum = z.add(bias);
  if (activation === 'relu') return relu(sum);
  if (activation === 'sigmoid') return sigmoid(sum);
  return activation === 'tanh' ? tanh(sum) : sum;
}

/** The gradient of z + bias from that of the result y. */
export function epilogueGradient({ activation }: EpilogueParams, y: Tensor, dy: Tensor): Tensor {
  if (activation === 'relu') return reluGradient(y, dy);
  if (activation === 'sigmoid') return sigmoidGradient(y, dy);
  return activation === 'tanh' ? tanhGradient(y, dy) : dy;
}
