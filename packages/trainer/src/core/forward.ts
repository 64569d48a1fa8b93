import { ArgumentError, add, formatShape, isFloating, mapTree, ShapeError, scope, Tensor } from '@mariana/tensor';
import type { TensorTree } from '../data/tree.ts';
import type { Model } from './model.ts';

/** The model's outputs for a batch's inputs. */
export function applyModel(model: Model, x: TensorTree, training: boolean): TensorTree {
  // Bytes and whole numbers are what images and labels are stored as; models compute in floats.
  const inputs = mapTree(x, (leaf) => (isFloating(leaf.dtype) || leaf.dtype === 'int32' ? leaf : leaf.cast('float32')));
  return model.apply(inputs as never, { training }) as TensorTree;
}

/**
 * Makes the weights of a model that waits to see its first inputs, and checks the inputs of one that has.
 *
 * @throws ShapeError if the inputs lack the axis of the samples
 */
export function buildModel(op: string, model: Model, x: TensorTree): void {
  if (model.built) return void checkInputs(op, model.inputShape, x);
  try {
    scope(() => void applyModel(model, x, false));
  } catch (cause) {
    if (!ShapeError.isInstance(cause) || !(x instanceof Tensor) || x.rank !== 1) throw cause;
    throw new ShapeError(op, 'the model does not take data of one axis', {
      got: formatShape(x.shape),
      expected: 'samples on the first axis, and their own axes behind it',
      fix: 'Pass one sample as [sample], or give each sample an axis with reshape',
      cause,
    });
  }
}

/** Checks the inputs of a model that has one: each other form would be misread by some layer. */
function checkInputs(op: string, expected: unknown, x: TensorTree): void {
  if (!isShape(expected)) return;
  if (x instanceof Tensor) return void checkSampleAxis(op, expected, x);
  if (!Array.isArray(x)) return; // a record names the input
  throw new ArgumentError(op, 'the model has one input', {
    got: String(x.length),
    expected: `one tensor with all samples, ${show(expected)}`,
    fix: 'Join them with concat or stack',
  });
}

/** A single sample, or a flat list of numbers, would pass for several samples in layers that take any number of axes. */
function checkSampleAxis(op: string, expected: PartialShape, x: Tensor): void {
  if (x.rank !== expected.length - 1 || x.rank === 0) return;
  const isSample = expected.slice(1).every((size, axis) => size === null || size === x.shape[axis]);
  if (!isSample && x.rank > 1) return; // what other shapes a model takes it knows itself
  throw new ShapeError(op, 'the data have no axis of samples', {
    got: formatShape(x.shape),
    expected: `${show(expected)}, the first axis being the samples`,
    fix: isSample ? 'Pass one sample as [sample] or x.expandDims(0)' : 'Give each sample an axis with reshape',
  });
}

type PartialShape = readonly (number | null)[];

function show(shape: PartialShape): string {
  return `[${shape.map((size) => size ?? 'any').join(', ')}]`;
}

function isShape(value: unknown): value is PartialShape {
  return Array.isArray(value) && value.every((size) => size === null || typeof size === 'number');
}

/** A loss with what regularizers add. */
export function regularized(model: Model, loss: Tensor): Tensor {
  const penalty = model.regularizationLoss?.();
  return penalty === undefined ? loss : add(loss, penalty);
}
