// Products of tiles that lie in the innermost cache: C [m, n] = A B, or C + A B. Rows of B and C are contiguous; A's elements
// lie anywhere, so that it may be transposed. Each element is summed in order.
#pragma once
#include "rows.h"

namespace mariana::MARIANA_ISA {

template <class T>
struct TileView {
  const T* data;
  int64_t rowStep, columnStep;
};

template <class V, int rows, int vectors>
MARIANA_INLINE void productBlock(const TileView<typename V::T>& a, const typename V::T* b, int64_t ldb, typename V::T* c,
                                 int64_t ldc, int64_t depth, int lastCount, bool add) {
  V sums[rows][vectors];
  const auto countOf = [&](int v) { return v == vectors - 1 ? lastCount : V::lanes; };
  for (int r = 0; r < rows; r++) {
    for (int v = 0; v < vectors; v++) {
      sums[r][v] = add ? loadSome<V>(c + r * ldc + v * V::lanes, countOf(v)) : V::zero();
    }
  }
  for (int64_t k = 0; k < depth; k++) {
    V row[vectors];
    for (int v = 0; v < vectors; v++) row[v] = loadSome<V>(b + k * ldb + v * V::lanes, countOf(v));
    for (int r = 0; r < rows; r++) {
      const V x = V::all(a.data[r * a.rowStep + k * a.columnStep]);
      for (int v = 0; v < vectors; v++) sums[r][v] = fma(x, row[v], sums[r][v]);
    }
  }
  for (int r = 0; r < rows; r++) {
    for (int v = 0; v < vectors; v++) storeSome(sums[r][v], c + r * ldc + v * V::lanes, countOf(v));
  }
}

template <class V, int vectors>
MARIANA_INLINE void productColumns(TileView<typename V::T> a, const typename V::T* b, int64_t ldb, typename V::T* c,
                                   int64_t ldc, int64_t m, int64_t depth, int lastCount, bool add) {
  // Few columns leave registers for more rows.
  constexpr size_t bytes = V::lanes * sizeof(typename V::T);
  constexpr int tall = vectors == 1 || (vectors == 2 && bytes == 64) ? 8 : vectors == 2 && bytes == 32 ? 6 : 4;
  int64_t i = 0;
  if constexpr (tall > 4) {
    for (; i + tall <= m; i += tall, a.data += tall * a.rowStep) {
      productBlock<V, tall, vectors>(a, b, ldb, c + i * ldc, ldc, depth, lastCount, add);
    }
  }
  for (; i + 4 <= m; i += 4, a.data += 4 * a.rowStep) {
    productBlock<V, 4, vectors>(a, b, ldb, c + i * ldc, ldc, depth, lastCount, add);
  }
  for (; i < m; i++, a.data += a.rowStep) {
    productBlock<V, 1, vectors>(a, b, ldb, c + i * ldc, ldc, depth, lastCount, add);
  }
}

template <class V>
void smallProduct(const TileView<typename V::T>& a, const typename V::T* b, int64_t ldb, typename V::T* c, int64_t ldc,
                  int64_t m, int64_t n, int64_t depth, bool add) {
  constexpr int vectors = V::lanes * sizeof(typename V::T) == 64 ? 4 : 2;  // as many sums as there are registers for
  int64_t j = 0;
  for (; j + vectors * V::lanes <= n; j += vectors * V::lanes) {
    productColumns<V, vectors>(a, b + j, ldb, c + j, ldc, m, depth, V::lanes, add);
  }
  if constexpr (vectors > 2) {
    for (; j + 2 * V::lanes <= n; j += 2 * V::lanes) {
      productColumns<V, 2>(a, b + j, ldb, c + j, ldc, m, depth, V::lanes, add);
    }
  }
  for (; j < n; j += V::lanes) {
    const int count = n - j < V::lanes ? static_cast<int>(n - j) : V::lanes;
    productColumns<V, 1>(a, b + j, ldb, c + j, ldc, m, depth, count, add);
  }
}

}  // namespace mariana::MARIANA_ISA
