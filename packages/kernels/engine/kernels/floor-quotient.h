// ⌊a / b⌋ of floats, as NumPy has it: the quotient that goes with fmod's exact remainder. The rounded a / b rounded down would be
// 10 for 1 / 0.1, though 0.1 goes into 1 only nine times.
#pragma once
#include <math.h>

#include "simd/vector.h"

namespace mariana::MARIANA_ISA {
namespace {

MARIANA_APART double floorQuotient(double a, double b) {
  if (b == 0) return a / b;
  const double rest = ::fmod(a, b);
  double quotient = (a - rest) / b;  // near an integer, if not one
  if (rest != 0 && (rest < 0) != (b < 0)) quotient -= 1;
  if (quotient == 0) return ::copysign(0.0, a / b);
  const double low = ::floor(quotient);
  return quotient - low > 0.5 ? low + 1 : low;
}

// a − n · b of whole n, with the right sign: one rounding, or the product's error by splitting factors (Dekker, 1971).
MARIANA_INLINE F64 restOf(F64 a, F64 n, F64 b) {
  if constexpr (F64::fused) {
    return fnma(n, b, a);
  } else {
    const F64 splitter = F64::all(134217729);  // 2^27 + 1
    const F64 wideN = splitter * n, highN = wideN - (wideN - n), lowN = n - highN;
    const F64 wideB = splitter * b, highB = wideB - (wideB - b), lowB = b - highB;
    const F64 product = n * b;
    const F64 error = ((highN * highB - product) + highN * lowB + lowN * highB) + lowN * lowB;
    return (a - product) - error;
  }
}

// Whether rounding a / b down gives, in all lanes, the quotient or, where a / b was rounded up to an integer, one more.
MARIANA_INLINE bool quotientsOf(F64 a, F64 b, F64& quotients) {
  constexpr double largest = 0x1p50, largestDivisor = 0x1p990;  // no infinity, and nothing that overflows when it is split
  const F64 rounded = a / b;
  const auto usual = both(less(abs(rounded), F64::all(largest)), less(abs(b), F64::all(largestDivisor)));
  if (anyOf(negate(usual))) return false;
  const F64 low = floor(rounded), rest = restOf(a, low, b);
  // A rest of the other sign than b; multiplied, the two could vanish.
  const F64 zero = F64::zero();
  const auto wrong = either(both(less(rest, zero), less(zero, b)), both(less(zero, rest), less(b, zero)));
  quotients = select(wrong, low - F64::all(1), low);
  return true;
}
MARIANA_INLINE bool quotientsOf(F32 a, F32 b, F32& quotients) {
  F64 low, high;
  const bool usual = quotientsOf(lowHalf(a), lowHalf(b), low) && quotientsOf(highHalf(a), highHalf(b), high);
  if (usual) quotients = narrow(low, high);
  return usual;
}

template <class V>
MARIANA_APART void floorQuotients(const void* left, const void* right, void* result, int64_t n) {
  using T = typename V::T;
  const T *a = static_cast<const T*>(left), *b = static_cast<const T*>(right);
  T* y = static_cast<T*>(result);
  int64_t i = 0;
  const auto singly = [&](int64_t end) {
    for (; i < end; i++) y[i] = static_cast<T>(floorQuotient(static_cast<double>(a[i]), static_cast<double>(b[i])));
  };
  while (i + V::lanes <= n) {
    V quotients;
    if (quotientsOf(V::load(a + i), V::load(b + i), quotients)) {
      quotients.store(y + i);
      i += V::lanes;
    } else {
      singly(i + V::lanes);
    }
  }
  singly(n);
}

}  // namespace
}  // namespace mariana::MARIANA_ISA
