import { leavesOfStructure, type Structure } from '../base/structure.ts';
import type { AnyLayer } from '../base/types.ts';
import { isSymbolic, type SymbolicTensor } from './symbolic-tensor.ts';

/** One application of a layer to symbolic tensors. */
export class Node {
  readonly layer: AnyLayer;
  readonly inputs: Structure<SymbolicTensor>;
  /** What else the layer was called with, `training` left out. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Set once the output shapes are known. */
  outputs: Structure<SymbolicTensor> = [];

  constructor(layer: AnyLayer, inputs: Structure<SymbolicTensor>, options: Readonly<Record<string, unknown>>) {
    this.layer = layer;
    this.inputs = inputs;
    this.options = options;
  }

  /** The inputs, in order. */
  get inputList(): SymbolicTensor[] {
    return leavesOfStructure(this.inputs, isSymbolic);
  }

  /** The outputs, in order. */
  get outputList(): SymbolicTensor[] {
    return leavesOfStructure(this.outputs, isSymbolic);
  }
}
