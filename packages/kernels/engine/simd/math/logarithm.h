// Logarithms.
#pragma once
#include "simd/math/common.h"

namespace mariana::MARIANA_ISA {

// x = m · 2^exponent with m in √½…√2, for positive finite x, subnormal ones too; f = m − 1.
struct Split {
  F32 exponent, f;
};
MARIANA_INLINE Split split(F32 x) {
  const auto tiny = less(x, F32::all(1.17549435e-38f));
  const F32 normal = select(tiny, x * F32::all(8388608.0f), x);
  const I32 up = bits(normal) + I32::all(0x3f800000 - 0x3f3504f3);
  const I32 e = shiftRight<23>(up) - I32::all(127);
  const F32 m = floats(bits(normal) - shiftLeft<23>(e));
  return {toFloat(e) - select(tiny, F32::all(23.0f), F32::zero()), m - F32::all(1.0f)};
}

// log(1 + f) − f for f in √½ − 1…√2 − 1.
MARIANA_INLINE F32 logarithmRest(F32 f) {
  const F32 square = f * f;
  const F32 cubic = polynomial(f, 0.333333105f, -0.249999866f, 0.200022236f, -0.166692495f, 0.142187163f, -0.12384402f,
                               0.118726194f, -0.117893703f, 0.0691561252f);
  return fma(cubic * f, square, F32::all(-0.5f) * square);
}

// What a logarithm is outside of the positive finite numbers.
MARIANA_INLINE F32 logarithmEdges(F32 x, F32 y) {
  const F32 above = select(less(x, F32::all(infinity32)), y, x);
  const F32 below = select(equal(x, F32::zero()), F32::all(-infinity32), F32::all(__builtin_nanf("")));
  return select(less(F32::zero(), x), above, below);
}

MARIANA_INLINE F32 log(F32 x) {
  const Split at = split(x);
  const F32 rest = fma(at.exponent, F32::all(1.42860677e-6f), logarithmRest(at.f));
  return logarithmEdges(x, fma(at.exponent, F32::all(0.693145752f), at.f + rest));
}

// The rest is computed in float64, to well below a float32's last bit.
// v = m · 2^exponent likewise, for positive normal v.
struct WideSplit {
  F64 exponent, f;
};
MARIANA_INLINE WideSplit split(F64 v) {
  constexpr int64_t one = 0x3ff0000000000000, rootHalf = 0x3fe6a09e667f3bcd;
  const I64 e = shiftRight<52>(bits(v) + I64::all(one - rootHalf)) - I64::all(1023);
  return {toFloat(e), floats(bits(v) - shiftLeft<52>(e)) - F64::all(1.0)};
}

// log(1 + f) for f in √½ − 1…√2 − 1, as 2 artanh(f / (2 + f)).
MARIANA_INLINE F64 logarithmAroundOne(F64 f) {
  const F64 s = f / (F64::all(2.0) + f), z = s * s, twice = s + s;
  return fma(polynomial(z, 0.33333332822520007, 0.20000167646865888, 0.14268650764623966, 0.11791146368627525) * z, twice, twice);
}

// log v for positive normal v.
MARIANA_INLINE F64 wideLog(F64 v) {
  const WideSplit at = split(v);
  return fma(at.exponent, F64::all(0.6931471805599453), logarithmAroundOne(at.f));
}

// log(1 + u) for u > −1 whose sum with 1 is finite; where that sum has no exponent, u itself is what it has beyond 1.
MARIANA_INLINE F64 wideLog1p(F64 u) {
  const WideSplit at = split(F64::all(1.0) + u);
  const F64 f = select(equal(at.exponent, F64::zero()), u, at.f);
  return fma(at.exponent, F64::all(0.6931471805599453), logarithmAroundOne(f));
}

MARIANA_INLINE F32 log1p(F32 x) {
  const F32 held = min(F32::all(3.40282347e38f), max(F32::all(-0.99999994f), x));
  const F32 y = widened(held, [](F64 u) { return wideLog1p(u); });
  return select(equal(x, F32::zero()), x, logarithmEdges(x + F32::all(1.0f), y));
}

MARIANA_INLINE F32 log2(F32 x) {
  const Split at = split(x);
  return logarithmEdges(x, fma(at.f + logarithmRest(at.f), F32::all(1.44269504f), at.exponent));
}

MARIANA_INLINE F32 log10(F32 x) {
  const Split at = split(x);
  const F32 low = fma(at.f + logarithmRest(at.f), F32::all(0.434294492f), at.exponent * F32::all(4.60503907e-6f));
  return logarithmEdges(x, fma(at.exponent, F32::all(0.301025391f), low));
}

}  // namespace mariana::MARIANA_ISA
