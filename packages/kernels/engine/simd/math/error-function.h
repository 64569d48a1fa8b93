// The error function, and what is made of the normal distribution.
#pragma once
#include "simd/math/exponential.h"
#include "simd/math/logarithm.h"
#include "simd/math/mills-ratio.h"

namespace mariana::MARIANA_ISA {

// Up to 0.925 an odd polynomial, from there 1 − e^p(|x|).
MARIANA_INLINE F32 erf(F32 x) {
  const F32 a = abs(x), z = a * a;
  const F32 small =
      fma(polynomial(z, 0.128379166f, -0.376126289f, 0.112836242f, -0.0268555842f, 0.00519192405f, -0.000804337091f,
                     7.96675813e-5f),
          a, a);
  const F32 held = min(F32::all(3.95f), a);
  const F32 logarithm = polynomial(held, -0.000203405521f, -1.1276437f, -0.637235999f, -0.103884399f, 0.0222041439f,
                                   -0.00303749321f, 0.000195352113f);
  const Reduced at = reduced(logarithm);
  const F32 large = F32::all(1.0f) - scale(smallPower(at), at.n);
  return withSign(select(less(a, F32::all(0.925f)), small, large), x);
}

// a · b · (1 + much + little), rounded once but for a little.
MARIANA_INLINE F32 productAndMore(F32 a, F32 b, F32 much, F32 little) {
  if constexpr (F32::fused) {
    const F32 product = a * b;
    return product + fma(product, much, fma(product, little, fma(a, b, -product)));
  }
  const F32 more = much + little;
  const auto wide = [](F64 c, F64 d, F64 e) { return c * d + c * d * e; };
  return narrow(wide(lowHalf(a), lowHalf(b), lowHalf(more)), wide(highHalf(a), highHalf(b), highHalf(more)));
}

// factor · Φ(−a) for a from 0 to below 15, as value · 2^exponent: Mills' ratio times e^(−a²/2). a² is taken apart into the
// square of a's first half, which is exact, and a rest.
struct Tail {
  F32 value, exponent;
};
MARIANA_INLINE Tail normalTail(F32 a, F32 factor) {
  const F32 first = floats(bits(a) & I32::all(static_cast<int32_t>(0xfffff000u)));
  const F32 rest = a - first;
  const F32 exact = first * first * F32::all(-0.5f);
  const F32 little = rest * fma(rest, F32::all(0.5f), first);
  const F32 n = nearest(a * a, -0.72134752f);
  const F32 left = fnma(n, F32::all(0.693145752f), exact), low = fma(n, F32::all(1.42860677e-6f), little);
  return {productAndMore(factor, millsRatio(a), left, curveOfPower({n, left, low, left - low})), n};
}

// x Φ(x). Below 0, x is multiplied in before the power of two, which may leave the normal numbers.
MARIANA_INLINE F32 gelu(F32 x) {
  const auto below = lessEqual(x, F32::zero());
  const Tail tail = normalTail(min(F32::all(14.99f), abs(x)), select(below, max(F32::all(-15.0f), x), F32::all(1.0f)));
  const F32 product = scale(tail.value, tail.exponent);
  const F32 result = select(below, product, fnma(min(F32::all(20.0f), x), product, x));
  const F32 edge = select(equal(x, F32::zero()), x, F32::all(__builtin_nanf("")));  // −∞ · 0
  return select(either(equal(x, F32::zero()), equal(x, F32::all(-infinity32))), edge, result);
}

// The x with erf x = y, as y times a function of w = −log(1 − y²): a polynomial of it, or from 5 on of its root.
MARIANA_INLINE F32 erfInv(F32 y) {
  const F32 x = widened(y, [](F64 v) {
    const F64 one = F64::all(1.0);
    const F64 w = -wideLog(max(F64::all(1e-300), (one - v) * (one + v)));
    const F64 near = w - F64::all(2.5), far = sqrt(w) - F64::all(3.1);
    const F64 first =
        polynomial(near, 1.5014093516933453, 0.24664027578540521, -0.0041773246388246881, -0.0012527048790135823,
                   0.00021826355971048524, -4.9987574948677603e-06, -3.4260128174086668e-06, 4.7969808591971333e-07,
                   1.6457297208734754e-08, -1.102310897496668e-08, 4.3702983209757675e-10, 1.3285394878895695e-10);
    const F64 second =
        polynomial(far, 2.9332316696369025, 1.0033560754602733, 0.0074602752641457319, -0.0056955692959376652,
                   0.0041190863666422045, -0.0027202969007879951, 0.0013278140857748905, -0.00028863788222447783,
                   -0.00014872390931391412, 0.00013148357820690117, -2.8226016848147599e-05);
    return v * select(less(w, F64::all(5.0)), first, second);
  });
  const F32 size = abs(y), one = F32::all(1.0f);
  const F32 edge = select(equal(size, one), withSign(F32::all(infinity32), y), F32::all(__builtin_nanf("")));
  return select(less(size, one), x, edge);
}

}  // namespace mariana::MARIANA_ISA
