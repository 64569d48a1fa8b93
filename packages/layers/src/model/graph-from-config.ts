import { leavesOfStructure, mapStructure, type Structure } from '../base/structure.ts';
import type { AnyLayer, Symbols } from '../base/types.ts';
import { isJsonObject, type Json, type JsonObject } from '../options/json.ts';
import { formatError } from '../saving/format-error.ts';
import type { Registry } from '../saving/registry.ts';
import { deserializeLayer } from '../saving/serialize.ts';
import { isSymbolic, type SymbolicTensor } from '../symbolic/symbolic-tensor.ts';
import { type History, historyOfArgument, isHistory, keyOf } from './history.ts';
import { inputFromConfig } from './input-config.ts';

/** An application of a layer that is still to be made. */
interface Application {
  readonly layer: AnyLayer;
  /** Which of the layer's applications it is. */
  readonly index: number;
  readonly arguments: Structure<History>;
  readonly options: JsonObject;
  /** How many of the tensors and applications that it needs are not there yet. */
  missing: number;
}

/** The symbolic inputs and outputs that a configuration describes. */
export function graphFromConfig(
  config: JsonObject,
  registry: Registry,
): { inputs: Structure<SymbolicTensor>; outputs: Structure<SymbolicTensor> } {
  const { layers: list, input_layers: inputs, output_layers: outputs } = config;
  if (!Array.isArray(list)) throw formatError('Functional', 'its layers are not a list', list, 'an array');
  const tensors = new Map<string, SymbolicTensor>();
  const applications: Application[] = [];
  const names = new Set<string>();
  for (const json of list as readonly Json[]) {
    const isInput = isJsonObject(json) && json.class_name === 'InputLayer';
    const member = isInput ? inputFromConfig(json) : deserializeLayer(json, registry);
    if (names.has(member.name)) {
      throw formatError('Functional', 'two layers have one name', member.name, 'a name of its own for each layer');
    }
    names.add(member.name);
    if (isSymbolic(member)) tensors.set(keyOf([member.name, 0, 0]), member);
    else for (const application of readApplications(member, json as JsonObject)) applications.push(application);
  }
  connect(applications, tensors);
  return {
    inputs: readEnds('input_layers', inputs, tensors),
    outputs: readEnds('output_layers', outputs, tensors),
  };
}

function readEnds(
  name: string,
  json: Json | undefined,
  tensors: ReadonlyMap<string, SymbolicTensor>,
): Structure<SymbolicTensor> {
  if (!isStructure(json, isHistory)) {
    throw formatError('Functional', `its ${name} are not tensors`, json, '[layer, node, tensor], or several of them');
  }
  return mapStructure(
    json as Structure<History>,
    (leaf) => isHistory(leaf as Json),
    (history: History) => {
      const symbol = tensors.get(keyOf(history));
      if (symbol !== undefined) return symbol;
      throw formatError('Functional', `one of its ${name} is not in the model`, history, 'the output of a layer');
    },
  );
}

function readApplications(layer: AnyLayer, { inbound_nodes: nodes }: JsonObject): Application[] {
  if (!Array.isArray(nodes)) {
    throw formatError(`layer '${layer.name}'`, 'it has no inbound_nodes', nodes, 'an array');
  }
  return nodes.map((json: Json, index) => {
    const { args, kwargs } = isJsonObject(json) ? json : ({} as JsonObject);
    const isNode = Array.isArray(args) && args.length === 1 && isOptions(kwargs);
    if (!isNode || !isStructure(args[0], isArgument)) {
      const expected = 'args with one entry, which holds tensors, and kwargs of numbers, strings and booleans';
      throw formatError(`layer '${layer.name}'`, 'an inbound node is not as it should be', json, expected);
    }
    const read = (leaf: Json) => historyOfArgument(leaf) as History;
    const given = mapStructure(args[0] as Structure<Json>, (leaf) => isArgument(leaf as Json), read);
    return { layer, index, arguments: given, options: kwargs, missing: 0 };
  });
}

function isArgument(json: Json): boolean {
  return historyOfArgument(json) !== undefined;
}

/** Whether JSON holds what a layer may be applied with besides its inputs. A mask is a tensor, which is never among it. */
function isOptions(json: Json | undefined): json is JsonObject {
  if (!isJsonObject(json)) return false;
  return Object.entries(json).every(
    ([name, value]) => name !== 'mask' && (value === null || typeof value !== 'object'),
  );
}

/** Whether JSON is one leaf, a list or a record of leaves. */
function isStructure(json: Json | undefined, isLeaf: (json: Json) => boolean): json is Json {
  if (json === undefined) return false;
  if (isLeaf(json)) return true;
  return typeof json === 'object' && json !== null && Object.values(json).every(isLeaf);
}

/**
 * Makes each application as soon as what it needs is there, in time linear in their number whatever their order: each
 * waits under the keys that it needs. The applications of one layer follow each other, as they are numbered.
 */
function connect(applications: readonly Application[], tensors: Map<string, SymbolicTensor>): void {
  const waiting = new Map<string, Application[]>();
  const ready: Application[] = [];
  for (const application of applications) {
    for (const key of needsOf(application)) {
      if (tensors.has(key)) continue;
      application.missing++;
      const others = waiting.get(key);
      if (others === undefined) waiting.set(key, [application]);
      else others.push(application);
    }
    if (application.missing === 0) ready.push(application);
  }
  let made = 0;
  for (; made < ready.length; made++) {
    for (const key of makeApplication(ready[made] as Application, tensors)) {
      for (const other of waiting.get(key) ?? []) if (--other.missing === 0) ready.push(other);
    }
  }
  const stuck = applications.find(({ missing }) => missing > 0);
  if (stuck === undefined) return;
  throw formatError(
    'Functional',
    `the inputs of layer '${stuck.layer.name}' are not in the model`,
    stuck.arguments,
    'outputs of other layers, without a circle',
  );
}

/** The keys of the tensors that an application needs, and that of the application before it. */
function needsOf({ layer, index, arguments: given }: Application): Set<string> {
  const keys = leavesOfStructure(given, (leaf) => isHistory(leaf as Json)).map(keyOf);
  return new Set(index === 0 ? keys : [...keys, applicationKey(layer, index - 1)]);
}

function applicationKey({ name }: AnyLayer, index: number): string {
  return `${index}/${name}`;
}

/** Applies the layer, and returns the keys of what is there now. */
function makeApplication(
  { layer, index, arguments: given, options }: Application,
  tensors: Map<string, SymbolicTensor>,
): string[] {
  const inputs = mapStructure(
    given,
    (leaf) => isHistory(leaf as Json),
    (history: History) => {
      return tensors.get(keyOf(history)) as SymbolicTensor;
    },
  );
  const outputs = leavesOfStructure<SymbolicTensor>(layer.apply(inputs as Symbols, options), isSymbolic);
  return [
    applicationKey(layer, index),
    ...outputs.map((symbol, i) => {
      const key = keyOf([layer.name, index, i]);
      tensors.set(key, symbol);
      return key;
    }),
  ];
}
