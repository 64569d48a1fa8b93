import type { DType } from '../../dtype.ts';
import { tensor } from '../../ops/create.ts';
import type { Tensor } from '../../tensor.ts';
import type { Tolerance } from '../compare.ts';

/** A rule of the contract: what is computed, and what comes out, written down by hand. */
export interface Rule {
  readonly name: string;
  readonly dtypes: readonly DType[];
  compute(): Tensor;
  readonly expected: readonly number[];
  readonly tolerance?: Tolerance;
}

export const nan = Number.NaN;
/** A float32 vector. */
export const f = (...values: number[]) => tensor(values);
/** A float64 vector. */
export const d = (...values: number[]) => tensor(Float64Array.from(values), { dtype: 'float64' });
/** An int32 vector. */
export const i = (...values: number[]) => tensor(values, { dtype: 'int32' });
