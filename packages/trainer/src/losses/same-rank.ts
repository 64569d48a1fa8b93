import { expandDims, formatShape, ShapeError, sameShape, squeeze, Tensor } from '@mariana/tensor';

/**
 * Targets and predictions with an axis of size 1 added to or dropped from one of them where their ranks differ by one:
 * targets [batch] go with predictions [batch, 1].
 *
 * @source `squeeze_or_expand_to_same_rank` in Keras
 */
export function toSameRank(yTrue: Tensor, yPred: Tensor): readonly [yTrue: Tensor, yPred: Tensor] {
  if (yTrue.rank === yPred.rank + 1 && yTrue.shape.at(-1) === 1) {
    return yPred.rank === 1 ? [yTrue, expandDims(yPred, -1)] : [squeeze(yTrue, -1), yPred];
  }
  if (yPred.rank === yTrue.rank + 1 && yPred.shape.at(-1) === 1) {
    return yTrue.rank === 1 ? [expandDims(yTrue, -1), yPred] : [yTrue, squeeze(yPred, -1)];
  }
  return [yTrue, yPred];
}

/**
 * {@link toSameRank}, and the shapes must then be the same: nothing is broadcast.
 *
 * @throws ShapeError if they differ
 */
export function toSameShape(op: string, yTrue: Tensor, yPred: Tensor): readonly [yTrue: Tensor, yPred: Tensor] {
  const pair = toSameRank(yTrue, yPred);
  if (sameShape(pair[0].shape, pair[1].shape)) return pair;
  throw new ShapeError(op, 'targets and predictions differ in shape', {
    got: `yTrue ${formatShape(yTrue.shape)} and yPred ${formatShape(yPred.shape)}`,
    expected: 'the same shape',
  });
}

/**
 * What holds for every loss and metric, also for those of one's own, whose targets may have another shape than the
 * predictions: there are as many targets as predictions. Trees of several tensors, and scalars, are not compared.
 *
 * @throws ShapeError if the numbers of samples differ
 */
export function checkSamples(op: string, yTrue: unknown, yPred: unknown): void {
  if (!(yTrue instanceof Tensor) || !(yPred instanceof Tensor) || yTrue.rank === 0 || yPred.rank === 0) return;
  if (yTrue.shape[0] === yPred.shape[0]) return;
  throw new ShapeError(op, 'targets and predictions differ in their number of samples', {
    got: `yTrue ${formatShape(yTrue.shape)} and yPred ${formatShape(yPred.shape)}`,
    expected: 'the same size on the first axis',
  });
}
