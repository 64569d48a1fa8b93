import { Tensor } from './tensor.ts';

/** Tensors, or arrays and plain objects of them, to any depth; anything else is left as it is. */
export type Tree = unknown;

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The tensors in a tree, in order. */
export function leavesOf(tree: Tree): Tensor[] {
  const leaves: Tensor[] = [];
  mapTree(tree, (leaf) => {
    leaves.push(leaf);
    return leaf;
  });
  return leaves;
}

/** The same tree with each tensor replaced. */
export function mapTree<T>(tree: T, replace: (leaf: Tensor) => Tensor): T {
  if (tree instanceof Tensor) return replace(tree) as T;
  if (Array.isArray(tree)) return tree.map((item) => mapTree(item, replace)) as T;
  if (isPlainObject(tree)) {
    return Object.fromEntries(Object.entries(tree).map(([key, item]) => [key, mapTree(item, replace)])) as T;
  }
  return tree;
}
