import {
  cast,
  isFloating,
  isInteger,
  isNaN as isNotNumber,
  isVariable,
  type Tensor,
  Tensor as TensorClass,
  type TensorLike,
  tensor,
  where,
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

/** Targets as the numbers of classes. Floats lose their fraction; NaN, which is no class, becomes −1, which is none either. */
export function asClasses(yTrue: Tensor): Tensor {
  if (isInteger(yTrue.dtype)) return yTrue;
  return cast(isFloating(yTrue.dtype) ? where(isNotNumber(yTrue), -1, yTrue) : yTrue, 'int32');
}
