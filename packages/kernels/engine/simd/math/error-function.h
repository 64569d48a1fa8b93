// The error function, and what is made of the normal distribution.
#pragma once
#include "simd/math/exponential.h"
#include "simd/math/logarithm.h"
#include "simd/math/mills-ratio.h"
#include "simd/math/normal-pieces.h"

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

// −a² / 2 = value − rest. Where products are rounded, a is taken apart into a first half, whose square is exact, and a rest.
MARIANA_INLINE Two halfSquare(F32 a) {
  const F32 half = F32::all(-0.5f) * a;
  if constexpr (F32::fused) {
    const F32 value = half * a;
    return {value, fnma(half, a, value)};
  }
  const F32 first = floats(bits(a) & I32::all(static_cast<int32_t>(0xfffff000u))), rest = a - first;
  return {F32::all(-0.5f) * first * first, rest * fma(rest, F32::all(0.5f), first)};
}

// a · ratio · (1 + more), rounded once but for what is small.
MARIANA_INLINE F32 product(F32 a, Two ratio, F32 more) {
  if constexpr (F32::fused) {
    const F32 rest = fma(ratio.value, more, fma(ratio.rest, more, ratio.rest));
    return fma(a, ratio.value, a * rest);
  }
  const auto wide = [](F64 b, F64 value, F64 rest, F64 c) { return b * (value + rest) * (c + F64::all(1.0)); };
  return narrow(wide(lowHalf(a), lowHalf(ratio.value), lowHalf(ratio.rest), lowHalf(more)),
                wide(highHalf(a), highHalf(ratio.value), highHalf(ratio.rest), highHalf(more)));
}

// x Φ(x) as max(x, 0) − a Φ(−a) with a = |x|, which is Mills' ratio times a e^(−a²/2). a is multiplied in before the power of
// two, which leaves the normal numbers beyond 12.5; before that, as in most vectors, one power does. It makes no other result.
MARIANA_INLINE F32 geluByTail(F32 x) {
  const F32 size = abs(x), a = min(F32::all(14.7f), size);
  const Two square = halfSquare(a);
  const F32 magic = F32::all(12582912.0f + 127.0f);  // as `nearest`; the last bits of what is added to it are an exponent
  const F32 exponent = fma(square.value, F32::all(1.44269504f), magic), n = exponent - magic;
  const F32 left = fnma(n, F32::all(0.693145752f), square.value), low = fma(n, F32::all(1.42860677e-6f), square.rest);
  const F32 tail = product(a, millsRatio(a), left + curveOfPower({n, left, low, left - low}));
  if (!F32::scales && !anyOf(less(F32::all(12.5f), size))) {
    return fnma(tail, floats(shiftLeft<23>(bits(exponent))), max(F32::zero(), x));
  }
  return aboveZero(x) - scale(tail, n);
}

// x Φ(x), which is x − a Φ(−a) above 0, and −a Φ(−a) below.
MARIANA_INLINE F32 gelu(F32 x) {
  if constexpr (hasPieces) return gatedInPieces(normalPieces, x, [](F32 far) { return geluByTail(far); });
  return geluByTail(x);
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
