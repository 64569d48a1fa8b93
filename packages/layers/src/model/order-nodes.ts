import { ArgumentError } from '@mariana/tensor';
import type { AnyLayer } from '../base/types.ts';
import type { Node } from '../symbolic/node.ts';
import type { SymbolicTensor } from '../symbolic/symbolic-tensor.ts';

/**
 * The nodes between inputs and outputs, each after those that it needs: those that are farthest from the outputs first,
 * and among equally far ones in the order in which they are met on the way from the outputs. Of two branches a and b of
 * two layers each, that is a1, b1, a2, b2.
 *
 * @throws ArgumentError if the outputs need an input that is not among the inputs
 * @source `map_graph` in `keras/src/ops/function.py`
 */
export function orderNodes(
  owner: string,
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
): Node[] {
  const given = new Set(inputs);
  const { nodes, indices } = traverse(owner, given, outputs);
  const depths = depthsOf(given, nodes);
  const depthOf = (node: Node) => depths.get(node) as number;
  const indexOf = ({ layer }: Node) => indices.get(layer) as number;
  // The sort is stable: applications of one layer at one depth stay in their order.
  return nodes.sort((a, b) => depthOf(b) - depthOf(a) || indexOf(a) - indexOf(b));
}

/** The nodes in an order in which each follows those that it needs, and when each layer was first met. */
function traverse(owner: string, given: ReadonlySet<SymbolicTensor>, outputs: readonly SymbolicTensor[]) {
  const finished = new Set<Node>();
  const indices = new Map<AnyLayer, number>();
  // A stack of its own: graphs may be deep.
  const stack = [...outputs].reverse().map((symbol) => ({ symbol, entered: false }));
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { symbol, entered } = next;
    const { node } = symbol;
    if (given.has(symbol) || (node !== undefined && finished.has(node))) continue;
    if (node === undefined) throw missingInput(owner, given, symbol);
    if (entered) {
      finished.add(node);
      continue;
    }
    if (!indices.has(node.layer)) indices.set(node.layer, indices.size);
    stack.push({ symbol, entered: true });
    for (const input of node.inputList.reverse()) stack.push({ symbol: input, entered: false });
  }
  return { nodes: [...finished], indices };
}

/** How far each node is from the outputs, by the longest way; a layer that is applied again is as far as it was there. */
function depthsOf(given: ReadonlySet<SymbolicTensor>, nodes: readonly Node[]): Map<Node, number> {
  const depths = new Map<Node, number>();
  const layerDepths = new Map<AnyLayer, number>();
  for (const node of [...nodes].reverse()) {
    const depth = Math.max(depths.get(node) ?? 0, layerDepths.get(node.layer) ?? 0);
    depths.set(node, depth);
    layerDepths.set(node.layer, depth);
    for (const symbol of node.inputList) {
      if (symbol.node === undefined || given.has(symbol)) continue;
      depths.set(symbol.node, Math.max(depths.get(symbol.node) ?? 0, depth + 1));
    }
  }
  return depths;
}

function missingInput(owner: string, given: ReadonlySet<SymbolicTensor>, { name }: SymbolicTensor): ArgumentError {
  return new ArgumentError(owner, `the outputs need the input '${name}', which is not among the inputs`, {
    got: `inputs ${[...given].map((input) => `'${input.name}'`).join(', ')}`,
    fix: 'Add it to the inputs',
  });
}
