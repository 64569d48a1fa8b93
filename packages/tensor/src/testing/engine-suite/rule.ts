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

/** What is refused by engines that have done the work when a kernel returns. */
export interface Refusal extends Pick<Rule, 'name' | 'dtypes' | 'compute'> {
  readonly error: 'ArgumentError' | 'DTypeError';
  /** A part of the message. */
  readonly message: string;
}

export const nan = Number.NaN;
/** A float32 vector. */
export const f = (...values: number[]) => tensor(values);
/** A float64 vector. */
export const d = (...values: number[]) => tensor(Float64Array.from(values), { dtype: 'float64' });
/** An int32 vector. */
export const i = (...values: number[]) => tensor(values, { dtype: 'int32' });
