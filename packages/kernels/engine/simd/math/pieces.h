// Functions of a size in thirty-two pieces of equal width, for instruction sets that look up one of 32 numbers in one step:
// there a polynomial with coefficients of its own for each piece takes half the time of an exponential and a division.
#pragma once
#include "simd/math/common.h"

namespace mariana::MARIANA_ISA {

constexpr bool hasPieces = F32::lanes == 16;

// From 0 to `end`, below 31.5 / perUnit; piece i is around i / perUnit. Of each there are a middle, moved a little so that the
// function there is nearly a float, and the coefficients of a polynomial of the distance from it.
struct Pieces {
  float perUnit, end;
  alignas(64) float rows[8][32];
};

// A template so that sets without such a step need not have lookUp of 32.
template <class V>
MARIANA_INLINE V inPieces(const Pieces& pieces, V a) {
  const auto piece = bits(fma(a, V::all(pieces.perUnit), V::all(12582912.0f)));  // its last bits are a whole number
  const V d = a - lookUp(pieces.rows[0], piece);
  V y = lookUp(pieces.rows[7], piece);
  unrolled<6>([&](auto i) MARIANA_INLINE_BODY { y = fma(y, d, lookUp(pieces.rows[6 - i], piece)); });
  return y;
}

// x times a function that is y at −|x| and 1 − y at |x|, in pieces that end where it is 1; `of` is for what lies as far below 0.
template <class V, class Of>
MARIANA_INLINE V gatedInPieces(const Pieces& pieces, V x, const Of& of) {
  const V a = min(V::all(pieces.end), abs(x)), y = inPieces(pieces, a);
  const V near = select(less(x, V::zero()), x * y, fnma(a, y, x));
  const auto far = less(x, V::all(-pieces.end));
  return anyOf(far) ? select(far, of(x), near) : near;
}

}  // namespace mariana::MARIANA_ISA
