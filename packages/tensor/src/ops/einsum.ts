import { bind } from '../bind.ts';
import { promote } from '../dtype.ts';
import { ArgumentError } from '../errors.ts';
import { scope } from '../scope.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor, numeric } from './arguments.ts';
import { cast } from './cast.ts';
import { type Equation, parseEquation } from './einsum-equation.ts';
import { matmul } from './matmul.ts';
import { sum } from './reduce.ts';
import { reshape, transpose } from './reshape.ts';
import { slicePrimitive } from './slice.ts';

/** A tensor whose axes have names. No name occurs twice, and no axis has size 1 where its name stands for more. */
interface Term {
  readonly x: Tensor;
  readonly labels: readonly string[];
}

/**
 * Sums of products in Einstein's notation: each axis has a letter, and what the output does not name is summed.
 *
 * A letter repeated within an operand takes its diagonal; `...` stands for any number of axes, which broadcast. Without
 * `->` the output has the letters that occur once, in alphabetic order. Operands are contracted from left to right, each
 * step one matrix product.
 *
 * @param equation - such as 'ij,jk->ik'
 * @param operands - at least one, with an axis for each letter of its term
 * @returns the axes that the output names, in the dtype to which the operands promote
 * @throws ArgumentError if the equation cannot be read
 * @throws ShapeError if an operand does not fit its term
 * @source `keras.ops.einsum`, `torch.einsum`
 *
 * @example
 * await einsum('ij,jk->ik', [[1, 2]], [[3], [4]]).array(); // [[11]]
 * await einsum('ii', [[1, 2], [3, 4]]).item(); // 5
 */
export function einsum(equation: string, ...operands: readonly TensorLike[]): Tensor {
  if (operands.length === 0) {
    throw new ArgumentError('einsum', 'there are no operands', { got: `'${equation}'`, expected: 'at least one' });
  }
  return scope(() => {
    const tensors = commonNumbers(operands.map((operand) => asTensor('einsum', operand)));
    const parsed = parseEquation(
      equation,
      tensors.map((x) => x.shape),
    );
    const terms = tensors.map((x, i) => distinct({ x, labels: parsed.inputs[i]! }, parsed));
    return contract(terms, parsed);
  });
}

/** The operands in the dtype of the sums: bytes are summed in int32. */
function commonNumbers(operands: readonly Tensor[]): readonly Tensor[] {
  const dtype = operands.map((x) => x.dtype).reduce(promote);
  const wide = dtype === 'uint8' || dtype === 'int8' ? 'int32' : dtype;
  return operands.map((x) => numeric('einsum', cast(x, wide)));
}

/** Takes diagonals of repeated labels, and drops axes of size 1 that another operand's would broadcast. */
function distinct({ x, labels }: Term, { sizes }: Equation): Term {
  const kept = labels.filter((label, axis) => x.shape[axis] !== 1 || sizes.get(label) === 1);
  const shape = x.shape.filter((size, axis) => size !== 1 || sizes.get(labels[axis]!) === 1);
  let term: Term = { x: reshape(x, shape), labels: kept };
  for (const label of new Set(kept)) while (isRepeated(term.labels, label)) term = diagonal(term, label);
  return term;
}

function isRepeated(labels: readonly string[], label: string): boolean {
  return labels.indexOf(label) !== labels.lastIndexOf(label);
}

/** The elements whose indices on the first and the last axis of a label are equal, on one axis at the end. */
function diagonal({ x, labels }: Term, label: string): Term {
  const first = labels.indexOf(label);
  const last = labels.lastIndexOf(label);
  const others = labels.map((_, axis) => axis).filter((axis) => axis !== first && axis !== last);
  const size = x.shape[first]!;
  const lead = others.map((axis) => x.shape[axis]!);
  // In a matrix laid out row by row, elements of the diagonal lie one row and one column apart.
  const rows = reshape(transpose(x, [...others, first, last]), [...lead, size * size]);
  const steps = [...lead.map(() => 1), size + 1];
  const picked = bind(slicePrimitive, [rows], { starts: steps.map(() => 0), sizes: [...lead, size], steps });
  return { x: picked, labels: [...others.map((axis) => labels[axis]!), label] };
}

/** Multiplies terms from left to right and sums each label as soon as nothing behind needs it. */
function contract(terms: readonly Term[], { output }: Equation): Tensor {
  const needed = (position: number) => new Set([...output, ...terms.slice(position).flatMap(({ labels }) => labels)]);
  let result = sumOut(terms[0]!, needed(1));
  for (let i = 1; i < terms.length; i++) result = multiply(result, terms[i]!, needed(i + 1));
  return transpose(
    result.x,
    output.map((label) => result.labels.indexOf(label)),
  );
}

/** Sums the axes whose labels are not needed. */
function sumOut({ x, labels }: Term, needed: ReadonlySet<string>): Term {
  const axis = labels.flatMap((label, place) => (needed.has(label) ? [] : [place]));
  return axis.length === 0 ? { x, labels } : { x: sum(x, { axis }), labels: labels.filter((l) => needed.has(l)) };
}

/** The product of two terms, summed over the labels that are not needed. */
function multiply(left: Term, right: Term, needed: ReadonlySet<string>): Term {
  const a = sumOut(left, new Set([...needed, ...right.labels]));
  const b = sumOut(right, new Set([...needed, ...left.labels]));
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => needed.has(label));
  const inner = shared.filter((label) => !needed.has(label));
  const rows = a.labels.filter((label) => !shared.includes(label));
  const columns = b.labels.filter((label) => !shared.includes(label));
  const sizes = (labels: readonly string[], of: Term) => labels.map((label) => of.x.shape[of.labels.indexOf(label)]!);
  const labels = [...batch, ...rows, ...columns];
  const shape = [...sizes(batch, a), ...sizes(rows, a), ...sizes(columns, b)];
  // Each side as [batch, free, inner] or [batch, inner, free]: whichever costs no transposition, if one does.
  const lead = sizeOf(sizes(batch, a));
  const [depth, m, n] = [sizeOf(sizes(inner, a)), sizeOf(sizes(rows, a)), sizeOf(sizes(columns, b))];
  if (inner.length === 0) {
    const x = reshape(ordered(a, [...batch, ...rows]), [lead, m, 1]);
    const y = reshape(ordered(b, [...batch, ...columns]), [lead, 1, n]);
    return { x: reshape(x.mul(y), shape), labels };
  }
  const transposeA = isOrdered(a, [...batch, ...inner, ...rows]);
  const transposeB = !isOrdered(b, [...batch, ...inner, ...columns]);
  const x = ordered(a, transposeA ? [...batch, ...inner, ...rows] : [...batch, ...rows, ...inner]);
  const y = ordered(b, transposeB ? [...batch, ...columns, ...inner] : [...batch, ...inner, ...columns]);
  const batches = batch.length === 0 ? [] : [lead];
  const product = matmul(
    reshape(x, [...batches, ...(transposeA ? [depth, m] : [m, depth])]),
    reshape(y, [...batches, ...(transposeB ? [n, depth] : [depth, n])]),
    { transposeA, transposeB },
  );
  return { x: reshape(product, shape), labels };
}

function isOrdered({ labels }: Term, order: readonly string[]): boolean {
  return order.every((label, axis) => labels[axis] === label);
}

function ordered(term: Term, order: readonly string[]): Tensor {
  return isOrdered(term, order)
    ? term.x
    : transpose(
        term.x,
        order.map((label) => term.labels.indexOf(label)),
      );
}
