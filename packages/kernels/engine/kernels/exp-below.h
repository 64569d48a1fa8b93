// e^x for x of at most 0, as softmax and its kin need it: 1 ulp (float64: 2), and 0 where the result would lie below the
// smallest normal number. x = n ln 2 + r with |r| ≤ ln 2 / 2; for float64, e^r is its Taylor polynomial, whose remainder is
// below half an ulp.
#pragma once
#include "simd/math/exponential.h"

namespace mariana::MARIANA_ISA {

MARIANA_INLINE F32 expBelow(F32 x) {
  const F32 lowest = F32::all(-87.3f), held = max(lowest, x);  // NaN stays
  const F32 n = nearest(held, 1.44269504f);
  const F32 r = fnma(n, F32::all(1.42860677e-6f), fnma(n, F32::all(0.693145752f), held));
  return select(less(x, lowest), F32::zero(), scaleNormal(F32::all(1.0f) + fma(curvature(r), r * r, r), n));
}

MARIANA_INLINE F64 expBelow(F64 x) {
  const F64 lowest = F64::all(-708.3);
  const F64 low = max(lowest, x);
  const F64 n = round(low * F64::all(1.44269504088896340736));
  const F64 r = fnma(n, F64::all(1.90821492927058770002e-10), fnma(n, F64::all(6.93147180369123816490e-01), low));
  constexpr double factorials[] = {1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880, 3628800, 39916800, 479001600, 6227020800};
  F64 p = F64::all(1 / factorials[13]);
  for (int i = 12; i >= 0; i--) p = fma(p, r, F64::all(1 / factorials[i]));
  const F64 power = floats(shiftLeft<52>(toInt(n) + I64::all(1023)));
  return select(less(x, lowest), F64::zero(), p * power);
}

// log x of one number, a sum of exponentials: x = m 2^e with m around 1, log m = 2 artanh((m − 1) / (m + 1)) by its series.
MARIANA_INLINE double logarithm(double x) {
  if (!(x > 0 && x < __builtin_huge_val())) return x == 0 ? -__builtin_huge_val() : x;
  uint64_t pattern;
  __builtin_memcpy(&pattern, &x, sizeof(x));
  int exponent = static_cast<int>(pattern >> 52) - 1023;
  pattern = (pattern & 0x000fffffffffffffu) | 0x3ff0000000000000u;
  double m;
  __builtin_memcpy(&m, &pattern, sizeof(m));
  if (m > 1.4142135623730951) m *= 0.5, exponent++;
  const double s = (m - 1) / (m + 1), square = s * s;
  double series = 0;
  for (int i = 21; i >= 1; i -= 2) series = series * square + 1.0 / i;
  return exponent * 0.69314718055994530942 + 2 * s * series;
}

}  // namespace mariana::MARIANA_ISA
