// What the functions are made of.
#pragma once
#include <math.h>

#include "simd/vector.h"

namespace mariana::MARIANA_ISA {

constexpr float infinity32 = __builtin_huge_valf();

// c0 + c1·x + c2·x² + …; pairs of terms in x², which depend on each other half as long as the terms would.
template <class V>
MARIANA_INLINE V pairsOf(V, V, typename V::T c0) {
  return V::all(c0);
}
template <class V>
MARIANA_INLINE V pairsOf(V x, V, typename V::T c0, typename V::T c1) {
  return fma(x, V::all(c1), V::all(c0));
}
template <class V, class... Rest>
MARIANA_INLINE V pairsOf(V x, V square, typename V::T c0, typename V::T c1, Rest... rest) {
  return fma(pairsOf(x, square, rest...), square, fma(x, V::all(c1), V::all(c0)));
}
template <class V, class... Rest>
MARIANA_INLINE V polynomial(V x, typename V::T c0, typename V::T c1, Rest... rest) {
  return pairsOf(x, x * x, c0, c1, rest...);
}

// `size`, which is not negative, with the sign of x.
MARIANA_INLINE F32 withSign(F32 size, F32 x) { return floats(bits(size) | (bits(x) & I32::all(INT32_MIN))); }

// x from 0 on, and 0 below; of −∞ it is NaN, as where functions that go to 0 there are products of x.
MARIANA_INLINE F32 aboveZero(F32 x) { return select(less(x, F32::zero()), x * F32::zero(), x); }

// A sum, of which the second part is small.
struct Two {
  F32 value, rest;
};

// A function of doubles on floats: rounded once, at the end.
template <class Of>
MARIANA_INLINE F32 widened(F32 x, const Of& of) {
  return narrow(of(lowHalf(x)), of(highHalf(x)));
}

// The nearest whole number to x, or to about x · factor, for sizes below 2^22.
MARIANA_INLINE F32 nearest(F32 x) {
  const F32 magic = F32::all(12582912.0f);  // 1.5 · 2^23: what is added lands on its last bit
  return (x + magic) - magic;
}
MARIANA_INLINE F32 nearest(F32 x, float factor) {
  const F32 magic = F32::all(12582912.0f);
  return fma(x, F32::all(factor), magic) - magic;
}

}  // namespace mariana::MARIANA_ISA
