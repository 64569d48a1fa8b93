// Powers and roots.
#pragma once
#include "simd/math/exponential.h"
#include "simd/math/logarithm.h"

namespace mariana::MARIANA_ISA {

MARIANA_INLINE F32 rsqrt(F32 x) { return F32::all(1.0f) / sqrt(x); }
MARIANA_INLINE F64 rsqrt(F64 x) { return F64::all(1.0) / sqrt(x); }

// b · log2 a for a of 0 or more. Where a is 0 or infinite, so is the result but for its size; of 1 it is 0 whatever b.
MARIANA_INLINE F64 exponentOfPower(F64 a, F64 b) {
  const F64 inside = wideLog(a) * F64::all(1.4426950408889634);
  const F64 positive = select(less(a, F64::all(__builtin_huge_val())), inside, F64::all(1e300));
  const F64 logarithm = select(equal(a, F64::zero()), F64::all(-1e300), positive);
  const F64 product = select(equal(a, F64::all(1.0)), F64::zero(), b * logarithm);
  return min(F64::all(160.0), max(F64::all(-160.0), select(isNan(a), a, product)));
}

// a^b as C has it. A negative a has powers with whole b alone, whose sign is a's where b is odd.
MARIANA_INLINE F32 pow(F32 a, F32 b) {
  const F32 size = abs(a), zero = F32::zero(), one = F32::all(1.0f);
  const F64 low = exponentOfPower(lowHalf(size), lowHalf(b)), high = exponentOfPower(highHalf(size), highHalf(b));
  const F32 n = nearest(narrow(low, high));
  const F32 f = narrow(low - lowHalf(n), high - highHalf(n));
  const F32 y = scale(smallPowerOfTwo(f), n);
  const F32 half = b * F32::all(0.5f);
  const auto whole = equal(floor(b), b), odd = both(whole, negate(equal(floor(half), half)));
  const F32 turned = select(odd, floats(bits(y) ^ (bits(a) & I32::all(INT32_MIN))), y);
  const auto none = both(both(less(a, zero), less(F32::all(-infinity32), a)), negate(whole));
  const F32 general = select(either(none, isNan(b)), F32::all(__builtin_nanf("")), turned);
  return select(either(equal(b, zero), equal(a, one)), one, general);
}

// A third of the bits is the root within 4%, and two of Halley's steps take it further than a float32 goes.
MARIANA_INLINE F32 cbrt(F32 x) {
  const F32 y = widened(abs(x), [](F64 a) {
    const F64 third = toFloat(shiftRight<16>(bits(a))) * F64::all(1.0 / 3);
    F64 root = floats(shiftLeft<16>(toInt(third + F64::all(46864411066368.0))));
    for (int step = 0; step < 2; step++) {
      const F64 cube = root * root * root;
      root = root * (cube + a + a) / (cube + cube + a);
    }
    return root;
  });
  return select(both(less(F32::zero(), abs(x)), less(abs(x), F32::all(infinity32))), withSign(y, x), x);
}

}  // namespace mariana::MARIANA_ISA
