// The error function, and what is made of the normal distribution.
#pragma once
#include "simd/math/exponential.h"
#include "simd/math/logarithm.h"

namespace mariana::MARIANA_ISA {

// Up to 0.925 an odd polynomial, from there 1 − e^p(|x|).
MARIANA_INLINE F32 erf(F32 x) {
  const F32 a = abs(x), z = a * a;
  const F32 small =
      fma(polynomial(z, 0.128379166f, -0.376126289f, 0.112836242f, -0.0268555842f, 0.00519192405f, -0.000804337091f, 7.96675813e-5f),
          a, a);
  const F32 held = min(F32::all(3.95f), a);
  const F32 logarithm = polynomial(held, -0.000203405521f, -1.1276437f, -0.637235999f, -0.103884399f, 0.0222041439f,
                                   -0.00303749321f, 0.000195352113f);
  const Reduced at = reduced(logarithm);
  const F32 large = F32::all(1.0f) - scale(smallPower(at), at.n);
  return withSign(select(less(a, F32::all(0.925f)), small, large), x);
}

// factor · Φ(−a) for a in 0…15 as value · 2^exponent: e^(−a²/2) times Mills' ratio with 1/√2π, which is a polynomial of
// t = (a − c) / (a + c) over a + c. a² is taken apart into the square of a's first half, which is exact, and a rest. What
// the factors would lose one after the other they keep in float64.
struct Scaled {
  F32 value, exponent;
};
MARIANA_INLINE Scaled normalTail(F32 a, F32 factor) {
  constexpr float c = 3.375f;
  const F32 t = fma(a + a, F32::all(1.0f) / (a + F32::all(c)), F32::all(-1.0f));
  const F32 slope = polynomial(t, -0.552992225f, 0.295375794f, -0.0983842984f, 0.00872025359f, 0.00782470964f, -0.00225446071f,
                               -0.000850311422f, 0.00031292421f, 0.000136914401f);
  const F32 first = floats(bits(a) & I32::all(static_cast<int32_t>(0xfffff000u)));
  const F32 rest = a - first;
  const F32 exact = first * first * F32::all(-0.5f);
  const F32 little = rest * fma(rest, F32::all(0.5f), first);
  const F32 n = nearest(exact * F32::all(1.44269504f));
  const F32 left = fnma(n, F32::all(0.693145752f), exact), low = fma(n, F32::all(1.42860677e-6f), little);
  const Two power = smallPowerParts({n, left, low, left - low});
  const auto product = [](F64 at, F64 by, F64 along, F64 one, F64 two) {
    const F64 inverse = F64::all(1.0) / (at + F64::all(c));
    const F64 p = fma(along, fma(at + at, inverse, F64::all(-1.0)), F64::all(0.741080284));
    return p * inverse * ((one + two) * by);
  };
  return {narrow(product(lowHalf(a), lowHalf(factor), lowHalf(slope), lowHalf(power.value), lowHalf(power.rest)),
                 product(highHalf(a), highHalf(factor), highHalf(slope), highHalf(power.value), highHalf(power.rest))),
          n};
}

// x Φ(x). Below 0, x is multiplied in before the power of two, which may leave the normal numbers.
MARIANA_INLINE F32 gelu(F32 x) {
  const auto below = lessEqual(x, F32::zero());
  const Scaled tail = normalTail(min(F32::all(15.0f), abs(x)), select(below, max(F32::all(-15.0f), x), F32::all(1.0f)));
  const F32 product = scale(tail.value, tail.exponent);
  const F32 result = select(below, product, fnma(min(F32::all(20.0f), x), product, x));
  return select(equal(x, F32::all(-infinity32)), F32::all(__builtin_nanf("")), result);  // −∞ · 0
}

// The x with erf x = y, as y times a function of w = −log(1 − y²): a polynomial of it, or from 5 on of its root.
MARIANA_INLINE F32 erfInv(F32 y) {
  const F32 x = widened(y, [](F64 v) {
    const F64 one = F64::all(1.0);
    const F64 w = -wideLog(max(F64::all(1e-300), (one - v) * (one + v)));
    const F64 near = w - F64::all(2.5), far = sqrt(w) - F64::all(3.1);
    const F64 first = polynomial(near, 1.5014093516933453, 0.24664027578540521, -0.0041773246388246881, -0.0012527048790135823,
                                 0.00021826355971048524, -4.9987574948677603e-06, -3.4260128174086668e-06, 4.7969808591971333e-07,
                                 1.6457297208734754e-08, -1.102310897496668e-08, 4.3702983209757675e-10, 1.3285394878895695e-10);
    const F64 second = polynomial(far, 2.9332316696369025, 1.0033560754602733, 0.0074602752641457319, -0.0056955692959376652,
                                  0.0041190863666422045, -0.0027202969007879951, 0.0013278140857748905, -0.00028863788222447783,
                                  -0.00014872390931391412, 0.00013148357820690117, -2.8226016848147599e-05);
    return v * select(less(w, F64::all(5.0)), first, second);
  });
  const F32 size = abs(y), one = F32::all(1.0f);
  return select(less(size, one), x, select(equal(size, one), withSign(F32::all(infinity32), y), F32::all(__builtin_nanf(""))));
}

}  // namespace mariana::MARIANA_ISA
