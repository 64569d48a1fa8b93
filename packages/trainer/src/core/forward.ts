import { add, isFloating, mapTree, scope, type Tensor } from '@mariana/tensor';
import type { Batch } from '../data/batch.ts';
import type { TensorTree } from '../data/tree.ts';
import type { Model } from './model.ts';

/** The model's outputs for a batch's inputs. */
export function applyModel(model: Model, x: TensorTree, training: boolean): TensorTree {
  // Bytes and whole numbers are what images and labels are stored as; models compute in floats.
  const inputs = mapTree(x, (leaf) => (isFloating(leaf.dtype) || leaf.dtype === 'int32' ? leaf : leaf.cast('float32')));
  return model.apply(inputs as never, { training }) as TensorTree;
}

/** Makes the weights of a model that waits to see its first inputs. */
export function buildModel(model: Model, batch: Batch): void {
  if (model.built) return;
  scope(() => {
    applyModel(model, batch.x, false);
  });
}

/** A loss with what regularizers add. */
export function regularized(model: Model, loss: Tensor): Tensor {
  const penalty = model.regularizationLoss?.();
  return penalty === undefined ? loss : add(loss, penalty);
}
