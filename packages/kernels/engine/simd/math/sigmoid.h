// The sigmoid, tanh, and activations made of them.
#pragma once
#include "simd/math/exponential.h"
#include "simd/math/logarithm.h"

namespace mariana::MARIANA_ISA {

// A power of e up to 1 as p · 2^n, and its sum with 1; and what the roundings of the latter, and of p, cost: a quotient by
// `sum` is too large by `sumLost` of itself, one that has p on top too small by `powerLost` of itself.
struct Gate {
  F32 p, n, sum, sumLost, powerLost;
};
MARIANA_INLINE Gate gateOf(const Reduced& at) {
  const F32 one = F32::all(1.0f);
  const Two small = exactSmallPower(at);
  const F32 power = scale(small.value, at.n), sum = one + power;
  // 1 / sum and 1 / p are as good as their first terms here.
  return {small.value, at.n, sum, (power - (sum - one)) * fnma(power, F32::all(0.5f), one), small.rest * (one - at.first)};
}

// 1 / (1 + e^−x); below 0 as e^x / (1 + e^x).
MARIANA_INLINE F32 sigmoid(F32 x) {
  const Gate gate = gateOf(reduced(max(F32::all(-110.0f), -abs(x))));
  const auto below = less(x, F32::zero());
  const F32 y = select(below, scale(gate.p, gate.n), F32::all(1.0f)) / gate.sum;
  return fma(y, select(below, gate.powerLost, F32::zero()) - gate.sumLost, y);
}

// x · sigmoid(w), where `at` is of −|w|, w has the sign of x, and below −110 the result is 0. Below 0, x is multiplied in before
// the power of two, which may leave the normal numbers.
MARIANA_INLINE F32 gated(F32 x, const Reduced& at) {
  const Gate gate = gateOf(at);
  const auto below = less(x, F32::zero());
  const F32 top = scale(max(F32::all(-110.0f), x) * gate.p, gate.n);
  const F32 y = select(below, top, x) / gate.sum;
  const F32 lost = select(below, gate.powerLost, F32::zero()) - gate.sumLost;
  const F32 result = fma(min(F32::all(256.0f), y), lost, y);
  return select(equal(x, F32::all(-infinity32)), F32::all(__builtin_nanf("")), result);  // −∞ · 0
}

MARIANA_INLINE F32 silu(F32 x) { return gated(x, reduced(max(F32::all(-110.0f), -abs(x)))); }

// x (1 + tanh u) / 2 = x · sigmoid(2u) with u = √(2/π) (x + 0.044715 x³), which takes more digits than a float has.
MARIANA_INLINE F32 tanhGelu(F32 x) {
  const F32 a = min(F32::all(12.0f), abs(x));
  const auto twice = [](F64 v) { return v * fma(v * v, F64::all(-0.07135481627260025), F64::all(-1.5957691216057308)); };
  const F64 low = twice(lowHalf(a)), high = twice(highHalf(a));
  const F32 n = nearest(narrow(low, high), 1.44269504f);
  const F64 logOf2 = F64::all(0.6931471805599453);
  const F32 r = narrow(fnma(lowHalf(n), logOf2, low), fnma(highHalf(n), logOf2, high));
  return gated(x, {n, r, F32::zero(), r});
}

// log(1 + e^x) = max(x, 0) + log(1 + e^−|x|), whose first two terms are added exactly.
MARIANA_INLINE F32 softplus(F32 x) {
  const Reduced at = reduced(max(F32::all(-104.0f), -abs(x)));
  const Two small = exactSmallPower(at);
  const F32 above = max(F32::zero(), x), power = scale(small.value, at.n), rest = scale(small.rest, at.n);
  if constexpr (!F32::fused) {  // the steps below would round once too often
    const auto sum = [](F64 a, F64 p, F64 r) { return a + wideLog1p(p + r); };
    return narrow(sum(lowHalf(above), lowHalf(power), lowHalf(rest)), sum(highHalf(above), highHalf(power), highHalf(rest)));
  }
  const F32 series = polynomial(power, -0.499999315f, 0.333304644f, -0.249580204f, 0.196921214f, -0.153449774f, 0.106613703f,
                                -0.0574604571f, 0.0200884305f, -0.00329106301f);
  const F32 greater = max(above, power), lesser = min(above, power), both = greater + lesser;
  const F32 y = both + fma(series * power, power, lesser - (both - greater) + rest);
  return select(less(F32::all(64.0f), x), x, y);
}

// Up to 0.625 an odd polynomial, from there 1 − 2 / (e^2|x| + 1).
MARIANA_INLINE F32 tanh(F32 x) {
  const F32 a = abs(x), z = a * a, one = F32::all(1.0f);
  const F32 small = fma(
      polynomial(z, -0.333332837f, 0.133314848f, -0.0537430048f, 0.0206491034f, -0.00571549917f) * z, a, a);
  const Reduced at = reduced(min(F32::all(20.0f), a + a));
  const F32 large = one - F32::all(2.0f) / (scale(smallPower(at), at.n) + one);
  return withSign(select(less(a, F32::all(0.625f)), small, large), x);
}

// x above 0, alpha (e^x − 1) elsewhere.
MARIANA_INLINE F32 elu(F32 x, F32 alpha) { return select(less(F32::zero(), x), x, alpha * expm1(min(F32::zero(), x))); }

}  // namespace mariana::MARIANA_ISA
