// Mills' ratio of the normal distribution with its factor, Φ(−a) e^(a²/2), in eight pieces.
#pragma once
#include "simd/math/common.h"

namespace mariana::MARIANA_ISA {

// Of each piece a middle, moved a little so that the ratio there is nearly a float, and a polynomial of the distance from it.
// Pieces are halves of a power of two of a + 1.2, from 1 to 16.
alignas(32) static const float millsPieces[10][8] = {
    {0.15015f, 0.55005f, 1.29985f, 2.3005f, 3.7992f, 5.7984f, 8.8118f, 12.7998f},
    {0.44531476f, 0.33869177f, 0.22536528f, 0.15100664f, 0.09888142f, 0.0669157f, 0.044711772f, 0.030980995f},
    {-0.33207828f, -0.21264486f, -0.10600122f, -0.05155152f, -0.023271969f, -0.0109383f, -0.0049510836f, -0.0023917442f},
    {0.1977264f, 0.11086317f, 0.0437898f, 0.016206194f, 0.0052332757f, 0.0017455294f, 0.0005419032f, 0.00018357433f},
    {-0.10079276f, -0.05055549f, -0.016360454f, -0.0047563687f, -0.0011299314f, -0.00027234358f, -5.8650374e-05f,
     -1.4009664e-05f},
    {0.045686193f, 0.02076809f, 0.005630884f, 0.0013158859f, 0.00023513912f, 4.160027e-05f, 6.2782924e-06f, 1.0631996e-06f},
    {-0.019136023f, -0.007805455f, -0.0018068077f, -0.00034595715f, -4.7211623e-05f, -6.2185054e-06f, -6.6257417e-07f,
     -8.0233654e-08f},
    {0.0048193405f, 0.0026431903f, 0.0005470168f, 8.755252e-05f, 9.216838e-06f, 9.108827e-07f, 6.956885e-08f,
     6.0157266e-09f},
    {0.0064889984f, -0.0011070409f, -0.00016367658f, -2.081341e-05f, -1.8856705e-06f, -1.4063659e-07f, -7.996838e-09f,
     -4.6376247e-10f},
    {0.045892578f, 0.0010350466f, 4.336442e-05f, 3.4556474e-06f, 3.4424278e-07f, 2.1148612e-08f, 8.079382e-10f,
     3.513035e-11f},
};

// For a from 0 to 14.7, as a sum of two: at the middle, and what is to be added, in which every rounding is small.
MARIANA_INLINE Two millsRatio(F32 a) {
  const I32 piece = shiftRight<22>(bits(fma(a, F32::all(2.0f), F32::all(2.4f))));  // numbers from 2 on begin with piece 0
  const auto of = [piece](int row) { return lookUp(millsPieces[row], piece); };
  const F32 d = a - of(0), square = d * d;
  const F32 third = fma(of(9), d, of(8)), second = fma(of(7), d, of(6)), first = fma(of(5), d, of(4));
  const F32 curve = fma(fma(third, square, second), square, first);
  return {of(1), fma(fma(curve, d, of(3)), d, of(2)) * d};
}

}  // namespace mariana::MARIANA_ISA
