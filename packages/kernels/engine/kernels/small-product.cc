// The product of small-product.h.
#include "kernels/small-product.h"

#include "kernels/rows.h"

namespace mariana::MARIANA_ISA {
namespace {

template <class V, int rows, int vectors>
MARIANA_INLINE void productBlock(Matrix<typename V::T> a, const typename V::T* b, int64_t ldb, typename V::T* c,
                                 int64_t ldc, int64_t depth, int lastCount, bool add) {
  V sums[rows][vectors];
  const auto countOf = [&](int v) { return v == vectors - 1 ? lastCount : V::lanes; };
  unrolled2<rows, vectors>([&](auto r, auto v) MARIANA_INLINE_BODY {
    sums[r][v] = add ? loadSome<V>(c + r * ldc + v * V::lanes, countOf(v)) : V::zero();
  });
  for (int64_t k = 0; k < depth; k++) {
    V row[vectors];
    unrolled<vectors>([&](auto v) MARIANA_INLINE_BODY { row[v] = loadSome<V>(b + k * ldb + v * V::lanes, countOf(v)); });
    unrolled<rows>([&](auto r) MARIANA_INLINE_BODY {
      const V x = V::all(a.data[r * a.row + k * a.column]);
      unrolled<vectors>([&](auto v) MARIANA_INLINE_BODY { sums[r][v] = fma(x, row[v], sums[r][v]); });
    });
  }
  unrolled2<rows, vectors>([&](auto r, auto v) MARIANA_INLINE_BODY { storeSome(sums[r][v], c + r * ldc + v * V::lanes, countOf(v)); });
}

template <class V, int vectors>
MARIANA_INLINE void productColumns(Matrix<typename V::T> a, const typename V::T* b, int64_t ldb, typename V::T* c,
                                   int64_t ldc, int64_t m, int64_t depth, int lastCount, bool add) {
  // Few columns leave registers for more rows.
  constexpr size_t bytes = V::lanes * sizeof(typename V::T);
  constexpr int tall = vectors == 1 || (vectors == 2 && bytes == 64) ? 8 : vectors == 2 && bytes == 32 ? 6 : 4;
  int64_t i = 0;
  if constexpr (tall > 4) {
    for (; i + tall <= m; i += tall, a.data += tall * a.row) {
      productBlock<V, tall, vectors>(a, b, ldb, c + i * ldc, ldc, depth, lastCount, add);
    }
  }
  for (; i + 4 <= m; i += 4, a.data += 4 * a.row) {
    productBlock<V, 4, vectors>(a, b, ldb, c + i * ldc, ldc, depth, lastCount, add);
  }
  for (; i < m; i++, a.data += a.row) {
    productBlock<V, 1, vectors>(a, b, ldb, c + i * ldc, ldc, depth, lastCount, add);
  }
}

}  // namespace

template <class V>
void smallProduct(Matrix<typename V::T> a, const typename V::T* b, int64_t ldb, typename V::T* c, int64_t ldc,
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

template void smallProduct<F32>(Matrix<float>, const float*, int64_t, float*, int64_t, int64_t, int64_t, int64_t, bool);
template void smallProduct<F64>(Matrix<double>, const double*, int64_t, double*, int64_t, int64_t, int64_t, int64_t, bool);

}  // namespace mariana::MARIANA_ISA
