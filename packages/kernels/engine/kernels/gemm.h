// Matrix products. B is packed into panels, a block of k at a time, that stay in the first cache while rows of A pass by.
// Each element of C sums in the order of k, whatever the number of threads.
#pragma once
#include "kernels/panel-product.h"

namespace mariana::MARIANA_ISA {

// Element [i, j] of a matrix lies at data[i · row + j · column].
template <class T>
struct Matrix {
  const T* data;
  int64_t row, column;
};

constexpr int64_t depth = 128;  // rows of B in a block: a panel of them fits the first cache
constexpr int64_t stripe = 32;  // rows of C that are worth a thread

// C [m, n] = A [m, k] · B [k, n] where there is little to gain from packing: few rows, or few numbers in all.
template <class V>
static void productUnpacked(Matrix<typename V::T> a, Matrix<typename V::T> b, typename V::T* c, int64_t m, int64_t n, int64_t k) {
  using T = typename V::T;
  if (b.column == 1) {
    parallelFor(n, 32768 / (m * k + 1) + 64, [=](int64_t begin, int64_t end) {
      for (int64_t i = 0; i < m; i++) {
        T* MARIANA_RESTRICT to = c + i * n;
        for (int64_t j = begin; j < end; j++) to[j] = 0;
        for (int64_t p = 0; p < k; p++) {
          const T factor = a.data[i * a.row + p * a.column];
          const T* MARIANA_RESTRICT from = b.data + p * b.row;
          const V factors = V::all(factor);
          int64_t j = begin;
          for (; j + V::lanes <= end; j += V::lanes) fma(factors, V::load(from + j), V::load(to + j)).store(to + j);
          if (j < end) {
            const int rest = static_cast<int>(end - j);
            fma(factors, V::load(from + j, rest), V::load(to + j, rest)).store(to + j, rest);
          }
        }
      }
    });
    return;
  }
  parallelFor(m * n, 32768 / (k + 1) + 1, [=](int64_t begin, int64_t end) {
    for (int64_t e = begin; e < end; e++) {
      const T* row = a.data + e / n * a.row;
      const T* column = b.data + e % n * b.column;
      T total = 0;
      int64_t p = 0;
      if (a.column == 1 && b.row == 1) {
        V sums[4] = {V::zero(), V::zero(), V::zero(), V::zero()};
        for (; p + 4 * V::lanes <= k; p += 4 * V::lanes) {
          for (int v = 0; v < 4; v++) {
            sums[v] = fma(V::load(row + p + v * V::lanes), V::load(column + p + v * V::lanes), sums[v]);
          }
        }
        total = sum((sums[0] + sums[1]) + (sums[2] + sums[3]));
      }
      for (; p < k; p++) total += row[p * a.column] * column[p * b.row];
      c[e] = total;
    }
  });
}

// C [m, n], dense, = A · B, or where `adds` C + A · B. False where there is no memory to pack into.
template <class V>
static bool product(Matrix<typename V::T> a, Matrix<typename V::T> b, typename V::T* c, int64_t m, int64_t n, int64_t k,
                    bool adds = false) {
  using T = typename V::T;
  if (m == 0 || n == 0) return true;
  if (!adds && (m < 4 || n == 1 || k == 0 || m * n * k < 4096)) {
    productUnpacked<V>(a, b, c, m, n, k);
    return true;
  }
  const int64_t width = panelWidth<V>;
  const int64_t panels = (n + width - 1) / width;
  const int64_t most = depth < k ? depth : k;
  Scratch<T> packed(panels * width * most);
  if (!packed) return false;
  T* const panelsAt = packed.data();
  for (int64_t first = 0; first < k; first += depth) {
    const int64_t count = first + depth < k ? depth : k - first;
    parallelFor(panels, 16384 / (width * count) + 1, [=](int64_t begin, int64_t end) {
      for (int64_t panel = begin; panel < end; panel++) {
        const int64_t column = panel * width;
        packPanels<V>(count, n - column < width ? n - column : width, panelsAt + panel * width * count,
                      [=](int64_t i, int64_t j) { return b.data[(first + i) * b.row + (column + j) * b.column]; });
      }
    });
    const int64_t stripes = (m + stripe - 1) / stripe;
    parallelFor(stripes, 65536 / (stripe * n * count + 1) + 1, [=](int64_t begin, int64_t end) {
      const int64_t top = begin * stripe, bottom = end * stripe < m ? end * stripe : m;
      const Strided<T> rows{a.data + top * a.row + first * a.column, a.row, a.column};
      if (first == 0 && !adds) {
        panelProduct<V, Begin::zero>(rows, bottom - top, count, panelsAt, n, nullptr, c + top * n, n);
      } else {
        panelProduct<V, Begin::there>(rows, bottom - top, count, panelsAt, n, nullptr, c + top * n, n);
      }
    });
  }
  return true;
}

}  // namespace mariana::MARIANA_ISA
