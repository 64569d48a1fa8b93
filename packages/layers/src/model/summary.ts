import { bytesPerElement } from '@mariana/tensor';
import type { AnyLayer } from '../base/types.ts';
import type { Weight } from '../base/weight.ts';
import { formatPartial, type SymbolicTensor } from '../symbolic/symbolic-tensor.ts';
import type { Graph } from './graph.ts';
import type { Model } from './model.ts';

/** The table that `model.summary()` gives. */
export function summarize(model: Model): string {
  const branched = model.graph !== undefined && !isChain(model.graph);
  const head = ['Layer (type)', 'Output Shape', 'Param #', ...(branched ? ['Connected to'] : [])];
  const rows = model.graph === undefined ? layerRows(model) : graphRows(model.graph, branched);
  const { trainableWeights, nonTrainableWeights, weights } = model;
  return [
    `Model: ${model.name} (${model.className})`,
    ...table([head, ...rows], 2),
    `Total params: ${amount(weights)}`,
    `Trainable params: ${amount(trainableWeights)}`,
    `Non-trainable params: ${amount(nonTrainableWeights)}`,
  ].join('\n');
}

/** Whether each layer follows the one before, from a single input. */
function isChain({ inputList, nodes }: Graph): boolean {
  const tensors = [inputList, ...nodes.map(({ outputList }) => outputList)];
  return (
    inputList.length === 1 &&
    nodes.every(({ inputList: [x, ...others] }, i) => others.length === 0 && tensors[i]?.includes(x as SymbolicTensor))
  );
}

function graphRows(graph: Graph, branched: boolean): string[][] {
  const seen = new Set<AnyLayer>();
  const inputs = graph.inputList.map(({ name, shape }) => [
    `${name} (InputLayer)`,
    formatPartial(shape),
    '0',
    ...(branched ? ['-'] : []),
  ]);
  const layers = graph.nodes.map(({ layer, inputList, outputList }) => {
    const params = seen.has(layer) ? '0' : count(layer.countParams()); // a shared layer counts once
    seen.add(layer);
    const shapes = outputList.map(({ shape }) => formatPartial(shape)).join(', ');
    const from = branched ? [inputList.map(({ name }) => name).join(', ')] : [];
    return [`${layer.name} (${layer.className})`, shapes, params, ...from];
  });
  return [...inputs, ...layers];
}

/** Without a graph the order and the shapes of outputs are not known. */
function layerRows({ layers }: Model): string[][] {
  return layers.map((layer) => {
    const params = layer.built ? count(layer.countParams()) : '0 (unbuilt)';
    return [`${layer.name} (${layer.className})`, '?', params];
  });
}

/** Rows with columns of one width; `right` is the column of numbers. */
function table(rows: readonly (readonly string[])[], right: number): string[] {
  const widths = (rows[0] as readonly string[]).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === right ? cell.padStart(widths[column] as number) : cell.padEnd(widths[column] as number),
      )
      .join('  ')
      .trimEnd(),
  );
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [rule, lines[0] as string, rule, ...lines.slice(1), rule];
}

function amount(weights: readonly Weight[]): string {
  const elements = weights.reduce((sum, { size }) => sum + size, 0);
  const bytes = weights.reduce((sum, { size, dtype }) => sum + size * bytesPerElement(dtype), 0);
  return `${count(elements)} (${readable(bytes)})`;
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

function readable(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 2)} ${units[power]}`;
}
