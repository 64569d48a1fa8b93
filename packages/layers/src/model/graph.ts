import { ArgumentError, ShapeError, type Tensor } from '@mariana/tensor';
import { isTensor } from '../base/inputs.ts';
import { leavesOfStructure, mapStructure, type Structure } from '../base/structure.ts';
import type { AnyLayer } from '../base/types.ts';
import type { Node } from '../symbolic/node.ts';
import { formatPartial, isSymbolic, type SymbolicTensor } from '../symbolic/symbolic-tensor.ts';
import { orderNodes } from './order-nodes.ts';

/** Layers and how they are connected, between some symbolic tensors and others. */
export class Graph {
  readonly inputs: Structure<SymbolicTensor>;
  readonly outputs: Structure<SymbolicTensor>;
  /** The applications of layers, each after those that it needs, in Keras's order. */
  readonly nodes: readonly Node[];

  constructor(owner: string, inputs: Structure<SymbolicTensor>, outputs: Structure<SymbolicTensor>) {
    this.inputs = checkSymbols(owner, 'inputs', inputs);
    this.outputs = checkSymbols(owner, 'outputs', outputs);
    this.nodes = orderNodes(owner, this.inputList, this.outputList);
    checkNames(owner, this.inputList, this.layers);
  }

  get inputList(): SymbolicTensor[] {
    return leavesOfStructure(this.inputs, isSymbolic);
  }

  get outputList(): SymbolicTensor[] {
    return leavesOfStructure(this.outputs, isSymbolic);
  }

  /** The layers, each once. */
  get layers(): AnyLayer[] {
    return [...new Set(this.nodes.map(({ layer }) => layer))];
  }

  /** Runs the layers on values. */
  run(owner: string, given: Structure<Tensor>, training: boolean): Structure<Tensor> {
    const values = new Map<SymbolicTensor, Tensor>();
    const inputs = matchInputs(owner, this.inputs, given);
    for (const [i, symbol] of this.inputList.entries()) values.set(symbol, inputs[i] as Tensor);
    const readValue = (symbol: SymbolicTensor) => values.get(symbol) as Tensor;
    for (const node of this.nodes) {
      const result = node.layer.apply(mapStructure(node.inputs, isSymbolic, readValue), { ...node.options, training });
      const results = leavesOfStructure<Tensor>(result, isTensor);
      for (const [i, symbol] of node.outputList.entries()) values.set(symbol, results[i] as Tensor);
    }
    return mapStructure(this.outputs, isSymbolic, readValue);
  }
}

function checkSymbols(owner: string, name: string, given: Structure<SymbolicTensor>): Structure<SymbolicTensor> {
  if (isSymbolic(given)) return given;
  const isList = typeof given === 'object' && given !== null;
  if (isList && Object.values(given).length > 0 && Object.values(given).every(isSymbolic)) return given;
  throw new ArgumentError(owner, `${name} are not symbolic tensors`, {
    got: isList ? 'something else among them' : String(given),
    expected: `what input({ shape }) or layer.apply(…) gave: one, an array or a record of them`,
  });
}

/** Names are how layers are found in a saved model. */
export function checkNames(owner: string, inputs: readonly { name: string }[], layers: readonly AnyLayer[]): void {
  const seen = new Set<string>();
  for (const { name } of [...inputs, ...layers]) {
    if (seen.has(name)) {
      throw new ArgumentError(owner, `two layers are named '${name}'`, {
        expected: 'a name of its own for each layer',
      });
    }
    seen.add(name);
  }
}

/** The tensors for a model's inputs, in their order, from the form that they were given in. */
function matchInputs(owner: string, inputs: Structure<SymbolicTensor>, given: Structure<Tensor>): Tensor[] {
  const symbols = leavesOfStructure<SymbolicTensor>(inputs, isSymbolic);
  const values = isTensor(given) ? [given] : Array.isArray(given) ? given : byName(inputs, symbols, given);
  if (values.length !== symbols.length || values.some((value) => value === undefined)) {
    throw new ArgumentError(owner, 'the inputs are not those of the model', {
      got: isTensor(given)
        ? 'one tensor'
        : Array.isArray(given)
          ? `${given.length} tensors`
          : `the inputs ${Object.keys(given).join(', ')}`,
      expected: symbols.map(({ name, shape }) => `'${name}' ${formatPartial(shape)}`).join(', '),
    });
  }
  for (const [i, symbol] of symbols.entries()) checkInputShape(owner, symbol, values[i] as Tensor);
  return values as Tensor[];
}

function byName(
  inputs: Structure<SymbolicTensor>,
  symbols: readonly SymbolicTensor[],
  given: Structure<Tensor>,
): (Tensor | undefined)[] {
  const record = given as { readonly [name: string]: Tensor };
  const names = isSymbolic(inputs) || Array.isArray(inputs) ? symbols.map(({ name }) => name) : Object.keys(inputs);
  return names.map((name) => (Object.hasOwn(record, name) ? record[name] : undefined));
}

function checkInputShape(owner: string, { name, shape }: SymbolicTensor, value: Tensor): void {
  if (value.rank === shape.length && shape.every((size, axis) => size === null || size === value.shape[axis])) return;
  throw new ShapeError(owner, `the input '${name}' has another shape`, {
    got: formatPartial(value.shape),
    expected: `${formatPartial(shape)}, null being any size`,
  });
}
