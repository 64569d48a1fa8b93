import { ArgumentError } from '@mariana/tensor';
import { mapStructure } from '../base/structure.ts';
import type { AnyLayer } from '../base/types.ts';
import type { Json, JsonObject } from '../options/json.ts';
import { serializeLayer } from '../saving/serialize.ts';
import type { Node } from '../symbolic/node.ts';
import { isSymbolic, type SymbolicTensor } from '../symbolic/symbolic-tensor.ts';
import type { Graph } from './graph.ts';
import { type History, tensorMark } from './history.ts';
import { inputToConfig } from './input-config.ts';

/** The connections of a model as Keras writes them: layers with their inbound nodes, inputs and outputs. */
export function graphToConfig(graph: Graph): JsonObject {
  const histories = new Map<SymbolicTensor, History>(graph.inputList.map((symbol) => [symbol, [symbol.name, 0, 0]]));
  const nodesOf = new Map<AnyLayer, Node[]>();
  for (const node of graph.nodes) {
    const nodes = nodesOf.get(node.layer) ?? [];
    node.outputList.forEach((symbol, i) => {
      if (!histories.has(symbol)) histories.set(symbol, [node.layer.name, nodes.length, i]);
    });
    nodes.push(node);
    nodesOf.set(node.layer, nodes);
  }
  const historyOf = (symbol: SymbolicTensor): Json => histories.get(symbol) as History;
  const layers = [...nodesOf].map(([layer, nodes]) => ({
    ...serializeLayer(layer),
    inbound_nodes: nodes.map((node) => nodeToConfig(node, historyOf)),
  }));
  return {
    layers: [...graph.inputList.map(inputToConfig), ...layers],
    input_layers: mapStructure(graph.inputs, isSymbolic, historyOf) as Json,
    output_layers: mapStructure(graph.outputs, isSymbolic, historyOf) as Json,
  };
}

function nodeToConfig({ layer, inputs, options }: Node, historyOf: (symbol: SymbolicTensor) => Json): JsonObject {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || typeof value !== 'object') continue;
    throw new ArgumentError(
      `${layer.className} '${layer.name}'`,
      `it was applied with a ${name} that cannot be saved`,
      {
        expected: 'numbers, strings and booleans',
        fix: `Pass tensors among the inputs: apply({ …, ${name} })`,
      },
    );
  }
  const argument = mapStructure(inputs, isSymbolic, (symbol: SymbolicTensor) => ({
    class_name: tensorMark,
    config: { shape: symbol.shape, dtype: symbol.dtype, keras_history: historyOf(symbol) },
  }));
  const kwargs = Object.entries(options).filter(([, value]) => value !== undefined);
  return { args: [argument as Json], kwargs: Object.fromEntries(kwargs) as JsonObject };
}
