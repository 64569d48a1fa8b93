// Small matrix products for recurrent networks: C = A · B with B packed once and used at many steps. A thread computes a
// product alone, and each element sums in the order of k: nothing depends on the number of threads.
#pragma once
#include "kernels/matrix.h"
#include "simd/vector.h"

namespace mariana::MARIANA_ISA {

// How many columns a panel has: as many as a tile of accumulators is wide.
template <class V>
constexpr int panelWidth = (V::lanes == 16 || (V::lanes == 8 && sizeof(typename V::T) == 8) ? 4 : 2) * V::lanes;

// The size of `columns` columns of k elements, packed.
template <class V>
MARIANA_INLINE int64_t packedSize(int64_t k, int64_t columns) {
  return (columns + panelWidth<V> - 1) / panelWidth<V> * panelWidth<V> * k;
}

// Packs B, whose element [i, j] is at(i, j), into panels of columns; beyond the last column stand zeros.
template <class V, class At>
MARIANA_INLINE void packPanels(int64_t k, int64_t columns, typename V::T* packed, const At& at) {
  for (int64_t first = 0; first < columns; first += panelWidth<V>) {
    const int64_t width = columns - first < panelWidth<V> ? columns - first : panelWidth<V>;
    for (int64_t i = 0; i < k; i++, packed += panelWidth<V>) {
      for (int64_t j = 0; j < width; j++) packed[j] = at(i, first + j);
      for (int64_t j = width; j < panelWidth<V>; j++) packed[j] = 0;
    }
  }
}

enum class Begin { zero, there, bias };

template <class V, int rows, Begin begin>
MARIANA_INLINE void tile(Matrix<typename V::T> a, int64_t k, const typename V::T* panel, const typename V::T* bias,
                         typename V::T* c, int64_t stride, int64_t width) {
  constexpr int vectors = panelWidth<V> / V::lanes;
  V sums[rows][vectors];
  int count[vectors];
  unrolled<vectors>([&](auto v) MARIANA_INLINE_BODY {
    const int64_t left = width - v * V::lanes;
    count[v] = static_cast<int>(left < 0 ? 0 : left < V::lanes ? left : V::lanes);
  });
  unrolled2<rows, vectors>([&](auto r, auto v) MARIANA_INLINE_BODY {
    if constexpr (begin == Begin::zero) sums[r][v] = V::zero();
    if constexpr (begin == Begin::there) sums[r][v] = V::load(c + r * stride + v * V::lanes, count[v]);
    if constexpr (begin == Begin::bias) sums[r][v] = V::load(bias + v * V::lanes, count[v]);
  });
  for (int64_t i = 0; i < k; i++, panel += panelWidth<V>) {
    V b[vectors];
    unrolled<vectors>([&](auto v) MARIANA_INLINE_BODY { b[v] = V::load(panel + v * V::lanes); });
    unrolled<rows>([&](auto r) MARIANA_INLINE_BODY {
      const V x = V::all(a.data[r * a.row + i * a.column]);
      unrolled<vectors>([&](auto v) MARIANA_INLINE_BODY { sums[r][v] = fma(x, b[v], sums[r][v]); });
    });
  }
  unrolled2<rows, vectors>([&](auto r, auto v) MARIANA_INLINE_BODY { sums[r][v].store(c + r * stride + v * V::lanes, count[v]); });
}

template <class V, Begin begin>
MARIANA_INLINE void panels(Matrix<typename V::T> a, int64_t rows, int64_t k, const typename V::T* packed, int64_t columns,
                           const typename V::T* bias, typename V::T* c, int64_t stride) {
  for (int64_t first = 0; first < columns; first += panelWidth<V>, packed += k * panelWidth<V>) {
    const auto* from = bias == nullptr ? nullptr : bias + first;
    int64_t r = 0;
    for (; r + 4 <= rows; r += 4) tile<V, 4, begin>(a.from(r, 0), k, packed, from, c + r * stride + first, stride, columns - first);
    for (; r < rows; r++) tile<V, 1, begin>(a.from(r, 0), k, packed, from, c + r * stride + first, stride, columns - first);
  }
}
template <Begin begin>
MARIANA_APART void panelsOfDoubles(Matrix<double> a, int64_t rows, int64_t k, const double* packed, int64_t columns,
                                   const double* bias, double* c, int64_t stride) {
  panels<F64, begin>(a, rows, k, packed, columns, bias, c, stride);
}

// C [rows, columns] = A · packed B, plus what is there or a bias. That of floats is inlined, for what is known of A and of the
// bias where it is called; of doubles there are fewer programs.
template <class V, Begin begin>
MARIANA_INLINE void panelProduct(Matrix<typename V::T> a, int64_t rows, int64_t k, const typename V::T* packed,
                                 int64_t columns, const typename V::T* bias, typename V::T* c, int64_t stride) {
  if constexpr (sizeof(typename V::T) == sizeof(float)) panels<V, begin>(a, rows, k, packed, columns, bias, c, stride);
  else panelsOfDoubles<begin>(a, rows, k, packed, columns, bias, c, stride);
}

}  // namespace mariana::MARIANA_ISA
