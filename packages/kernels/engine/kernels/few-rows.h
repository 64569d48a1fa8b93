// Matrix products in which B is read once, as it lies: of few rows, or of few numbers in all. Which way a product goes, and
// in what order an element is summed, follows from shapes and layouts alone.
#pragma once
#include "kernels/gemm-pack.h"
#include "kernels/rows.h"
#include "kernels/small-product.h"

namespace mariana::MARIANA_ISA {

// to += a's elements 0…rows−1 times as many rows of B, over `length` columns.
template <class V, int rows>
MARIANA_INLINE void addRows(const typename V::T* a, int64_t step, const typename V::T* b, int64_t apart, typename V::T* to,
                            int64_t length) {
  V factors[rows];
  unrolled<rows>([&](auto r) MARIANA_INLINE_BODY { factors[r] = V::all(a[r * step]); });
  eachVector<V>(length, [&](int64_t at, int count) {
    V sum = loadSome<V>(to + at, count);
    unrolled<rows>([&](auto r) MARIANA_INLINE_BODY { sum = fma(factors[r], loadSome<V>(b + r * apart + at, count), sum); });
    storeSome(sum, to + at, count);
  });
}

// C [m, n] = A · B where the rows of B are contiguous.
template <class V>
static void productByRows(Matrix<typename V::T> a, Matrix<typename V::T> b, typename V::T* c, int64_t m, int64_t n, int64_t k) {
  constexpr int64_t together = 4;
  parallelFor(n, 32768 / (m * k + 1) + 64, [=](int64_t begin, int64_t end) {
    const int64_t length = end - begin;
    for (int64_t i = 0; i < m; i++) {
      for (int64_t j = begin; j < end; j++) c[i * n + j] = 0;
    }
    int64_t p = 0;
    for (; p + together <= k; p += together) {
      for (int64_t i = 0; i < m; i++) {
        addRows<V, together>(a.from(i, p).data, a.column, b.from(p, begin).data, b.row, c + i * n + begin, length);
      }
    }
    for (; p < k; p++) {
      for (int64_t i = 0; i < m; i++) {
        addRows<V, 1>(a.from(i, p).data, a.column, b.from(p, begin).data, b.row, c + i * n + begin, length);
      }
    }
  });
}

// C [rows, columns] = A · B where the rows of A and the columns of B are contiguous: two sums an element, for the even and
// the odd vectors of k, so that neighbours do not matter.
template <class V, int rows, int columns>
MARIANA_INLINE void dots(const typename V::T* a, int64_t aStep, const typename V::T* b, int64_t bStep, typename V::T* c,
                         int64_t cStep, int64_t k) {
  V even[rows][columns], odd[rows][columns];
  unrolled2<rows, columns>([&](auto r, auto j) MARIANA_INLINE_BODY { even[r][j] = odd[r][j] = V::zero(); });
  const auto add = [&](V (&sums)[rows][columns], int64_t at, int count) {
    V y[columns];
    unrolled<columns>([&](auto j) MARIANA_INLINE_BODY { y[j] = loadSome<V>(b + j * bStep + at, count); });
    unrolled<rows>([&](auto r) MARIANA_INLINE_BODY {
      const V x = loadSome<V>(a + r * aStep + at, count);
      unrolled<columns>([&](auto j) MARIANA_INLINE_BODY { sums[r][j] = fma(x, y[j], sums[r][j]); });
    });
  };
  int64_t p = 0;
  for (; p + 2 * V::lanes <= k; p += 2 * V::lanes) add(even, p, V::lanes), add(odd, p + V::lanes, V::lanes);
  if (p + V::lanes <= k) add(even, p, V::lanes), p += V::lanes;
  if (p < k) add(odd, p, static_cast<int>(k - p));
  unrolled2<rows, columns>([&](auto r, auto j) MARIANA_INLINE_BODY { c[r * cStep + j] = sum(even[r][j] + odd[r][j]); });
}

// C [m, n] = A · B, both contiguous along k.
template <class V>
static void productByDots(const typename V::T* a, int64_t aStep, const typename V::T* b, int64_t bStep, typename V::T* c,
                          int64_t m, int64_t n, int64_t k) {
  constexpr int rows = V::lanes * sizeof(typename V::T) == 64 ? 4 : 2;  // as many sums as there are registers for
  parallelFor(n, 32768 / (m * k + 1) + 1, [=](int64_t begin, int64_t end) {
    int64_t j = begin;
    for (; j + 4 <= end; j += 4) {
      int64_t i = 0;
      for (; i + rows <= m; i += rows) {
        dots<V, rows, 2>(a + i * aStep, aStep, b + j * bStep, bStep, c + i * n + j, n, k);
        dots<V, rows, 2>(a + i * aStep, aStep, b + (j + 2) * bStep, bStep, c + i * n + j + 2, n, k);
      }
      for (; i < m; i++) dots<V, 1, 4>(a + i * aStep, aStep, b + j * bStep, bStep, c + i * n + j, n, k);
    }
    for (; j < end; j++) {
      for (int64_t i = 0; i < m; i++) dots<V, 1, 1>(a + i * aStep, aStep, b + j * bStep, bStep, c + i * n + j, n, k);
    }
  });
}

enum class Done { yes, no, outOfMemory };

// C [m, n] = A · B if it is a case for one of these.
template <class V>
static Done productOfFew(Matrix<typename V::T> a, Matrix<typename V::T> b, typename V::T* c, int64_t m, int64_t n, int64_t k) {
  using T = typename V::T;
  constexpr int64_t fewDots = 16, fewRows = 3, fewColumns = 4096, fewProducts = 300000;
  if (m <= fewRows && b.column == 1 && (n > 1 || b.row != 1)) {
    productByRows<V>(a, b, c, m, n, k);
    return Done::yes;
  }
  if (m <= fewDots && b.row == 1 && (m <= fewRows || k >= 8 * V::lanes)) {
    if (a.column == 1) {
      productByDots<V>(a.data, a.row, b.data, b.column, c, m, n, k);
      return Done::yes;
    }
    Scratch<T> rows(m * k);
    if (!rows) return Done::outOfMemory;
    for (int64_t p = 0; p < k; p++) {
      for (int64_t i = 0; i < m; i++) rows[i * k + p] = *a.from(i, p).data;
    }
    productByDots<V>(rows.data(), k, b.data, b.column, c, m, n, k);
    return Done::yes;
  }
  if (n * k > fewColumns || m * n * k > fewProducts) return Done::no;
  if (b.column == 1) {
    smallProduct<V>(a, b.data, b.row, c, n, m, n, k, false);
    return Done::yes;
  }
  Scratch<T> turned(n * k);
  if (!turned) return Done::outOfMemory;
  packLines<V>(b.data, b.column, b.row, n, k, n, turned.data());
  smallProduct<V>(a, turned.data(), n, c, n, m, n, k, false);
  return Done::yes;
}

}  // namespace mariana::MARIANA_ISA
