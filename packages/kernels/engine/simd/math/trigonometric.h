// Circular functions and their inverses.
#pragma once
#include "simd/math/common.h"

namespace mariana::MARIANA_ISA {

constexpr double halfPi = 1.5707963267948966;

// x = n π/2 + r with |r| ≤ π/4, for |x| < 2^20. π/2 comes in two parts, of which the first has 33 bits.
struct Turned {
  F64 n, r;
};
MARIANA_INLINE Turned turned(F64 x) {
  const F64 magic = F64::all(6755399441055744.0);  // 1.5 · 2^52
  const F64 n = (x * F64::all(0.6366197723675814) + magic) - magic;
  return {n, fnma(n, F64::all(6.077100506506192e-11), fnma(n, F64::all(1.57079632673412561417e+00), x))};
}

// Lanes beyond that are left to the C library, which reduces any number.
template <class Double>
MARIANA_INLINE F32 farTurned(F32 x, F32 y, const Double& of) {
  const auto far = lessEqual(F32::all(1048576.0f), abs(x));
  if (!anyOf(far)) return y;
  float from[F32::lanes], to[F32::lanes];
  x.store(from);
  y.store(to);
  for (int i = 0; i < F32::lanes; i++) {
    if (!(from[i] < 1048576.0f && from[i] > -1048576.0f)) to[i] = static_cast<float>(of(static_cast<double>(from[i])));
  }
  return F32::load(to);
}

// sin(x + quarters π/2).
template <int quarters>
MARIANA_INLINE F32 sine(F32 x) {
  const Turned low = turned(lowHalf(x)), high = turned(highHalf(x));
  const F32 r = narrow(low.r, high.r), z = r * r;
  const I32 turns = toInt(narrow(low.n, high.n)) + I32::all(quarters);
  const F32 s = fma(polynomial(z, -0.166666552f, 0.00833219104f, -0.00019518609f) * z, r, r);
  const F32 c = fma(polynomial(z, 0.0416666456f, -0.00138873013f, 2.44306684e-5f) * z, z,
                    fnma(z, F32::all(0.5f), F32::all(1.0f)));
  const F32 y = select(equal(turns & I32::all(1), I32::all(1)), c, s);
  return floats(bits(y) ^ shiftLeft<30>(turns & I32::all(2)));
}
MARIANA_INLINE F32 sin(F32 x) {
  const F32 y = farTurned(x, sine<0>(x), [](double far) { return ::sin(far); });
  return select(equal(x, F32::zero()), x, y);
}
MARIANA_INLINE F32 cos(F32 x) {
  return farTurned(x, sine<1>(x), [](double far) { return ::cos(far); });
}
MARIANA_INLINE F32 tan(F32 x) {
  const F32 y = widened(x, [](F64 v) {
    const Turned at = turned(v);
    const F64 z = at.r * at.r;
    const F64 sineSeries = polynomial(z, -0.16666666641606909, 0.0083333293835676919, -0.0001983933407817392,
                                      2.7183041843360118e-06);
    const F64 cosineSeries = polynomial(z, 0.041666666622793211, -0.0013888883750354571, 2.4799519190265542e-05,
                                        -2.7210169233466976e-07);
    const F64 s = fma(sineSeries * z, at.r, at.r);
    const F64 c = fma(cosineSeries * z, z, fnma(z, F64::all(0.5), F64::all(1.0)));
    const auto odd = equal(toInt(at.n) & I64::all(1), I64::all(1));
    return select(odd, -c, s) / select(odd, s, c);
  });
  return select(equal(x, F32::zero()), x, farTurned(x, y, [](double far) { return ::tan(far); }));
}

// Up to 1/2 an odd polynomial, from there π/2 − 2 asin √((1 − |x|) / 2). Beyond 1 it is NaN, as the root.
MARIANA_INLINE F64 wideAsin(F64 x) {
  const F64 a = abs(x);
  const auto large = less(F64::all(0.5), a);
  const F64 z = select(large, fnma(a, F64::all(0.5), F64::all(0.5)), a * a);
  const F64 s = select(large, sqrt(z), a);
  const F64 series = polynomial(z, 0.16666666626575607, 0.075000050587745087, 0.04464068142574365, 0.03042695396193501,
                                0.021861953587533813, 0.020664467893533819, 0.0019340330795842788, 0.032957210973370316);
  const F64 p = fma(series * z, s, s);
  const F64 y = select(large, fnma(p, F64::all(2.0), F64::all(halfPi)), p);
  return select(less(x, F64::zero()), -y, y);
}
MARIANA_INLINE F32 asin(F32 x) {
  return select(equal(x, F32::zero()), x, widened(x, [](F64 v) { return wideAsin(v); }));
}
MARIANA_INLINE F32 acos(F32 x) {
  return widened(x, [](F64 v) { return F64::all(halfPi) - wideAsin(v); });
}

// atan u for 0 ≤ u ≤ 1.
MARIANA_INLINE F64 atanOfRatio(F64 u) {
  const F64 z = u * u;
  const F64 series = polynomial(z, -0.33333333130226322, 0.1999998533356695, -0.14285343348746077, 0.11106369677653362,
                                -0.090549530753519944, 0.075153780274263879, -0.060686772469852913, 0.044366790552399567,
                                -0.026745835565880026, 0.011910963995935461, -0.0033772096851577551, 0.00044919173569983492);
  return fma(series * z, u, u);
}
MARIANA_INLINE F32 atan(F32 x) {
  const F32 y = widened(abs(x), [](F64 a) {
    const auto large = less(F64::all(1.0), a);
    const F64 p = atanOfRatio(select(large, F64::all(1.0) / a, a));
    return select(large, F64::all(halfPi) - p, p);
  });
  return withSign(y, x);
}

// The angle of (x, y), from the ratio of the smaller to the larger. What is infinite is 10^300 here.
MARIANA_INLINE F64 wideAngle(F64 y, F64 x) {
  const F64 up = min(F64::all(1e300), abs(y)), along = min(F64::all(1e300), abs(x));
  const F64 larger = max(up, along);
  const F64 ratio = min(up, along) / select(equal(larger, F64::zero()), F64::all(1.0), larger);
  const F64 p = atanOfRatio(ratio);
  const F64 steep = select(less(along, up), F64::all(halfPi) - p, p);
  return select(less(bits(x), I64::all(0)), F64::all(2 * halfPi) - steep, steep);
}
MARIANA_INLINE F32 atan2(F32 y, F32 x) {
  const F32 angle = narrow(wideAngle(lowHalf(y), lowHalf(x)), wideAngle(highHalf(y), highHalf(x)));
  return select(either(isNan(y), isNan(x)), y + x, withSign(angle, y));
}

}  // namespace mariana::MARIANA_ISA
