// Matrix products. C is cut into blocks, and the thread that computes one packs what it needs of B, for its second cache, and
// of A, tile after tile, for its first: threads share nothing that one of them writes. Each element of C sums in the order of
// k, whatever the number of threads.
#pragma once
#include "kernels/epilogue.h"
#include "kernels/few-rows.h"
#include "kernels/gemm-grid.h"

namespace mariana::MARIANA_ISA {

// C [m, n], dense, = A · B, or where `adds` C + A · B; what the epilogue says of it.
template <class V>
struct Product {
  using T = typename V::T;
  Matrix<T> a, b;
  T* c;
  int64_t m, n, k;
  bool adds;
  Epilogue<V> epilogue;

  // The rows and columns of one block. False where there is no memory to pack into.
  bool block(Range rows, Range columns) const {
    constexpr int64_t width = tileWidth<V>;
    const int64_t deep = k < depth ? k : depth;
    Scratch<T> packed((columns.size() + width) * deep), tile(tileRows<V> * deep);
    if (!packed || !tile) return false;
    const auto wide = [&](int64_t j) { return columns.end - j < width ? columns.end - j : width; };
    for (int64_t first = 0; first < k; first += depth) {
      const int64_t count = k - first < depth ? k - first : depth;
      for (int64_t j = columns.begin; j < columns.end; j += width) {
        packPanel<V>(b.from(first, j), count, wide(j), packed.data() + (j - columns.begin) * count);
      }
      for (int64_t i = rows.begin; i < rows.end; i += tileRows<V>) {
        const int64_t left = rows.end - i, height = left < tileRows<V> ? left : tileRows<V>;
        packRows<V>(a.from(i, first), height, count, tile.data());
        for (int64_t j = columns.begin; j < columns.end; j += width) {
          const T* panel = packed.data() + (j - columns.begin) * count;
          multiplyTile<V>(tile.data(), panel, count, c + i * n + j, n, height, wide(j), adds || first > 0);
        }
        if (epilogue && first + count == k) {
          epilogue.finish(c + i * n + columns.begin, n, height, columns.size(), columns.begin);
        }
      }
    }
    return true;
  }
};

// False where there is no memory to pack into.
template <class V>
static bool product(Matrix<typename V::T> a, Matrix<typename V::T> b, typename V::T* c, int64_t m, int64_t n, int64_t k,
                    bool adds = false, const Epilogue<V>& epilogue = {}) {
  if (m == 0 || n == 0) return true;
  if (!adds) {
    // A column of C is a row of its transpose.
    const bool turned = n == 1 && m > 1;
    const Done done = turned ? productOfFew<V>({b.data, b.column, b.row}, {a.data, a.column, a.row}, c, 1, m, k)
                             : productOfFew<V>(a, b, c, m, n, k);
    if (done == Done::yes) finishAll(epilogue, c, m, n);
    if (done != Done::no) return done == Done::yes;
  }
  if (k == 0) {
    for (int64_t i = 0; i < m * n && !adds; i++) c[i] = 0;
    finishAll(epilogue, c, m, n);
    return true;
  }
  const Product<V> all{a, b, c, m, n, k, adds, epilogue};
  const Grid grid = gridOf<V>(m, n, k);
  Failure failed;
  parallelEach(grid.down * grid.across, [&](int64_t at) {
    if (!all.block(grid.rowsOf(at / grid.across), grid.columnsOf(at % grid.across))) failed.raise();
  });
  return !failed;
}

}  // namespace mariana::MARIANA_ISA
