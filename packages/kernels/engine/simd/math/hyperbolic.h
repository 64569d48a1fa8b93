// Hyperbolic functions and their inverses; tanh lies beside the sigmoid.
#pragma once
#include "simd/math/exponential.h"
#include "simd/math/logarithm.h"

namespace mariana::MARIANA_ISA {

// e^a / 2 for a of 0 or more.
MARIANA_INLINE F32 halfExp(F32 a) {
  const Reduced at = reduced(min(F32::all(90.0f), a));
  return scale(smallPower(at), at.n - F32::all(1.0f));
}

MARIANA_INLINE F32 sinh(F32 x) {
  const F32 a = abs(x), z = a * a;
  const F32 small = fma(polynomial(z, 0.166666672f, 0.00833331142f, 0.000198426351f, 2.78392554e-6f) * z, a, a);
  const F32 half = halfExp(a);
  return withSign(select(less(a, F32::all(1.0f)), small, half - F32::all(0.25f) / half), x);
}

MARIANA_INLINE F32 cosh(F32 x) {
  const F32 half = halfExp(abs(x));
  return half + F32::all(0.25f) / half;
}

// log(a + √(a² + 1)) = log(1 + a + a² / (1 + √(a² + 1))).
MARIANA_INLINE F32 asinh(F32 x) {
  const F32 y = widened(min(F32::all(3.40282347e38f), abs(x)), [](F64 a) {
    const F64 square = a * a, one = F64::all(1.0);
    return wideLog1p(a + square / (one + sqrt(square + one)));
  });
  return select(less(abs(x), F32::all(infinity32)), withSign(y, x), x);
}

// log(x + √(x² − 1)), with t = x − 1.
MARIANA_INLINE F32 acosh(F32 x) {
  const F32 y = widened(min(F32::all(3.40282347e38f), x), [](F64 v) {
    const F64 t = v - F64::all(1.0);
    return wideLog1p(t + sqrt(t * (t + F64::all(2.0))));
  });
  const F32 inside = select(less(x, F32::all(infinity32)), y, x);
  return select(lessEqual(F32::all(1.0f), x), inside, F32::all(__builtin_nanf("")));
}

// log((1 + a) / (1 − a)) / 2.
MARIANA_INLINE F32 atanh(F32 x) {
  const F32 a = abs(x), one = F32::all(1.0f);
  const F32 y = widened(a, [](F64 v) { return F64::all(0.5) * wideLog1p((v + v) / (F64::all(1.0) - v)); });
  const F32 edge = select(equal(a, one), F32::all(infinity32), F32::all(__builtin_nanf("")));
  return select(less(a, one), withSign(y, x), withSign(edge, x));
}

}  // namespace mariana::MARIANA_ISA
