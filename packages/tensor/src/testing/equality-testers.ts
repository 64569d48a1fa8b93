import { sameShape } from '../shape.ts';
import { Tensor } from '../tensor.ts';
import { isVariable } from '../variable.ts';
import { differenceOf, exact } from './compare.ts';

/** Compares two values where it can, and leaves all others to the test runner: vitest's and jest's `expect.addEqualityTesters`. */
export type EqualityTester = (a: unknown, b: unknown) => boolean | undefined;

/** Tensors of the same dtype, shape and elements. Those that cannot be read now are left to their ids, which differ. */
export const equalTensors: EqualityTester = (a, b) => {
  if (!(a instanceof Tensor && b instanceof Tensor) || a === b || !isReadable(a) || !isReadable(b)) return undefined;
  if (a.dtype !== b.dtype || !sameShape(a.shape, b.shape)) return false;
  return differenceOf(a.dataSync(), b.dataSync(), a.shape, exact) === undefined;
};

/** Variables of the same name and value, both trainable or not. */
export const equalVariables: EqualityTester = (a, b) => {
  if (!isVariable(a) || !isVariable(b) || a === b) return undefined;
  return a.name === b.name && a.trainable === b.trainable && equalTensors(a.lend(), b.lend());
};

function isReadable(x: Tensor): boolean {
  return x.level === undefined && !x.isDisposed && x.engine.readSync !== undefined;
}
