// The sigmoid, tanh, and activations made of them.
#pragma once
#include "simd/math/exponential.h"
#include "simd/math/logarithm.h"
#include "simd/math/sigmoid-pieces.h"
#include "simd/math/tanh-gelu-pieces.h"
#include "simd/math/tanh-pieces.h"

namespace mariana::MARIANA_ISA {

// 1 / (1 + e^−x); below 0 as e^x / (1 + e^x). Where the pieces end, 1 + e^x is 1.
MARIANA_INLINE F32 sigmoid(F32 x) {
  const F32 size = abs(x), one = F32::all(1.0f);
  const auto below = less(x, F32::zero());
  if constexpr (hasPieces) {
    const F32 y = inPieces(sigmoidPieces, min(F32::all(sigmoidPieces.end), size));
    const auto far = less(x, F32::all(-sigmoidPieces.end));
    const F32 near = select(below, y, one - y);
    return anyOf(far) ? select(far, exp(x), near) : near;
  }
  const F32 power = expOfNegative(-size), y = power / (one + power);
  return select(below, fnma(power, y, power), one - y);
}

// x · sigmoid(w), where `at` is of −|w|, w has the sign of x, and a is |x| or less where the result is 0. Above 0 that is
// x − a · sigmoid(−|w|). a is multiplied in before the power of two, which may leave the normal numbers.
MARIANA_INLINE F32 gated(F32 x, F32 a, const Reduced& at) {
  const F32 one = F32::all(1.0f), more = lessPower(at), power = scaleNormal(one + more, max(F32::all(-100.0f), at.n));
  F32 y;
  if constexpr (F32::fused) {  // with what the roundings of the two lose, by about the slope that the quotient has
    const F32 top = fma(a, more, a), sum = one + power, ratio = top / sum;
    const F32 topRest = fma(a, more, a - top), sumRest = power - (sum - one);
    y = fma(fnma(ratio, sumRest, topRest), fnma(power, F32::all(0.5f), one), ratio);
  } else {
    const auto wide = [](F64 b, F64 c, F64 d) { return (b + b * c) / (F64::all(1.0) + d); };
    y = narrow(wide(lowHalf(a), lowHalf(more), lowHalf(power)), wide(highHalf(a), highHalf(more), highHalf(power)));
  }
  return aboveZero(x) - scale(y, at.n);
}

MARIANA_INLINE F32 siluByGate(F32 x) {
  const F32 a = min(F32::all(110.0f), abs(x));
  return gated(x, a, reduced(-a));
}

MARIANA_INLINE F32 silu(F32 x) {
  if constexpr (hasPieces) return gatedInPieces(sigmoidPieces, x, [](F32 far) { return siluByGate(far); });
  return siluByGate(x);
}

// x (1 + tanh u) / 2 = x · sigmoid(2u) with u = √(2/π) (x + 0.044715 x³), which takes more digits than a float has.
MARIANA_INLINE F32 tanhGeluByGate(F32 x) {
  const F32 a = min(F32::all(12.0f), abs(x));
  const auto twice = [](F64 v) { return v * fma(v * v, F64::all(-0.07135481627260025), F64::all(-1.5957691216057308)); };
  const F64 low = twice(lowHalf(a)), high = twice(highHalf(a));
  const F32 n = nearest(narrow(low, high), 1.44269504f);
  const F64 logOf2 = F64::all(0.6931471805599453);
  const F64 lowRest = fnma(lowHalf(n), logOf2, low), highRest = fnma(highHalf(n), logOf2, high);
  const F32 r = narrow(lowRest, highRest);
  return gated(x, a, {n, r, narrow(lowHalf(r) - lowRest, highHalf(r) - highRest), r});
}

MARIANA_INLINE F32 tanhGelu(F32 x) {
  if constexpr (hasPieces) return gatedInPieces(tanhGeluPieces, x, [](F32 far) { return tanhGeluByGate(far); });
  return tanhGeluByGate(x);
}

// (log(1 + p) − p) / p² for p in 0…1.
MARIANA_INLINE F32 curveOfLogarithm(F32 p) {
  return polynomial(p, -0.499999315f, 0.333304644f, -0.249580204f, 0.196921214f, -0.153449774f, 0.106613703f,
                    -0.0574604571f, 0.0200884305f, -0.00329106301f);
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
  const F32 greater = max(above, power), lesser = min(above, power), both = greater + lesser;
  const F32 y = both + fma(curveOfLogarithm(power) * power, power, lesser - (both - greater) + rest);
  return select(less(F32::all(64.0f), x), x, y);
}

// h / (h + 1) with h = (e^2a − 1) / 2, which is had with all its digits near 0. Where h is small, h − h · that rounds less.
MARIANA_INLINE F32 tanh(F32 x) {
  if constexpr (hasPieces) return withSign(inPieces(tanhPieces, min(F32::all(tanhPieces.end), abs(x))), x);
  const F32 a = min(F32::all(10.0f), abs(x)), half = F32::all(0.5f);
  const F32 h = halfExpm1(reduced(a + a)), y = h / (h + F32::all(1.0f));
  return withSign(select(less(h, half), fnma(h, y, h), y), x);
}

// x above 0, alpha (e^x − 1) elsewhere.
MARIANA_INLINE F32 elu(F32 x, F32 alpha) { return select(less(F32::zero(), x), x, alpha * expm1(min(F32::zero(), x))); }

}  // namespace mariana::MARIANA_ISA
