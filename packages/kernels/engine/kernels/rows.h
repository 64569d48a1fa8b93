// Rows of numbers, walked one vector at a time. The order of every sum follows from the row's length alone.
#pragma once
#include "simd/vector.h"

namespace mariana::MARIANA_ISA {

// body(place, count) for each vector of a row; count is the number of lanes except in the last one.
template <class V, class Body>
MARIANA_INLINE void eachVector(int64_t length, const Body& body) {
  int64_t i = 0;
  for (; i + V::lanes <= length; i += V::lanes) body(i, V::lanes);
  if (i < length) body(i, static_cast<int>(length - i));
}

// The sum of term(place, count) over a row, in four running sums. Lanes from count on have to be 0.
template <class V, class Term>
MARIANA_INLINE typename V::T sumOfRow(int64_t length, const Term& term) {
  V a = V::zero(), b = V::zero(), c = V::zero(), d = V::zero();
  int64_t i = 0;
  for (; i + 4 * V::lanes <= length; i += 4 * V::lanes) {
    a = a + term(i, V::lanes);
    b = b + term(i + V::lanes, V::lanes);
    c = c + term(i + 2 * V::lanes, V::lanes);
    d = d + term(i + 3 * V::lanes, V::lanes);
  }
  for (; i + V::lanes <= length; i += V::lanes) a = a + term(i, V::lanes);
  if (i < length) b = b + term(i, static_cast<int>(length - i));
  return sum((a + b) + (c + d));
}

template <class V>
MARIANA_INLINE V loadSome(const typename V::T* p, int count) {
  return count == V::lanes ? V::load(p) : V::load(p, count);
}

template <class V>
MARIANA_INLINE void storeSome(V x, typename V::T* p, int count) {
  if (count == V::lanes) x.store(p);
  else x.store(p, count);
}

// x with the lanes from count on at 0.
template <class V>
MARIANA_INLINE V firstOf(V x, int count) {
  if (count == V::lanes) return x;
  typename V::T few[V::lanes];
  x.store(few);
  return V::load(few, count);
}

// 1 / √x
template <class V>
MARIANA_INLINE typename V::T inverseRoot(typename V::T x) {
  typename V::T few[V::lanes];
  (V::all(1) / sqrt(V::all(x))).store(few);
  return few[0];
}

}  // namespace mariana::MARIANA_ISA
