import {
  ArgumentError,
  type DType,
  isFloating,
  isVariable,
  refuseForeignTensor,
  Tensor,
  type TensorLike,
  tensor,
} from '@mariana/tensor';
import { isSymbolic, type SymbolicTensor } from '../symbolic/symbolic-tensor.ts';
import { mapStructure, type Structure } from './structure.ts';
import type { InputShape, Symbols, Values } from './types.ts';

/** Whether a value is a tensor. */
export function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

/** Whether inputs are symbolic, at least one of them. */
export function hasSymbol(inputs: Symbols | Values): inputs is Symbols {
  if (isSymbolic(inputs)) return true;
  if (typeof inputs !== 'object' || inputs === null || isTensor(inputs) || ArrayBuffer.isView(inputs)) return false;
  return Object.values(inputs).some(isSymbolic);
}

/** Inputs as tensors: one, a list of those where a list holds tensors, or a record. */
export function readInputs(owner: string, inputs: Values): Structure<Tensor> {
  if (isTensor(inputs)) return inputs;
  if (isVariable(inputs)) return inputs.value;
  if (Array.isArray(inputs) && inputs.some((item) => isTensor(item) || isVariable(item))) {
    return inputs.filter((item) => item !== undefined).map((item) => toTensor(owner, item as TensorLike));
  }
  if (isRecord(inputs)) {
    const record = inputs as { readonly [name: string]: TensorLike };
    return mapStructure(
      record,
      (value) => !isRecord(value),
      (value: TensorLike) => toTensor(owner, value),
    );
  }
  return toTensor(owner, inputs as TensorLike);
}

/** What a layer takes: one tensor; one, or a list of one or more; any structure. */
export type InputKind = 'tensor' | 'list' | 'any';

/**
 * The inputs, if a layer takes what they are.
 *
 * @throws ArgumentError
 */
export function checkKind<Leaf extends Tensor | SymbolicTensor>(
  owner: string,
  kind: InputKind,
  inputs: Structure<Leaf>,
): Structure<Leaf> {
  if (isTensor(inputs) || isSymbolic(inputs) || kind === 'any') return inputs;
  if (kind === 'list' && Array.isArray(inputs) && inputs.length > 0) return inputs;
  const names = Object.keys(inputs);
  throw new ArgumentError(owner, 'it does not take such inputs', {
    got: Array.isArray(inputs) ? `a list of ${inputs.length}` : `a record of ${names.join(', ') || 'nothing'}`,
    expected: kind === 'list' ? 'one tensor, or a list of one or more' : 'one tensor',
  });
}

/** Whether a value is an object without a class. */
export function isRecord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function toTensor(owner: string, value: TensorLike): Tensor {
  if (isTensor(value)) return value;
  if (isVariable(value)) return value.value;
  if (typeof value === 'number' || typeof value === 'boolean' || Array.isArray(value) || ArrayBuffer.isView(value)) {
    return tensor(value as number);
  }
  refuseForeignTensor(owner, value);
  throw new ArgumentError(owner, 'an input is not a tensor', {
    got: value === null ? 'null' : typeof value,
    expected: 'a tensor, nested arrays, a typed array, or a list or record of tensors',
  });
}

/** Float inputs in the dtype of the layer; whole numbers and bools as they are. */
export function castInputs(inputs: Structure<Tensor>, dtype: DType): Structure<Tensor> {
  return mapStructure(inputs, isTensor, (x: Tensor) => (isFloating(x.dtype) && x.dtype !== dtype ? x.cast(dtype) : x));
}

/** The shapes of inputs, in their structure. */
export function shapesOf(inputs: Structure<{ readonly shape: readonly (number | null)[] }>): InputShape {
  const isInput = (value: unknown) => isTensor(value) || isSymbolic(value);
  return mapStructure(
    inputs,
    isInput,
    ({ shape }: { readonly shape: readonly (number | null)[] }) => shape,
  ) as InputShape;
}
