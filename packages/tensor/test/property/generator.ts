import type { DType } from '../../src/dtype.ts';
import type { Drawn } from '../../src/testing/engine-suite/drawn.ts';
import type { Chance } from './chance.ts';

/** One use of a primitive, as it was drawn. */
export interface Drawing<Params> {
  readonly inputs: readonly Drawn[];
  readonly params: Params;
}

/**
 * How far results may lie from the reference's, in roundings of the dtype that is computed in:
 * `relative` · |expected| + `absolute` · scale. Half types may in addition lie one number beside.
 */
export interface Allowance {
  readonly relative: number;
  readonly absolute: number;
  /**
   * What `absolute` refers to: the largest number among expected ones and inputs, or, for sums, each one's own sum of sizes,
   * which is what the same kernel gives of the sizes of the inputs.
   */
  readonly scale: 'largest' | 'sizes';
  /** Roundings of a half type in which results may differ, relative to the scale: where it is read again. */
  readonly halves?: number | undefined;
  /** Whether NaN and infinities of inputs may reach further than they have to: all that shares a tile with them. */
  readonly spreads?: boolean | undefined;
}

/** Every bit. */
export const exact: Allowance = { relative: 0, absolute: 0, scale: 'largest' };
/** Elementwise maths: what vectors and the C library's functions promise. */
export const rounded: Allowance = { relative: 4, absolute: 0, scale: 'largest' };
/** Sums in any order, of as many as are drawn: their roundings grow with the root of the number. */
export const summed: Allowance = { relative: 4, absolute: 24, scale: 'sizes' };
/** Several steps with sums in them, of which each rounds. */
export const composed: Allowance = { relative: 40, absolute: 40, scale: 'largest' };

/** How a primitive is used at random. */
export interface Generator<Params> {
  readonly dtypes: readonly DType[];
  readonly allowance: Allowance;
  draw(chance: Chance, dtype: DType): Drawing<Params>;
  /**
   * Draws where the gradient is checked: where it is smooth. `draw`, unless given; false where the gradient is not compared.
   */
  readonly gradient?: ((chance: Chance, dtype: DType) => Drawing<Params>) | false | undefined;
}
