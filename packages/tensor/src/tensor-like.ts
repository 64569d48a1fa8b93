import type { TypedArray } from './dtype.ts';
import type { NestedInput } from './nested.ts';
import type { Tensor } from './tensor.ts';
import type { Variable } from './variable.ts';

/**
 * What an operation takes where it works on a tensor: a tensor, a variable (its value), a number or boolean (which
 * takes the other operand's dtype), nested arrays or a typed array.
 */
export type TensorLike = Tensor | Variable | NestedInput | TypedArray;
