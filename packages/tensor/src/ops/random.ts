import type { DType } from '../dtype.ts';
import { type Primitive, primitive } from '../primitive.ts';
import type { Shape } from '../shape.ts';

/** The shape of the numbers drawn. */
export interface RandomBitsParams {
  readonly shape: Shape;
}

/** The shape and the float dtype of the numbers drawn. */
export interface RandomUniformParams {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** `truncated` keeps to less than two standard deviations. */
export interface RandomNormalParams extends RandomUniformParams {
  readonly truncated: boolean;
}

/** Whole numbers from `min` up to and not including `max`, in int32 or int64. */
export interface RandomIntegersParams {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly min: number;
  readonly max: number;
}

// The input of each is a key, int32 [4]: seedLow, seedHigh, drawLow, drawHigh. What they give, bit for bit, is what the
// functions of src/random give: fillBits, fillUniform, fillNormal, fillIntegers and fillPermutation.

/** Random words, int32. */
export const randomBitsPrimitive: Primitive<RandomBitsParams, 'required'> = /* @__PURE__ */ primitive<RandomBitsParams>(
  'randomBits',
  { output: (_key, { shape }) => ({ shape, dtype: 'int32' }) },
);

/** Numbers in [0, 1), equally likely. */
export const randomUniformPrimitive: Primitive<RandomUniformParams, 'required'> =
  /* @__PURE__ */ primitive<RandomUniformParams>('randomUniform', {
    output: (_key, { shape, dtype }) => ({ shape, dtype }),
  });

/** Numbers of the standard normal distribution. */
export const randomNormalPrimitive: Primitive<RandomNormalParams, 'required'> =
  /* @__PURE__ */ primitive<RandomNormalParams>('randomNormal', {
    output: (_key, { shape, dtype }) => ({ shape, dtype }),
  });

/** Whole numbers from a range, equally likely. */
export const randomIntegersPrimitive: Primitive<RandomIntegersParams, 'required'> =
  /* @__PURE__ */ primitive<RandomIntegersParams>('randomIntegers', {
    output: (_key, { shape, dtype }) => ({ shape, dtype }),
  });

/** The numbers from 0 to size − 1 in random order, int32. */
export const randomPermutationPrimitive: Primitive<{ readonly size: number }, 'required'> = /* @__PURE__ */ primitive<{
  readonly size: number;
}>('randomPermutation', {
  output: (_key, { size }) => ({ shape: [size], dtype: 'int32' }),
});
