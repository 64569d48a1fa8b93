// The sigmoid, tanh, and activations made of them.
#pragma once
#include "simd/math/exponential.h"
#include "simd/math/logarithm.h"
#include "simd/math/sigmoid-pieces.h"
#include "simd/math/tanh-pieces.h"

namespace mariana::MARIANA_ISA {

// A power of e up to 1 as (p + rest) · 2^n, and its sum with 1, of which `sumRest` is what rounding lost.
struct Gate {
  F32 p, rest, n, sum, sumRest, overSum;
};
MARIANA_INLINE Gate gateOf(const Reduced& at) {
  const F32 one = F32::all(1.0f);
  const Two small = exactSmallPower(at);
  const F32 power = scale(small.value, at.n), sum = one + power;
  // 1 / sum to a few hundredths, since what it multiplies is so small.
  const F32 overSum = fnma(power, fnma(power, F32::all(0.4f), F32::all(0.9f)), one);
  return {small.value, small.rest, at.n, sum, (power - (sum - one)) + scale(small.rest, at.n), overSum};
}

// (top + topRest) / (sum + sumRest), with what the division leaves where it can be had exactly.
MARIANA_INLINE F32 quotient(F32 top, F32 topRest, const Gate& gate) {
  const F32 y = top / gate.sum;
  F32 left = fnma(y, gate.sumRest, topRest);
  if constexpr (F32::fused) left = left + fnma(y, gate.sum, top);
  return fma(left, gate.overSum, y);
}

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

// x · sigmoid(w), where `at` is of −|w|, w has the sign of x, and below −110 the result is 0. Below 0, x is multiplied in before
// the power of two, which may leave the normal numbers.
MARIANA_INLINE F32 gated(F32 x, const Reduced& at) {
  const Gate gate = gateOf(at);
  const auto below = less(x, F32::zero());
  const F32 held = max(F32::all(-110.0f), x), top = held * gate.p;
  F32 y;
  if constexpr (F32::fused) {
    const F32 topRest = fma(held, gate.rest, fma(held, gate.p, -top));
    y = quotient(select(below, scale(top, gate.n), x), select(below, scale(topRest, gate.n), F32::zero()), gate);
  } else {  // without exact products
    const auto wide = [](F64 v, F64 p, F64 rest, F64 n) {
      const F64 power = scale(p + rest, n);
      return v * select(less(v, F64::zero()), power, F64::all(1.0)) / (F64::all(1.0) + power);
    };
    y = narrow(wide(lowHalf(held), lowHalf(gate.p), lowHalf(gate.rest), lowHalf(gate.n)),
               wide(highHalf(held), highHalf(gate.p), highHalf(gate.rest), highHalf(gate.n)));
  }
  const F32 result = select(either(less(F32::all(64.0f), x), equal(x, F32::zero())), x, y);
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
  const F64 lowRest = fnma(lowHalf(n), logOf2, low), highRest = fnma(highHalf(n), logOf2, high);
  const F32 r = narrow(lowRest, highRest);
  return gated(x, {n, r, narrow(lowHalf(r) - lowRest, highHalf(r) - highRest), r});
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
