import { ArgumentError, gather, refuseForeignTensor, ShapeError, slice, stack, Tensor, tensor } from '@mariana/tensor';

/** Tensors by name, such as `{ x, y }`; or a list of them; to any depth. */
export type TensorTree = Tensor | readonly TensorTree[] | { readonly [name: string]: TensorTree };

/** What elements become when they are batched: each tensor and number a tensor with one axis more, in front. */
export type Batched<T> = T extends Tensor | number | boolean
  ? Tensor
  : T extends readonly unknown[] | object
    ? { [K in keyof T]: Batched<T[K]> }
    : never;

/** The same structure with each leaf replaced; `path` names it, as in `x` or `inputs.0`. */
export function mapLeaves<R>(tree: unknown, replace: (leaf: unknown, path: string) => R, path = ''): unknown {
  const inner = (item: unknown, key: string | number) =>
    mapLeaves(item, replace, path === '' ? `${key}` : `${path}.${key}`);
  if (Array.isArray(tree)) return tree.map(inner);
  if (!isPlainObject(tree)) return replace(tree, path);
  return Object.fromEntries(Object.entries(tree).map(([key, item]) => [key, inner(item, key)]));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * How many examples tensors hold: the size of their first axis.
 *
 * @throws ShapeError unless all of them have the same
 */
export function countExamples(op: string, tree: unknown): number {
  let count: number | undefined;
  const sizes: string[] = [];
  mapLeaves(tree, (leaf, path) => {
    if (!(leaf instanceof Tensor)) {
      refuseForeignTensor(op, leaf);
      throw new ArgumentError(op, `${path || 'the data'} is not a tensor`, {
        got: leaf === null ? 'null' : typeof leaf,
        expected: 'a tensor, or arrays and plain objects of tensors',
        fix: 'Make one with tensor(values)',
      });
    }
    sizes.push(`${path || 'the data'} [${leaf.shape.join(', ')}]`);
    count ??= leaf.shape[0];
    if (leaf.shape[0] === undefined || leaf.shape[0] !== count) {
      throw new ShapeError(
        op,
        leaf.shape.length === 0 ? 'a scalar has no examples' : 'the numbers of examples differ',
        {
          got: sizes.join(' and '),
          expected: 'tensors whose first axes have one size',
        },
      );
    }
  });
  if (count === undefined) throw new ArgumentError(op, 'there is no tensor in the data', { expected: 'at least one' });
  return count;
}

/** The examples of the given indices, of each tensor: a view where they follow one another, else one gather. */
export function selectExamples<T>(tree: T, indices: Int32Array): T {
  const first = indices[0] ?? 0;
  const end = first + indices.length;
  if (indices.every((index, i) => index === first + i)) {
    return mapLeaves(tree, (leaf) => rowsOf(leaf as Tensor, first, end)) as T;
  }
  const rows = tensor(indices, { dtype: 'int32' });
  const batch = mapLeaves(tree, (leaf) => gather(leaf as Tensor, rows, { axis: 0 })) as T;
  rows.dispose();
  return batch;
}

/** Rows that follow one another: a tensor of its own, to be disposed of by itself, also where it is all of them. */
function rowsOf(x: Tensor, first: number, end: number): Tensor {
  const rows = slice(x, [first], [end]);
  return rows === x ? x.alias() : rows;
}

/** The example at one index, without the axis of examples. */
export function selectExample<T>(tree: T, index: number): T {
  return mapLeaves(tree, (leaf) => {
    const rows = rowsOf(leaf as Tensor, index, index + 1);
    const example = rows.reshape((leaf as Tensor).shape.slice(1));
    rows.dispose();
    return example;
  }) as T;
}

/**
 * Elements of one structure, stacked along a new first axis.
 *
 * @throws ArgumentError when an element holds something that is neither a tensor nor a number
 */
export function stackElements<T>(op: string, elements: readonly T[]): Batched<T> {
  const columns: unknown[][] = [];
  const paths: string[] = [];
  for (const element of elements) {
    let leafIndex = 0;
    mapLeaves(element, (leaf, path) => {
      if (elements[0] === element) {
        columns.push([]);
        paths.push(path);
      }
      if (paths[leafIndex] !== path) throw structureError(op, path, paths[leafIndex]);
      columns[leafIndex++]?.push(leaf);
    });
    if (leafIndex !== paths.length) throw structureError(op, 'nothing', paths[leafIndex]);
  }
  let column = 0;
  return mapLeaves(elements[0], (_, path) => stackLeaves(op, columns[column++] ?? [], path)) as Batched<T>;
}

function structureError(op: string, got: string, expected: string | undefined): ArgumentError {
  return new ArgumentError(op, 'the elements of a batch differ in structure', { got, expected: expected ?? 'nothing' });
}

function stackLeaves(op: string, leaves: unknown[], path: string): Tensor {
  if (leaves.every((leaf) => leaf instanceof Tensor)) return stack(leaves as Tensor[]);
  if (leaves.every((leaf) => typeof leaf === 'number' || typeof leaf === 'boolean')) return tensor(leaves as number[]);
  const odd = leaves.find((leaf) => !(leaf instanceof Tensor) && typeof leaf !== 'number' && typeof leaf !== 'boolean');
  throw new ArgumentError(op, `${path || 'an element'} cannot be batched`, {
    got: odd === undefined ? 'tensors beside numbers' : odd === null ? 'null' : typeof odd,
    expected: 'tensors, or numbers',
    fix: 'Turn it into a tensor with map first',
  });
}
