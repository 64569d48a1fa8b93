import {
  ArgumentError,
  formatShape,
  isVariable,
  leavesOf,
  refuseForeignTensor,
  ShapeError,
  Tensor,
  type TensorLike,
  tensor,
} from '@mariana/tensor';

/**
 * The inputs of a model, or its targets, samples on the first axis, in any of these forms:
 *
 * - a tensor or variable;
 * - numbers in nested arrays, `[[1, 2], [3, 4]]`, a typed array of them, or an array of typed arrays, each a sample;
 * - where the model has several inputs, an array of tensors, or a record of any of these by the inputs' names.
 *
 * A sample always lies on an axis of its own: one sample of a model whose input is [4] is `[[1, 2, 3, 4]]`. Arrays of
 * numbers are never several inputs; pass a record, or tensors.
 */
export type DataTree = TensorLike | readonly DataTree[] | { readonly [name: string]: DataTree };

/** The same with nothing but tensors. */
export type TensorTree = Tensor | readonly TensorTree[] | { readonly [name: string]: TensorTree };

/**
 * Makes tensors of whatever is not one yet.
 *
 * @param op - who asks, for messages
 * @param value - tensors, arrays of numbers, or arrays and records of these
 * @param made - takes the tensors that were made, for the caller to give back
 */
export function toTensors(op: string, value: DataTree, made: Tensor[]): TensorTree {
  if (value instanceof Tensor) return value;
  if (isVariable(value)) return value.value;
  if (Array.isArray(value) && value.some(isPart)) return value.map((part) => toTensors(op, part, made));
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const uploaded = tensor(value as number[]);
    made.push(uploaded);
    return uploaded;
  }
  refuseForeignTensor(op, value);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, toTensors(op, part, made)]));
  }
  throw new ArgumentError(op, 'the data are not tensors', {
    got: value === undefined ? 'undefined' : `${typeof value} ${String(value)}`,
    expected: 'a tensor, nested arrays of numbers, a typed array, or arrays or records of these',
  });
}

/** Whether an array's element makes it a list of several inputs rather than rows of numbers. */
function isPart(element: unknown): boolean {
  return typeof element === 'object' && element !== null && !Array.isArray(element) && !ArrayBuffer.isView(element);
}

/**
 * The number of samples: the size of every tensor's first axis.
 *
 * @throws ShapeError where they differ
 */
export function countSamples(op: string, trees: Readonly<Record<string, TensorTree | undefined>>): number {
  let count: number | undefined;
  for (const [name, tree] of Object.entries(trees)) {
    for (const { shape } of leavesOf(tree)) {
      const samples = shape[0];
      if (samples === undefined || (count !== undefined && samples !== count)) {
        throw new ShapeError(op, `the data differ in their number of samples`, {
          got: `${name} of shape ${formatShape(shape)}${count === undefined ? '' : ` beside ${count} samples`}`,
          expected: 'the same size on the first axis of all',
        });
      }
      count = samples;
    }
  }
  if (count !== undefined) return count;
  throw new ArgumentError(op, 'the data hold no tensor', { expected: 'x, and y where there are targets' });
}
