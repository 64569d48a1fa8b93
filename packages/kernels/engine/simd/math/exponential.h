// e^x, 2^x and e^x − 1.
#pragma once
#include "simd/math/common.h"

namespace mariana::MARIANA_ISA {

// x = n ln 2 + r with |r| ≤ 0.347, for |x| < 2^15. ln 2 comes in two parts; n times the first is exact, and so is what
// that leaves of x. r = first − low, rounded.
struct Reduced {
  F32 n, first, low, r;
};
MARIANA_INLINE Reduced reduced(F32 x) {
  const F32 n = nearest(x, 1.44269504f);
  const F32 first = fnma(n, F32::all(0.693145752f), x), low = n * F32::all(1.42860677e-6f);
  return {n, first, low, first - low};
}

// 2^f for |f| ≤ 1/2.
MARIANA_INLINE F32 smallPowerOfTwo(F32 f) {
  const F32 slope = polynomial(f, 0.693147182f, 0.240226507f, 0.0555040501f, 0.00961808674f, 0.00133379723f, 0.000154520938f,
                               1.43202287e-5f);
  return fma(slope, f, F32::all(1.0f));
}

// (e^r − 1 − r) / r² for |r| ≤ 0.347.
MARIANA_INLINE F32 curvature(F32 r) {
  return polynomial(r, 0.49999994f, 0.166665211f, 0.0416682921f, 0.00836871564f, 0.00138186978f);
}

// e^r − 1 − first, below 0.1.
MARIANA_INLINE F32 curveOfPower(const Reduced& at) { return fma(curvature(at.r), at.r * at.r, -at.low); }

// e^r − 1.
MARIANA_INLINE F32 lessPower(const Reduced& at) { return fma(curvature(at.r), at.r * at.r, at.r); }

// e^r for |r| ≤ 0.347 as a sum of two, the second below 0.1, with a relative error below 2^−28; and as a number and what its
// rounding lost.
MARIANA_INLINE Two smallPowerParts(const Reduced& at) {
  const F32 one = F32::all(1.0f), sum = one + at.first;
  return {sum, fma(curvature(at.r), at.r * at.r, (at.first - (sum - one)) - at.low)};
}
MARIANA_INLINE Two exactSmallPower(const Reduced& at) {
  const Two parts = smallPowerParts(at);
  const F32 value = parts.value + parts.rest;
  return {value, parts.rest - (value - parts.value)};
}
MARIANA_INLINE F32 smallPower(const Reduced& at) {
  const Two parts = smallPowerParts(at);
  return parts.value + parts.rest;
}

// Below the first bound the result is 0, above the second infinite.
MARIANA_INLINE F32 exp(F32 x) {
  // Most vectors stay among the normal numbers, where one power of two does. It makes no other result.
  if (!F32::scales && !anyOf(less(F32::all(87.0f), abs(x)))) {
    const Reduced at = reduced(x);
    return scaleNormal(F32::all(1.0f) + lessPower(at), at.n);
  }
  const F32 held = min(F32::all(89.0f), max(F32::all(-104.0f), x));  // NaN stays
  const Reduced at = reduced(held);
  return scale(F32::all(1.0f) + lessPower(at), at.n);
}

// e^x for x of at most 0.
MARIANA_INLINE F32 expOfNegative(F32 x) {
  const Reduced at = reduced(max(F32::all(-104.0f), x));
  return scale(smallPower(at), at.n);
}

MARIANA_INLINE F32 exp2(F32 x) {
  const F32 held = min(F32::all(129.0f), max(F32::all(-151.0f), x));
  const F32 n = nearest(held);
  return scale(smallPowerOfTwo(held - n), n);
}

// (e^x − 1) / 2, as 2^n (e^r − 1) + (2^n − 1), halved so that 2^128 does not come up; for n from −100 to 128. What `first` adds
// is exact near 0.
MARIANA_INLINE F32 halfExpm1(const Reduced& at) {
  const F32 power = floats(shiftLeft<23>(bits(at.n + F32::all(12582912.0f + 126.0f))));  // 2^n / 2
  return fma(curveOfPower(at), power, fma(at.first, power, power - F32::all(0.5f)));
}

MARIANA_INLINE F32 expm1(F32 x) {
  const F32 half = halfExpm1(reduced(min(F32::all(89.0f), max(F32::all(-20.0f), x))));
  return select(less(abs(x), F32::all(2.98023224e-8f)), x, half + half);
}

}  // namespace mariana::MARIANA_ISA
