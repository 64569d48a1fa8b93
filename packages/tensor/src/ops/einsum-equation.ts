import { ArgumentError, ShapeError } from '../errors.ts';
import { formatShape, type Shape } from '../shape.ts';

/** An equation read against the shapes of its operands. Each label is a letter, or `…1`, `…2` for an axis of an ellipsis. */
export interface Equation {
  /** For each operand, the label of each of its axes. */
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
  /** The size that each label stands for. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Reads `ij,jk->ik`, with `...` for any number of axes and the output optional. */
export function parseEquation(equation: string, shapes: readonly Shape[]): Equation {
  const text = equation.replaceAll(/\s/g, '');
  if (!/^[A-Za-z.,]*(->[A-Za-z.]*)?$/.test(text) || text.split('->').join(',').split(',').some(hasLoneDots)) {
    throw malformed(equation, 'the equation cannot be read');
  }
  const [left = '', right] = text.split('->');
  const terms = left.split(',');
  if (terms.length !== shapes.length) {
    throw new ArgumentError('einsum', 'the equation does not have one term for each operand', {
      got: `'${equation}' for ${shapes.length} operands`,
      expected: `${terms.length} operands`,
    });
  }
  const inputs = terms.map((term, i) => labelsOf(equation, term, shapes[i]!, i));
  const output = right === undefined ? implicitOutput(inputs) : explicitOutput(equation, right, inputs);
  return { inputs, output, sizes: sizesOf(inputs, shapes) };
}

function hasLoneDots(term: string): boolean {
  return term.replace('...', '').includes('.');
}

function malformed(equation: string, wrong: string): ArgumentError {
  return new ArgumentError('einsum', wrong, {
    got: `'${equation}'`,
    expected: "letters for axes, ',' between operands, '...' once in a term, and '->' before the output: 'ij,jk->ik'",
  });
}

/** Axes of an ellipsis are numbered from the last one, so that they line up as in broadcasting. */
const ellipsisLabels = (count: number): string[] => Array.from({ length: count }, (_, i) => `…${count - i}`);

function labelsOf(equation: string, term: string, shape: Shape, operand: number): string[] {
  const [before = '', after] = term.split('...');
  const named = before.length + (after?.length ?? 0);
  if (after === undefined ? named !== shape.length : named > shape.length) {
    throw new ShapeError('einsum', `operand ${operand} does not have as many axes as its term names`, {
      got: `'${term}' in '${equation}' for shape ${formatShape(shape)}`,
      expected: `${after === undefined ? '' : 'at least '}${named} axes`,
    });
  }
  return after === undefined ? [...before] : [...before, ...ellipsisLabels(shape.length - named), ...after];
}

/** Without an output: the ellipsis, then the letters that occur once, in the order of the alphabet. */
function implicitOutput(inputs: readonly (readonly string[])[]): string[] {
  const all = inputs.flat();
  const single = [...new Set(all)].filter((label) => !label.startsWith('…'));
  const once = single.filter((label) => all.indexOf(label) === all.lastIndexOf(label));
  return [...ellipsisLabels(longestEllipsis(inputs)), ...once.sort()];
}

function longestEllipsis(inputs: readonly (readonly string[])[]): number {
  return Math.max(0, ...inputs.map((labels) => labels.filter((label) => label.startsWith('…')).length));
}

function explicitOutput(equation: string, right: string, inputs: readonly (readonly string[])[]): string[] {
  const [before = '', after] = right.split('...');
  const axes = after === undefined ? [] : ellipsisLabels(longestEllipsis(inputs));
  const output = [...before, ...axes, ...(after ?? '')];
  const known = new Set(inputs.flat());
  const unknown = output.find((label) => !known.has(label));
  if (unknown !== undefined) throw malformed(equation, `the output names '${unknown}', which no operand has`);
  const twice = output.find((label, i) => output.indexOf(label) !== i);
  if (twice !== undefined) throw malformed(equation, `the output names '${twice}' twice`);
  return output;
}

function sizesOf(inputs: readonly (readonly string[])[], shapes: readonly Shape[]): Map<string, number> {
  const sizes = new Map<string, number>();
  inputs.forEach((labels, operand) => {
    labels.forEach((label, axis) => {
      const size = shapes[operand]![axis]!;
      const known = sizes.get(label) ?? 1;
      if (known !== 1 && size !== 1 && size !== known) {
        throw new ShapeError('einsum', `axes labelled '${label}' differ in size`, {
          got: `${size} on axis ${axis} of operand ${operand} (${formatShape(shapes[operand]!)}), and ${known} before`,
          expected: 'sizes that are equal or 1',
        });
      }
      if (known === 1) sizes.set(label, size);
    });
  });
  return sizes;
}
