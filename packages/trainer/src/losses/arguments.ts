import {
  cast,
  isFloating,
  isVariable,
  type Tensor,
  Tensor as TensorClass,
  type TensorLike,
  tensor,
} from '@mariana/tensor';

/** The tensor that targets or predictions stand for. */
export function asTensor(value: TensorLike): Tensor {
  if (value instanceof TensorClass) return value;
  return isVariable(value) ? value.value : tensor(value);
}

/** Predictions as floats, and targets in the predictions' dtype. */
export function asFloats(yTrue: TensorLike, yPred: TensorLike): readonly [yTrue: Tensor, yPred: Tensor] {
  const predictions = asTensor(yPred);
  const floats = isFloating(predictions.dtype) ? predictions : cast(predictions, 'float32');
  return [cast(asTensor(yTrue), floats.dtype), floats];
}
