import { ArgumentError, isFloating } from '@mariana/tensor';
import { inCall } from '../base/call-context.ts';
import { checkKind, shapesOf } from '../base/inputs.ts';
import { mapStructure, type Structure } from '../base/structure.ts';
import type { AnyLayer, ApplyOptions, InputShape, Symbols } from '../base/types.ts';
import { Node } from './node.ts';
import { isSymbolic, SymbolicTensor } from './symbolic-tensor.ts';
import { isAbstract, type PartialAbstract, traceShapes } from './trace.ts';

/**
 * Applies a layer to symbolic tensors: builds it, notes the application, and finds the shapes of its outputs by
 * tracing its `call`.
 */
export function applySymbolically(layer: AnyLayer, given: Symbols, applied: ApplyOptions): Structure<SymbolicTensor> {
  const owner = `${layer.className} '${layer.name}'`;
  const inputs = mapStructure(given as Structure<SymbolicTensor>, isSymbolic, (leaf: unknown) => {
    if (isSymbolic(leaf)) return leaf;
    throw new ArgumentError(owner, 'symbolic tensors and values are mixed', {
      expected: 'symbolic tensors alone, to put together a model, or values alone',
    });
  });
  checkKind(owner, layer.inputKind, inputs);
  const { training, ...options } = applied;
  if (training !== undefined) {
    throw new ArgumentError(owner, 'training cannot be settled while a model is put together', {
      expected: 'no training option on symbolic tensors',
      fix: 'Apply the model with { training: true } instead',
    });
  }
  for (const [name, value] of Object.entries(options)) {
    if (!isSymbolic(value)) continue;
    throw new ArgumentError(owner, `the option ${name} is a symbolic tensor`, {
      expected: 'symbolic tensors among the inputs',
      fix: `Pass a record of inputs: apply({ …, ${name} })`,
    });
  }
  layer.build(shapesOf(inputs) as InputShape);
  const node = new Node(layer, inputs, options);
  const shapes = traceShapes(
    owner,
    (tensors) => inCall(false, () => layer.call(tensors, { ...options, training: false })),
    mapStructure(inputs, isSymbolic, ({ shape, dtype }: SymbolicTensor) => ({
      shape,
      dtype: isFloating(dtype) ? layer.dtype : dtype,
    })),
  );
  node.outputs = mapStructure(shapes, isAbstract, ({ shape, dtype }: PartialAbstract) => {
    return new SymbolicTensor(shape, dtype, layer.name, node);
  });
  return node.outputs;
}
