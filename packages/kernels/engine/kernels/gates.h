// What recurrent cells squash with, with an absolute error below 2e-7 in float32.
#pragma once
#include "exp-below.h"

namespace mariana::MARIANA_ISA {

// 1 / (1 + e^−x), without overflow on either side.
template <class V>
MARIANA_INLINE V gateSigmoid(V x) {
  const V power = expBelow(V::zero() - abs(x));
  const V one = V::all(1);
  return select(less(x, V::zero()), power, one) / (one + power);
}

// (1 − e^−2|x|) / (1 + e^−2|x|) with the sign of x.
template <class V>
MARIANA_INLINE V gateTanh(V x) {
  const V power = expBelow(V::all(-2) * abs(x));
  const V one = V::all(1);
  const V size = (one - power) / (one + power);
  return select(less(x, V::zero()), V::zero() - size, size);
}

}  // namespace mariana::MARIANA_ISA
