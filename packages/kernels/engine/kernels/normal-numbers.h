// Normal numbers from random words: the same bits as packages/tensor/src/random/normal.ts and normal-double.ts, which define
// them. They are the inverse of the distribution function: Wichura, Algorithm AS 241, The percentage points of the normal
// distribution (1988), PPND7 for float32 and PPND16 for float64.
#pragma once
#include <math.h>
#include <string.h>

#include "isa.h"

namespace mariana::MARIANA_ISA {

MARIANA_INLINE float central(float q) {
  const float r = 0.180625f - q * q;
  const float above = ((59.10937472f * r + 159.29113202f) * r + 50.434271938f) * r + 3.3871327179f;
  const float below = ((67.1875636f * r + 78.757757664f) * r + 17.895169469f) * r + 1.0f;
  return q * above / below;
}

MARIANA_INLINE float minusLog(float p) {
  int32_t bits;
  memcpy(&bits, &p, sizeof bits);
  const int32_t exponent = (bits - 0x3f3504f3) >> 23;
  bits = static_cast<int32_t>(static_cast<uint32_t>(bits) - (static_cast<uint32_t>(exponent) << 23));
  float m;
  memcpy(&m, &bits, sizeof m);
  const float s = (m - 1.0f) / (m + 1.0f);
  const float s2 = s * s;
  constexpr float third = static_cast<float>(1.0 / 3), fifth = static_cast<float>(1.0 / 5);
  constexpr float seventh = static_cast<float>(1.0 / 7), ninth = static_cast<float>(1.0 / 9);
  const float series = (((ninth * s2 + seventh) * s2 + fifth) * s2) + third;
  const float logM = (2.0f * s) * (1.0f + series * s2);
  constexpr float ln2 = static_cast<float>(0.6931471805599453);
  return -static_cast<float>(exponent) * ln2 - logM;
}

MARIANA_INLINE float tail(float p) {
  const float r = ::sqrtf(minusLog(p)) - 1.6f;
  const float above = ((0.17023821103f * r + 1.3067284816f) * r + 2.75681539f) * r + 1.4234372777f;
  const float below = (0.12021132975f * r + 0.7370016425f) * r + 1.0f;
  return above / below;
}

template <bool truncated>
MARIANA_INLINE float normal(uint32_t word) {
  const uint32_t u = 2u * (word & 0x7fffffffu) + 1u;
  const float middle = static_cast<float>(0u - u);  // 2³² − u
  constexpr float reach = static_cast<float>(0.4772498309612274);
  const float q = truncated ? reach * (middle * 2.3283064365386963e-10f) : middle * 1.1641532182693481e-10f;
  // Both of them, so that it can be vectors.
  const float inner = central(q), outer = tail(truncated ? 0.5f - q : static_cast<float>(u) * 1.1641532182693481e-10f);
  const float z = q < 0.425f ? inner : outer;  // the float lies above 0.425
  return word >> 31 == 1 ? -z : z;
}

// Coefficients of PPND16, from the constant upwards.
namespace ppnd16 {
constexpr double a[] = {3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
                        45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727};
constexpr double b[] = {1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077,
                        21213.794301586595867, 39307.89580009271061, 28729.085735721942674, 5226.495278852854561};
constexpr double c[] = {1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
                        1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4};
constexpr double d[] = {1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455,
                        0.14810397642748007459, 0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9};
constexpr double e[] = {6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
                        0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr double f[] = {1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525,
                        7.868691311456132591e-4, 1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15};
constexpr double oddReciprocals[] = {1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9,  1.0 / 11,
                                     1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21};
}  // namespace ppnd16

template <int count>
MARIANA_INLINE double horner(const double (&coefficients)[count], double x) {
  double total = coefficients[count - 1];
  for (int i = count - 2; i >= 0; i--) total = total * x + coefficients[i];
  return total;
}

MARIANA_INLINE double central(double q) {
  const double r = 0.180625 - q * q;
  return q * horner(ppnd16::a, r) / horner(ppnd16::b, r);
}

MARIANA_INLINE double minusLog(double p) {
  int64_t bits;
  memcpy(&bits, &p, sizeof bits);
  const int32_t exponent = (static_cast<int32_t>(bits >> 32) - 0x3fe6a09e) >> 20;
  bits = static_cast<int64_t>(static_cast<uint64_t>(bits) - (static_cast<uint64_t>(exponent) << 52));
  double m;
  memcpy(&m, &bits, sizeof m);
  const double s = (m - 1) / (m + 1);
  const double s2 = s * s;
  return -static_cast<double>(exponent) * 0.6931471805599453 - 2 * s * (1 + horner(ppnd16::oddReciprocals, s2) * s2);
}

MARIANA_INLINE double tail(double p) {
  const double r = ::sqrt(minusLog(p));
  return r <= 5 ? horner(ppnd16::c, r - 1.6) / horner(ppnd16::d, r - 1.6) : horner(ppnd16::e, r - 5) / horner(ppnd16::f, r - 5);
}

MARIANA_INLINE double normal(uint32_t first, uint32_t second, bool truncated) {
  const uint64_t k = uint64_t{first & 0x7fffffffu} << 21 | second >> 11;
  const double u = static_cast<double>(static_cast<int64_t>(2 * k + 1));
  const double middle = 9007199254740992.0 - u;
  constexpr double reach = 0.4772498680518208, unit = 1.1102230246251565e-16;  // 2⁻⁵³
  const double q = truncated ? reach * (middle * unit) : middle * (unit / 2);
  const double z = q <= 0.425 ? central(q) : tail(truncated ? 0.5 - q : u * (unit / 2));
  return first >> 31 == 1 ? -z : z;
}

}  // namespace mariana::MARIANA_ISA
