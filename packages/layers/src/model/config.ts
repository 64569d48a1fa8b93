import { ArgumentError } from '@mariana/tensor';
import { mapStructure, type Structure } from '../base/structure.ts';
import type { AnyLayer, Symbols } from '../base/types.ts';
import { isJsonObject, type Json, type JsonObject } from '../options/json.ts';
import { formatError } from '../saving/format-error.ts';
import type { Registry } from '../saving/registry.ts';
import { deserializeLayer, serializeLayer } from '../saving/serialize.ts';
import type { Node } from '../symbolic/node.ts';
import { isSymbolic, type SymbolicTensor } from '../symbolic/symbolic-tensor.ts';
import type { Graph } from './graph.ts';
import { inputFromConfig, inputToConfig } from './input-config.ts';

/** Which tensor: the output `tensor` of the `node`-th application of a layer. */
type History = readonly [layer: string, node: number, tensor: number];

const tensorMark = '__keras_tensor__';

/** The connections of a model as Keras writes them: layers with their inbound nodes, inputs and outputs. */
export function graphToConfig(graph: Graph): JsonObject {
  const histories = new Map<SymbolicTensor, History>(graph.inputList.map((symbol) => [symbol, [symbol.name, 0, 0]]));
  const nodesOf = new Map<AnyLayer, Node[]>();
  for (const node of graph.nodes) {
    const nodes = nodesOf.get(node.layer) ?? [];
    node.outputList.forEach((symbol, i) => {
      if (!histories.has(symbol)) histories.set(symbol, [node.layer.name, nodes.length, i]);
    });
    nodesOf.set(node.layer, [...nodes, node]);
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

/** The symbolic inputs and outputs that a configuration describes. */
export function graphFromConfig(
  config: JsonObject,
  registry: Registry,
): { inputs: Structure<SymbolicTensor>; outputs: Structure<SymbolicTensor> } {
  const { layers: list, input_layers: inputs, output_layers: outputs } = config;
  if (!Array.isArray(list)) throw formatError('Functional', 'its layers are not a list', list, 'an array');
  const tensors = new Map<string, SymbolicTensor>();
  const waiting: { layer: AnyLayer; nodes: readonly Json[]; done: number }[] = [];
  for (const json of list as readonly Json[]) {
    if (isJsonObject(json) && json.class_name === 'InputLayer') {
      const symbol = inputFromConfig(json);
      tensors.set(keyOf([symbol.name, 0, 0]), symbol);
    } else {
      const nodes = isJsonObject(json) ? json.inbound_nodes : undefined;
      if (!Array.isArray(nodes)) throw formatError('Functional', 'a layer has no inbound_nodes', nodes, 'an array');
      waiting.push({ layer: deserializeLayer(json, registry), nodes, done: 0 });
    }
  }
  connect(waiting, tensors);
  const find = (history: Json) => {
    const symbol = tensors.get(keyOf(history));
    if (symbol === undefined)
      throw formatError('Functional', 'an input or output is not in the model', history, 'the output of a layer');
    return symbol;
  };
  return {
    inputs: mapStructure(inputs as Structure<Json>, isHistory, find),
    outputs: mapStructure(outputs as Structure<Json>, isHistory, find),
  };
}

/** Applies the layers in an order in which what each needs is there. */
function connect(
  waiting: readonly { layer: AnyLayer; nodes: readonly Json[]; done: number }[],
  tensors: Map<string, SymbolicTensor>,
): void {
  for (let progress = true; progress; ) {
    progress = false;
    for (const entry of waiting) {
      for (; entry.done < entry.nodes.length; entry.done++) {
        const applied = applyNode(entry.layer, entry.nodes[entry.done] as Json, tensors);
        if (applied === undefined) break;
        for (const [i, symbol] of applied.entries()) tensors.set(keyOf([entry.layer.name, entry.done, i]), symbol);
        progress = true;
      }
    }
  }
  const stuck = waiting.find(({ done, nodes }) => done < nodes.length);
  if (stuck !== undefined) {
    throw formatError(
      'Functional',
      `the inputs of layer '${stuck.layer.name}' are not in the model`,
      stuck.nodes[stuck.done],
      'outputs of other layers, without a circle',
    );
  }
}

/** The outputs of one application; undefined where an input is not there yet. */
function applyNode(layer: AnyLayer, json: Json, tensors: Map<string, SymbolicTensor>): SymbolicTensor[] | undefined {
  const { args, kwargs } = isJsonObject(json) ? json : ({} as JsonObject);
  if (!Array.isArray(args) || args.length !== 1 || !isJsonObject(kwargs)) {
    throw formatError(
      `layer '${layer.name}'`,
      'an inbound node is not as it should be',
      json,
      'args with one entry, and kwargs',
    );
  }
  let complete = true;
  const inputs = mapStructure(args[0] as Structure<Json>, isTensorJson, (leaf: Json) => {
    const history = isTensorJson(leaf) ? leaf.config.keras_history : undefined;
    if (!isHistory(history)) throw formatError(`layer '${layer.name}'`, 'an input is not a tensor', leaf, tensorMark);
    const symbol = tensors.get(keyOf(history));
    complete &&= symbol !== undefined;
    return symbol;
  });
  if (!complete) return undefined;
  const outputs = layer.apply(inputs as Symbols, kwargs);
  return isSymbolic(outputs) ? [outputs] : (Object.values(outputs) as SymbolicTensor[]);
}

function isTensorJson(json: unknown): json is { readonly config: JsonObject } {
  return (
    isJsonObject(json as Json) &&
    (json as JsonObject).class_name === tensorMark &&
    isJsonObject((json as JsonObject).config)
  );
}

function isHistory(json: unknown): json is History {
  return Array.isArray(json) && json.length === 3 && typeof json[0] === 'string' && typeof json[1] === 'number';
}

function keyOf(history: Json): string {
  return JSON.stringify(history);
}
