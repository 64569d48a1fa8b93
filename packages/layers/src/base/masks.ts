import type { Tensor } from '@mariana/tensor';
import { isTensor } from './inputs.ts';
import type { Structure } from './structure.ts';
import type { ApplyOptions } from './types.ts';

/** Which steps of a sequence count, by the tensor that holds the sequence; layers hand it on with their outputs. */
const masks = new WeakMap<Tensor, Tensor>();

/** The masks that inputs carry: one, or for a list one each; undefined where there are none. */
export function carriedMask(inputs: Structure<Tensor>): ApplyOptions['mask'] {
  if (isTensor(inputs)) return masks.get(inputs);
  if (!Array.isArray(inputs)) return undefined;
  const found = inputs.map((input: Tensor) => masks.get(input));
  return found.every((mask) => mask === undefined) ? undefined : found;
}

/** Makes an output, the first of several, carry a mask. */
export function carryMask(outputs: Structure<Tensor>, mask: Tensor): void {
  const first = isTensor(outputs) ? outputs : Object.values(outputs)[0];
  if (first !== undefined) masks.set(first, mask);
}

/** The mask of the first input. */
export function firstMask(mask: ApplyOptions['mask']): Tensor | undefined {
  return (Array.isArray(mask) ? mask[0] : mask) as Tensor | undefined;
}
